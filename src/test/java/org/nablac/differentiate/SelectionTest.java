package org.nablac.differentiate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.nablac.op.Abs.abs;
import static org.nablac.op.Add.add;
import static org.nablac.op.Clip.clip;
import static org.nablac.op.Constant.constantLike;
import static org.nablac.op.Greater.greater;
import static org.nablac.op.Log.log;
import static org.nablac.op.Maximum.maximum;
import static org.nablac.op.Mul.mul;
import static org.nablac.op.Relu.relu;
import static org.nablac.op.Select.select;
import static org.nablac.op.Sqrt.sqrt;
import static org.nablac.op.Square.square;
import static org.nablac.op.Sum.sum;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.nablac.evaluate.Evaluate;
import org.nablac.graph.Arena;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Node;
import org.nablac.op.Input;
import org.nablac.tensor.DType;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.Sizes;
import org.nablac.tensor.TensorType;

/** Derivatives where a function has a kink, and where the side that was not chosen has no finite slope. */
class SelectionTest {
    private final Node x = Input.input(new Arena(), "x", TensorType.parse("f64[3]"));

    private double[] value(Node n, double... at) {
        HostArray given = new HostArray(DType.F64, new int[] {3}, at);
        return Evaluate.values(List.of(n), new Evaluation(Map.of("x", given), Sizes.NONE, 0, 0)).get(n).data();
    }

    private Node slope(UnaryOperator<Node> f) {
        return Differentiate.gradients(sum(f.apply(x)), List.of(x)).get(0);
    }

    private Node whereAboveZero(Node yes) {
        return select(greater(x, constantLike(x, 0)), yes, constantLike(x, 0));
    }

    @Test
    void theLogarithmThatWasNotChosenHasNoSay() {
        assertArrayEquals(new double[] {0, 0, 0.5}, value(slope(x -> whereAboveZero(log(x))), -1, 0, 2));
        assertArrayEquals(new double[] {0, 0, 0.5 / 2}, value(slope(x -> whereAboveZero(sqrt(x))), -1, 0, 4));
        assertArrayEquals(new double[] {0, 0, 1 + Math.log(2)},
                value(slope(x -> whereAboveZero(mul(x, log(x)))), -1, 0, 2));
    }

    @Test
    void norHasItInTheSecondDerivative() {
        Node first = slope(x -> whereAboveZero(log(x)));
        assertArrayEquals(new double[] {0, 0, -0.25}, value(slope(x -> first), -1, 0, 2));
    }

    @Test
    void norBehindSeveralSelections() {
        Node y = slope(x -> whereAboveZero(relu(log(square(x)))));
        assertArrayEquals(new double[] {0, 0, 2.0 / 3}, value(y, -1, 0, 3), 1e-15);
        Node nested = slope(x -> relu(whereAboveZero(sqrt(x))));
        assertArrayEquals(new double[] {0, 0, 0.25}, value(nested, -1, 0, 4), 1e-15);
    }

    @Test
    void theTangentIsChosenTheSameWay() {
        Node t = Differentiate.jvp(whereAboveZero(log(x)), Map.of(x, constantLike(x, 1)));
        assertArrayEquals(new double[] {0, 0, 0.5}, value(t, -1, 0, 2));
    }

    @Test
    void aKinkHasOneOfTheSlopesBesideItOrNone() {
        assertArrayEquals(new double[] {0, 0, 1}, value(slope(x -> relu(x)), -1, 0, 2));
        assertArrayEquals(new double[] {-1, 0, 1}, value(slope(x -> abs(x)), -1, 0, 2));
        assertArrayEquals(new double[] {1, 1, 0}, value(slope(x -> clip(x, -1, 1)), -1, 1, 2));
    }

    @Test
    void equalOperandsOfAMaximumHaveOneGradientBetweenThem() {
        Node y = add(x, constantLike(x, 0));
        Node m = sum(maximum(x, y));
        List<Node> g = Differentiate.gradients(m, List.of(x));
        assertArrayEquals(new double[] {1, 1, 1}, value(g.get(0), -1, 0, 2));
    }

    @Test
    void aLongChainOfSelectionsStaysAChain() {
        Node y = x;
        for (int i = 0; i < 3000; i++) {
            y = relu(mul(y, y));
        }
        int before = x.arena().size();
        Differentiate.gradients(sum(y), List.of(x));
        assertEquals(0, Math.max(0, x.arena().size() - before - 8 * 3000), "nodes for each link");
    }
}
