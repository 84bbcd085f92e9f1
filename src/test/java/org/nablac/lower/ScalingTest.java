package org.nablac.lower;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nablac.differentiate.Differentiate;
import org.nablac.graph.Arena;
import org.nablac.graph.Graph;
import org.nablac.graph.Node;
import org.nablac.op.Add;
import org.nablac.op.Broadcast;
import org.nablac.op.Cos;
import org.nablac.op.Gather;
import org.nablac.op.Input;
import org.nablac.op.MatMul;
import org.nablac.op.Mul;
import org.nablac.op.Parameter;
import org.nablac.op.RowDot;
import org.nablac.op.Sin;
import org.nablac.op.Slice;
import org.nablac.op.Sub;
import org.nablac.op.Sum;
import org.nablac.op.Tanh;
import org.nablac.op.Transpose;
import org.nablac.rewrite.Expand;
import org.nablac.rewrite.Rewrite;
import org.nablac.rewrite.rules.Rules;
import org.nablac.schedule.Schedule;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;
import org.nablac.tensor.Shape;
import org.nablac.tensor.TensorType;
import org.nablac.testing.CompiledGraph;

/** Large graphs compile in a time that grows with their size, into methods that HotSpot compiles. */
class ScalingTest {
    private final Arena arena = new Arena();

    private static TensorType f32(String shape) {
        return new TensorType(DType.F32, Shape.parse(shape));
    }

    @Test
    void aChainOfTenThousandElementwiseNodes() {
        Node x = Input.input(arena, "x", f32("[N]"));
        Node y = x;
        for (int i = 0; i < 5000; i++) {
            y = Add.add(Mul.mul(y, x), x);
        }
        compiles(Graph.of("chain", List.of(x), Map.of("y", y)), 30);
    }

    @Test
    void aChainOfTwoThousandFunctions() {
        Node x = Input.input(arena, "x", f32("[N]"));
        Node y = x;
        for (int i = 0; i < 1000; i++) {
            y = Sin.sin(Tanh.tanh(y));
        }
        compiles(Graph.of("chain", List.of(x), Map.of("y", y)), 30);
    }

    @Test
    void theStepOfTwoThousandLayers() {
        Node x = Input.input(arena, "x", f32("[N, 8]"));
        Map<Node, Node> updates = new LinkedHashMap<>();
        Node h = x;
        List<Node> weights = new java.util.ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            weights.add(Parameter.parameter(arena, "w" + i, f32("[8, 8]")));
            h = Tanh.tanh(MatMul.matmul(h, weights.get(i)));
        }
        Node loss = Sum.sum(h);
        List<Node> gradients = Differentiate.gradients(loss, weights);
        for (int i = 0; i < weights.size(); i++) {
            updates.put(weights.get(i), Sub.sub(weights.get(i), gradients.get(i)));
        }
        compiles(new Graph("step", arena, List.of(x), Map.of("loss", loss), updates), 90);
    }

    @Test
    void aValueThatFiveHundredNodesRead() {
        Node x = Input.input(arena, "x", f32("[N]"));
        Node shared = Tanh.tanh(Sin.sin(x));
        Map<String, Node> outputs = new LinkedHashMap<>();
        for (int i = 0; i < 500; i++) {
            Node c = Input.input(arena, "c" + i, f32("[]"));
            outputs.put("y" + i, Cos.cos(Mul.mul(shared, Broadcast.broadcast(c, x.shape()))));
        }
        compiles(Graph.of("wide", List.of(x), outputs), 30);
    }

    @Test
    void aSumOfFiveHundredScoresOfOneTable() {
        Node table = Parameter.parameter(arena, "table", f32("[rows, 8]"));
        Node loss = null;
        for (int i = 0; i < 500; i++) {
            Node index = Input.index(arena, "i" + i, Shape.parse("[N]"), Dim.named("rows"));
            Node rows = Gather.gather(table, index);
            Node score = Sum.sum(RowDot.dot(rows, Tanh.tanh(rows)));
            loss = loss == null ? score : Add.add(loss, score);
        }
        compiles(Graph.of("scores", List.of(), Map.of("loss", loss)), 30);
    }

    @Test
    void aSumOfFiveHundredInputsHalfOfThemTransposed() {
        Node sum = Input.input(arena, "x", f32("[N, M, N]"));
        for (int i = 0; i < 500; i++) {
            Node x = Input.input(arena, "x" + i, f32("[N, M, N]"));
            sum = Add.add(sum, i % 2 == 0 ? x : Transpose.transpose(x, List.of(2, 1, 0)));
        }
        compiles(Graph.of("sum", List.of(), Map.of("y", sum)), 30);
    }

    @Test
    void differencesOfDifferencesOfNeighbours() {
        Node x = Input.input(arena, "x", f32("[1000]"));
        for (int i = 1; i <= 200; i++) {
            Dim rest = Dim.of(1000 - i);
            x = Sub.sub(Slice.slice(x, 0, Dim.ONE, rest), Slice.slice(x, 0, Dim.ZERO, rest));
        }
        compiles(Graph.of("differences", List.of(), Map.of("y", x)), 30);
    }

    private static void compiles(Graph g, int seconds) {
        long[] times = {System.nanoTime(), 0, 0, 0, 0};
        Graph clean = Rewrite.apply(Expand.composites(g), Rules.afterExpansion(), f -> { });
        times[1] = System.nanoTime();
        Schedule schedule = Schedule.of(clean);
        times[2] = System.nanoTime();
        CompiledGraph compiled = new CompiledGraph(schedule, "kernel");
        times[3] = System.nanoTime();
        compiled.classFile();
        times[4] = System.nanoTime();
        String took = "rewritten in " + ms(times, 1) + ", scheduled in " + ms(times, 2) + ", lowered in " + ms(times, 3)
                + ", emitted in " + ms(times, 4) + " ms; " + clean.nodes().size() + " nodes, "
                + schedule.kernels().size() + " kernels, " + schedule.memory().slots().size() + " slots";
        assertTrue(times[4] - times[0] < seconds * 1_000_000_000L, took);
    }

    private static long ms(long[] times, int i) {
        return (times[i] - times[i - 1]) / 1_000_000;
    }
}
