package org.nablac.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nablac.differentiate.Differentiate;
import org.nablac.evaluate.Evaluate;
import org.nablac.graph.Arena;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Graph;
import org.nablac.graph.GraphText;
import org.nablac.graph.Node;
import org.nablac.graph.ShapeError;
import org.nablac.tensor.DType;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.Shape;
import org.nablac.tensor.Sizes;
import org.nablac.tensor.TensorType;

class CustomGradientTest {
    private final Arena arena = new Arena();
    private final Node x = Parameter.parameter(arena, "x", new TensorType(DType.F64, Shape.SCALAR));

    @Test
    void theUsersRuleTakesThePlaceOfTheDerivative() {
        Node y = CustomGradient.customGradient(Square.square(x), List.of(x), dy -> List.of(times(dy, 100)));
        assertEquals(9, at(3, y));
        assertEquals(100, at(3, gradient(y)));
        assertEquals(9, at(3, y.op() instanceof CustomGradient c ? c.expand(y) : x));
    }

    @Test
    void aRuleMayReadItsInputAndIsDifferentiatedAgain() {
        Node y = CustomGradient.customGradient(Exp.exp(x), List.of(x), dy -> List.of(Mul.mul(dy, Mul.mul(x, x))));
        assertEquals(9, at(3, gradient(y)));
        assertEquals(6, at(3, gradient(gradient(y))));
    }

    @Test
    void theCotangentComesFromWhateverUsesTheValue() {
        Node y = CustomGradient.customGradient(Square.square(x), List.of(x), dy -> List.of(times(dy, 5)));
        assertEquals(5 * 2 * 9, at(3, gradient(Square.square(y))));
    }

    @Test
    void oneWithinAnotherKeepsItsOwnCotangent() {
        Node inner = CustomGradient.customGradient(times(x, 2), List.of(x), dy -> List.of(times(dy, 10)));
        Node outer = CustomGradient.customGradient(times(inner, 3), List.of(inner),
                dy -> List.of(Mul.mul(times(dy, 7), inner)));
        // douter/dinner = 7·inner = 7·2x, dinner/dx = 10
        assertEquals(7 * 2 * 3 * 10, at(3, gradient(outer)));
        // d(70·inner)/dx = 70·10
        assertEquals(700, at(3, gradient(gradient(outer))));
    }

    @Test
    void aRuleMayUseAnotherRule() {
        Node y = CustomGradient.customGradient(Square.square(x), List.of(x), dy -> List.of(Mul.mul(dy,
                CustomGradient.customGradient(times(x, 2), List.of(x), d -> List.of(times(d, 11))))));
        assertEquals(6, at(3, gradient(y)));
        assertEquals(11, at(3, gradient(gradient(y))));
    }

    @Test
    void itsTextParsesBack() {
        Node y = CustomGradient.customGradient(Square.square(x), List.of(x), dy -> List.of(times(dy, 5)));
        String text = Graph.of("y", List.of(), Map.of("y", y)).toString();
        assertEquals(text, GraphText.parse(text, new Arena(), Catalogue::find).toString());
    }

    @Test
    void aRuleThatLeavesAnInputOutIsRefused() {
        ShapeError e = assertThrows(ShapeError.class,
                () -> CustomGradient.customGradient(x, List.of(x), dy -> List.of()));
        assertEquals("one gradient for each input", e.problem());
    }

    private Node times(Node y, double factor) {
        return Mul.mul(y, Constant.constantLike(y, factor));
    }

    private Node gradient(Node y) {
        return Differentiate.gradients(y, List.of(x)).get(0);
    }

    private double at(double value, Node y) {
        Evaluation e = new Evaluation(Map.of("x", HostArray.scalar(DType.F64, value)), Sizes.NONE, 0, 0);
        return Evaluate.values(List.of(y), e).get(y).data()[0];
    }
}
