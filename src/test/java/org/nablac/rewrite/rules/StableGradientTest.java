package org.nablac.rewrite.rules;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nablac.op.Add.add;
import static org.nablac.op.Constant.constantLike;
import static org.nablac.op.Div.div;
import static org.nablac.op.Exp.exp;
import static org.nablac.op.Log.log;
import static org.nablac.op.Mul.mul;
import static org.nablac.op.Neg.neg;
import static org.nablac.op.Pow.pow;
import static org.nablac.op.Sigmoid.sigmoid;
import static org.nablac.op.Sqrt.sqrt;
import static org.nablac.op.Sub.sub;
import static org.nablac.op.Sum.sum;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nablac.differentiate.Differentiate;
import org.nablac.graph.Arena;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Graph;
import org.nablac.graph.Node;
import org.nablac.op.Broadcast;
import org.nablac.op.Input;
import org.nablac.rewrite.Expand;
import org.nablac.rewrite.Rewrite;
import org.nablac.tensor.DType;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.Sizes;
import org.nablac.tensor.TensorType;

/** Where the gradient of the naive formula is NaN or wrong in float32, that of the formula it becomes is right. */
class StableGradientTest {

    static Stream<Arguments> formulas() {
        return Stream.of(
                formula("Σ log(1 + exp x)", x -> log(add(constantLike(x, 1), exp(x))),
                        new double[] {200, -200, 0}, new double[] {1, 0, 0.5}),
                formula("Σ −log σ(x)", x -> neg(log(sigmoid(x))),
                        new double[] {-200, 200, 0}, new double[] {-1, 0, -0.5}),
                formula("Σ −log(1 − σ(x))", x -> neg(log(sub(constantLike(x, 1), sigmoid(x)))),
                        new double[] {200, -200, 0}, new double[] {1, 0, 0.5}),
                formula("Σ −log softmax x", x -> neg(log(softmax(x))),
                        new double[] {0, 200, 0}, new double[] {-1, 2, -1}),
                formula("Σ √(x²)³", x -> pow(sqrt(mul(x, x)), 3),
                        new double[] {0, 2, -1}, new double[] {0, 12, -3}),
                formula("Σ √x · √x · √x", x -> mul(mul(sqrt(x), sqrt(x)), sqrt(x)),
                        new double[] {0, 4, 1}, new double[] {0, 3, 1.5}),
                formula("Σ 1 / (1 + exp −x)", x -> div(constantLike(x, 1), add(constantLike(x, 1), exp(neg(x)))),
                        new double[] {-200, 200, 0}, new double[] {0, 0, 0.25}));
    }

    private static Arguments formula(String text, UnaryOperator<Node> formula, double[] x, double[] gradient) {
        return Arguments.of(text, formula, x, gradient);
    }

    /** As one writes it. */
    private static Node softmax(Node x) {
        return div(exp(x), Broadcast.broadcast(sum(exp(x)), x.shape()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("formulas")
    void theGradientIsRightOnlyAfterTheRules(String text, UnaryOperator<Node> formula, double[] at, double[] expected) {
        Node x = Input.input(new Arena(), "x", TensorType.parse("f32[3]"));
        Graph naive = Graph.of("loss", List.of(x), Map.of("loss", sum(formula.apply(x))));
        Graph stable = Rewrite.apply(naive, Rules.beforeGradient(), f -> { });
        assertArrayEquals(expected, gradient(stable, x, at), 1e-5, stable.toString());
        double[] wrong = gradient(naive, x, at);
        assertTrue(Arrays.stream(wrong).anyMatch(v -> !Double.isFinite(v)), text + " " + Arrays.toString(wrong));
    }

    private static double[] gradient(Graph loss, Node x, double[] at) {
        Node dx = Differentiate.gradients(loss.outputs().get("loss"), List.of(x)).get(0);
        Graph g = Expand.composites(Graph.of("gradient", List.of(x), Map.of("dx", dx)));
        Graph clean = Rewrite.apply(g, Rules.afterExpansion(), f -> { });
        HostArray value = new HostArray(DType.F32, new int[] {3}, at);
        return Float32.value(clean.outputs().get("dx"), new Evaluation(Map.of("x", value), Sizes.NONE, 0, 0)).data();
    }
}
