package org.nablac.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.nablac.Nablac.crossEntropy;
import static org.nablac.Nablac.model;
import static org.nablac.Nablac.relu;

import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.nablac.Tensor;
import org.nablac.graph.Node;
import org.nablac.tensor.Dim;

class NodeCostTest {
    @Test
    void aProductCostsTwoOperationsATerm() {
        NodeCost cost = cost((x, a) -> x.matmul(a));
        assertEquals("200704*N", cost.flops().toString());                       // 2 · N · 784 · 128
        assertEquals(Dim.parse("3136*N + 401408 + 512*N"), cost.bytes());        // read x and a, write x·a
    }

    @Test
    void whatIsTakenElementByElementCostsOneAnElement() {
        NodeCost cost = cost((x, a) -> relu(x));
        assertEquals(Dim.parse("784*N"), cost.flops());
        assertEquals(Dim.parse("6272*N"), cost.bytes());
    }

    @Test
    void movingElementsCostsBytesOnly() {
        NodeCost cost = cost((x, a) -> a.transpose());
        assertEquals(Dim.ZERO, cost.flops());
        assertEquals(Dim.of(2 * 4 * 784 * 128), cost.bytes());
    }

    @Test
    void aSumCostsOneAnElementThatItReads() {
        assertEquals(Dim.parse("784*N"), cost((x, a) -> x.sum(1)).flops());
    }

    @Test
    void aLeafCostsNothing() {
        assertEquals(NodeCost.NONE, cost((x, a) -> a));
    }

    @Test
    void readingRowsCostsTheRowsAndNotTheTable() {
        Node[] made = new Node[1];
        model("M", m -> {
            Tensor table = m.parameter("t", Dim.named("rows"), 16);
            Tensor i = m.index("i", "N, rows");
            made[0] = table.rows(i).node();
            m.method("f", table.rows(i), i);
        });
        assertEquals(Dim.parse("132*N"),
                NodeCost.of(made[0]).bytes());           // 16 floats read and written, an index
        assertEquals(Dim.ZERO, NodeCost.of(made[0]).flops());
    }

    @Test
    void aCompositeCostsWhatItIsMadeOf() {
        Node[] made = new Node[1];
        model("M", m -> {
            Tensor x = m.input("x", "N, 10");
            Tensor y = m.labels("y", "N");
            made[0] = crossEntropy(x, y).node();
            m.method("f", crossEntropy(x, y), x, y);
        });
        Dim flops = NodeCost.of(made[0]).flops();
        assertEquals(java.util.Set.of("N"), flops.names());
    }

    private static NodeCost cost(BiFunction<Tensor, Tensor, Tensor> f) {
        Node[] made = new Node[1];
        model("M", m -> {
            Tensor a = m.parameter("a", 784, 128);
            Tensor x = m.input("x", "N, 784");
            made[0] = f.apply(x, a).node();
            m.method("f", x.matmul(a), x);
        });
        return NodeCost.of(made[0]);
    }
}
