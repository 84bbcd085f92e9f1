package org.nablac.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.compile.Options;
import org.nablac.evaluate.Evaluate;
import org.nablac.graph.Arena;
import org.nablac.graph.Elementwise;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Graph;
import org.nablac.graph.Model;
import org.nablac.graph.Node;
import org.nablac.op.Parameter;
import org.nablac.op.Sum;
import org.nablac.source.Source;
import org.nablac.tensor.DType;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.Shape;
import org.nablac.tensor.Sizes;
import org.nablac.tensor.TensorType;

class CheckTest {
    @Test
    void everyParameterAndEveryMethodIsCompared() {
        List<Finding> findings = Check.run(model("x.matmul(a).plus(b)"), 1);
        assertEquals(List.of("logits(…)", "loss(…)", "gradient of a", "gradient of b", "loss of a step", "step of a",
                "step of b"),
                findings.stream().map(Finding::what).toList());
        findings.forEach(f -> assertTrue(f.isRight(), f::toString));
    }

    @Test
    void aStoppedGradientIsComparedWithWhatIsHeldStill() {
        Check.run(model("x.matmul(a).times(stopGradient(x.matmul(a))).plus(b)"), 2)
                .forEach(f -> assertTrue(f.isRight(), f::toString));
    }

    @Test
    void dropoutIsTheSameInTheStepAndAbsentFromPredictions() {
        Check.run(model("x.dropout(0.4).matmul(a).plus(b)"), 3).forEach(f -> assertTrue(f.isRight(), f::toString));
    }

    /** y = x², with a gradient rule that forgets the 2. */
    record Wrong() implements Elementwise {
        @Override
        public String name() {
            return "wrong";
        }

        @Override
        public DType dtype(List<DType> inputs) {
            return inputs.get(0);
        }

        @Override
        public Expr element(List<Expr> x) {
            return Code.mul(x.get(0), x.get(0));
        }

        @Override
        public double value(double... x) {
            return x[0] * x[0];
        }

        @Override
        public List<Optional<Node>> gradient(Node node, Node cotangent) {
            return List.of(Optional.of(org.nablac.op.Mul.mul(cotangent, node.input(0))));
        }

        @Override
        public String doc() {
            return "x²";
        }
    }

    @Test
    void aWrongGradientRuleIsFound() {
        Arena arena = new Arena();
        Node a = Parameter.parameter(arena, "a", new TensorType(DType.F32, Shape.of(3)));
        Graph loss = Graph.of("loss", List.of(), Map.of("loss", Sum.sum(arena.node(new Wrong(), a))));
        Evaluation at = new Evaluation(Map.of("a", new HostArray(DType.F32, new int[] {3}, new double[] {1, -2, 0.5})),
                Sizes.NONE, 0, 0);
        assertEquals(5.25, Evaluate.run(loss, at).get("loss").data()[0]);
        Model model = new Model("M", "", "M.java", arena, List.of(), List.of(new Model.Parameter(a, a)), List.of(),
                Map.of());
        Finding finding = new GradientCheck(loss, at, new Random(1)).run(model).get(0);
        assertFalse(finding.isRight(), finding.toString());
        assertEquals(1, finding.error(), 1e-4);
    }

    @Test
    void aNumberAgainstNoNumberIsNeverRight() {
        double error = Differences.of(new double[] {1, Double.NaN}, new double[] {1, 2}).error();
        assertFalse(new Finding("x", "f32[]", "interpreter", error, 1e9).isRight());
        assertEquals(0, Differences.of(new double[] {Double.NaN, Double.POSITIVE_INFINITY},
                new double[] {Double.NaN, Double.POSITIVE_INFINITY}).error());
    }

    private static Model model(String logits) {
        return Source.model("Small.java", """
                import static org.nablac.Nablac.*;
                import org.nablac.*;
                @Model public class Small {
                    final Tensor a = parameter(4, 3), b = parameter(3);
                    public Tensor logits(@Shape("N, 4") Tensor x) { return LOGITS; }
                    @Loss public Tensor loss(@Shape("N, 4") Tensor x, @Labels("N") Tensor y) { \
                return crossEntropy(logits(x), y).mean(); }
                }
                """.replace("LOGITS", logits), Map.of());
    }

    private static final class Check {
        static List<Finding> run(Model model, long seed) {
            return org.nablac.check.Check.run(model, Options.of(model), seed);
        }
    }
}
