package org.nablac.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.nablac.op.Hole;
import org.nablac.op.Input;
import org.nablac.op.Neg;
import org.nablac.op.Parameter;
import org.nablac.op.Sum;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.TensorType;

class GraphCheckTest {
    private final Arena arena = new Arena();
    private final Node x = Input.input(arena, "x", TensorType.parse("f32[N]"));
    private final Node w = Parameter.parameter(arena, "w", TensorType.parse("f32[N]"));

    private Graph graph(Node output) {
        return Graph.of("g", List.of(x), Map.of("y", output));
    }

    private static String fault(Graph g) {
        List<String> faults = GraphCheck.faults(g);
        assertEquals(1, faults.size(), faults.toString());
        return faults.get(0);
    }

    @Test
    void aGoodGraphIsHandedOn() {
        Graph g = graph(Neg.neg(x)).withUpdates(Map.of(w, Neg.neg(w)));
        assertSame(g, GraphCheck.check("a pass", g));
    }

    @Test
    void theMessageNamesThePassTheOpAndTheNode() {
        Graph g = graph(x).withUpdates(Map.of(w, Sum.sum(w)));
        IllegalStateException e = assertThrows(IllegalStateException.class, () -> GraphCheck.check("fuse", g));
        assertEquals("after fuse, in graph g: parameter (%1 = parameter{label=\"w\", type=f32[N], isTrainable=true} :"
                + " f32[N]) is updated by a value of another type, sum (%2 = sum{axes=[0]} %1 : f32[])",
                e.getMessage());
    }

    @Test
    void onlyWhatTheModelHoldsIsUpdated() {
        assertTrue(fault(graph(x).withUpdates(Map.of(x, Neg.neg(x)))).contains("the model does not hold it"));
    }

    @Test
    void onlyAnInputIsAnInput() {
        Graph g = Graph.of("g", List.of(w), Map.of("y", w));
        assertTrue(fault(g).contains("is named as an input of the graph, but is none"));
        Node twin = Input.input(arena, "x", TensorType.parse("f32[M]"));
        assertTrue(fault(Graph.of("g", List.of(x, twin), Map.of("y", x))).contains("the second input called x"));
    }

    @Test
    void rowsAreMadeByNothingButTheirOp() {
        Node rows = Hole.hole(arena, 0, TensorType.parse("rows f32[N, 2]"));
        assertTrue(fault(graph(rows)).contains("is row-sparse, but not made of rows"));
    }

    /** A leaf whose type changes. */
    private record Fickle(AtomicReference<TensorType> now) implements Leaf {
        @Override
        public String name() {
            return "fickle";
        }

        @Override
        public TensorType type() {
            return now.get();
        }

        @Override
        public HostArray value(Evaluation evaluation, List<HostArray> inputs) {
            return HostArray.zeros(now.get().dtype());
        }

        @Override
        public String doc() {
            return "a fault";
        }
    }

    @Test
    void aTypeThatIsNotThatOfTheShapeRuleIsFound() {
        Fickle op = new Fickle(new AtomicReference<>(TensorType.parse("f32[7]")));
        Node n = arena.node(op);
        op.now().set(TensorType.parse("f32[2]"));
        assertTrue(fault(graph(n)).contains("has the type f32[7], the shape rule says f32[2]"));
    }
}
