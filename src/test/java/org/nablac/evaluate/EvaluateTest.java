package org.nablac.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nablac.graph.Arena;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Graph;
import org.nablac.graph.Node;
import org.nablac.op.Add;
import org.nablac.op.Input;
import org.nablac.op.Mul;
import org.nablac.op.Parameter;
import org.nablac.tensor.DType;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.Sizes;
import org.nablac.tensor.TensorType;
import org.nablac.tensor.UserError;

class EvaluateTest {
    private final Arena arena = new Arena();
    private final Node x = Input.input(arena, "x", TensorType.parse("f32[N]"));
    private final Node w = Parameter.parameter(arena, "w", TensorType.parse("f32[N]"));

    private static HostArray floats(double... data) {
        return new HostArray(DType.F32, new int[] {data.length}, data);
    }

    private static Evaluation with(Map<String, HostArray> values) {
        return new Evaluation(values, Sizes.of("N", 2), 0, 0);
    }

    @Test
    void outputsComeByNameAndUpdatesByLeaf() {
        Graph g = Graph.of("step", List.of(x), Map.of("loss", Mul.mul(x, w))).withUpdates(Map.of(w, Add.add(w, x)));
        Evaluation e = with(Map.of("x", floats(1, 2), "w", floats(3, 4)));
        assertEquals(Map.of("loss", floats(3, 8)), Evaluate.run(g, e));
        assertEquals(Map.of(w, floats(4, 6)), Evaluate.updates(g, e));
    }

    @Test
    void aHundredThousandNodesInARowAreEvaluated() {
        Node y = x;
        for (int i = 0; i < 100_000; i++) {
            y = Add.add(y, w);
        }
        Evaluation e = with(Map.of("x", floats(1, 2), "w", floats(1, 0)));
        assertEquals(floats(100_001, 2), Evaluate.run(Graph.of("sum", List.of(x), Map.of("y", y)), e).get("y"));
    }

    @Test
    void aMissingValueIsNamed() {
        Graph g = Graph.of("step", List.of(x), Map.of("loss", Mul.mul(x, w)));
        UserError e = assertThrows(UserError.class, () -> Evaluate.run(g, with(Map.of("x", floats(1, 2)))));
        assertEquals("'w' : f32[N] has no value; given are [x]", e.getMessage());
    }

    @Test
    void aValueOfAnotherShapeOrDtypeIsRefused() {
        Graph g = Graph.of("step", List.of(x), Map.of("y", x));
        UserError shape = assertThrows(UserError.class, () -> Evaluate.run(g, with(Map.of("x", floats(1, 2, 3)))));
        assertEquals("'x' is f32[N], here f32[2]; the value given is f32[3]", shape.getMessage());
        HostArray doubles = HostArray.zeros(DType.F64, 2);
        UserError dtype = assertThrows(UserError.class, () -> Evaluate.run(g, with(Map.of("x", doubles))));
        assertEquals("'x' is f32[N], here f32[2]; the value given is f64[2]", dtype.getMessage());
    }
}
