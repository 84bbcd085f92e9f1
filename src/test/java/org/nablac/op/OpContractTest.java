package org.nablac.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nablac.differentiate.Differentiate;
import org.nablac.graph.Arena;
import org.nablac.graph.Graph;
import org.nablac.graph.GraphCheck;
import org.nablac.graph.GraphText;
import org.nablac.graph.Node;
import org.nablac.op.Catalogue.Entry;
import org.nablac.tensor.DType;
import org.nablac.tensor.HostArray;
import org.nablac.testing.Differences;
import org.nablac.testing.Oracle;
import org.nablac.testing.Trial;

/** What holds of every op in the catalogue, tried on random applications. */
class OpContractTest {
    private static final int SAMPLES = 100;

    static Stream<Entry> ops() {
        return Catalogue.entries().stream();
    }

    private interface Claim {
        /** What is wrong; empty if it holds. */
        String fault(Trial trial);
    }

    /** Tries {@code claim} on {@value #SAMPLES} samples and names the first that fails. */
    private static void onEverySample(Entry op, DType floating, Claim claim) {
        LongStream.range(0, SAMPLES).forEach(seed -> {
            Trial trial = Trial.of(op, floating, seed);
            String fault;
            try {
                fault = claim.fault(trial);
            } catch (RuntimeException e) {
                throw new AssertionError(op.name() + ", seed " + seed + "\n" + trial.graph(), e);
            }
            if (!fault.isEmpty()) {
                fail(op.name() + ", seed " + seed + ": " + fault + "\n" + trial.graph() + trial.values());
            }
        });
    }

    @ParameterizedTest
    @MethodSource("ops")
    void itsNameIsTheOneInTheCatalogueAndItIsDocumented(Entry op) {
        onEverySample(op, DType.F32, t -> {
            assertEquals(op.name(), t.sample().op().name());
            assertEquals(op.type(), t.sample().op().getClass());
            assertFalse(t.sample().op().doc().isBlank());
            return "";
        });
    }

    @ParameterizedTest
    @MethodSource("ops")
    void itsShapeRuleIsTheShapeOfItsValue(Entry op) {
        onEverySample(op, DType.F32, t -> {
            HostArray y = value(t);
            GraphCheck.check("sampling", t.graph());
            int[] shape = t.node().shape().values(t.draw().sizes());
            return Arrays.equals(shape, y.shape()) && y.dtype() == t.node().type().dtype() ? "" : "its value is " + y;
        });
    }

    @ParameterizedTest
    @MethodSource("ops")
    void itsTextParsesBack(Entry op) {
        onEverySample(op, DType.F32, t -> {
            Graph g = Graph.of("text", t.inputs(), Map.of("y", t.node()));
            Graph parsed = GraphText.parse(g.toString(), new Arena(), Catalogue::find);
            assertEquals(g.toString(), parsed.toString());
            assertEquals(t.node().op(), parsed.outputs().get("y").op());
            return "";
        });
    }

    @ParameterizedTest
    @MethodSource("ops")
    void itsGradientAndItsTangentAreTheDifference(Entry op) {
        onEverySample(op, DType.F64, t -> {
            if (!isDifferentiable(t)) {
                return "";
            }
            Differences differences = differences(t);
            return differences.compare(differences.weighed(List.of(t.node()), "w"));
        });
    }

    @ParameterizedTest
    @MethodSource("ops")
    void theGradientOfItsGradientIsTheDifference(Entry op) {
        onEverySample(op, DType.F64, t -> {
            if (!isDifferentiable(t)) {
                return "";
            }
            Differences differences = differences(t);
            Node first = differences.weighed(List.of(t.node()), "w");
            List<Node> gradients = Differentiate.gradients(first, floats(t));
            GraphCheck.check("differentiate", Graph.of("gradient", List.of(), Map.of("g", gradients.get(0))));
            return differences.compare(differences.weighed(gradients, "c"));
        });
    }

    @ParameterizedTest
    @MethodSource("ops")
    void anOpThatNoGradientPassesSaysWhy(Entry op) {
        onEverySample(op, DType.F64, t -> {
            Optional<String> why = t.sample().op().notDifferentiable();
            boolean mustSay = !t.node().type().dtype().isFloat() && !floats(t).isEmpty();
            if (mustSay && (why.isEmpty() || why.get().isBlank())) {
                return "it says nothing";
            }
            boolean passes = t.node().type().dtype().isFloat()
                    && t.sample().op().gradient(t.node(), t.node()).stream().anyMatch(Optional::isPresent);
            return why.isPresent() && passes ? "it says '" + why.get() + "' and passes a gradient" : "";
        });
    }

    @ParameterizedTest
    @MethodSource("ops")
    void aCommutativeOpGivesTheSameBitsEitherWay(Entry op) {
        onEverySample(op, DType.F64, t -> {
            if (!t.sample().op().isCommutative()) {
                return "";
            }
            List<HostArray> x = t.inputs().stream().map(i -> t.values().get(((Input) i.op()).label())).toList();
            HostArray y = t.sample().op().value(t.evaluation(), x);
            HostArray z = t.sample().op().value(t.evaluation(), List.of(x.get(1), x.get(0)));
            return y.equals(z) ? "" : y + " is not " + z;
        });
    }

    @ParameterizedTest
    @MethodSource("ops")
    void allOraclesAgreeOnIt(Entry op) {
        if (op.type() == Hole.class) {
            return; // stands for a node, and is never computed
        }
        for (DType floating : List.of(DType.F32, DType.F64)) {
            onEverySample(op, floating, t -> {
                HostArray y = value(t);
                boolean isF32 = y.dtype() == DType.F32
                        || t.inputs().stream().anyMatch(x -> x.type().dtype() == DType.F32);
                double relative = isF32 ? 1e-5 : 1e-12;
                for (Oracle oracle : Oracle.ALL) {
                    HostArray z = oracle.run(t.graph(), t.evaluation()).get("y");
                    assertEquals(y.dtype(), z.dtype());
                    assertTrue(Arrays.equals(y.shape(), z.shape()));
                    for (int e = 0; e < y.count(); e++) {
                        double a = y.data()[e];
                        double b = z.data()[e];
                        if (Double.compare(a, b) != 0 && !(Math.abs(a - b) <= relative * Math.max(1, Math.abs(a)))) {
                            return oracle.name() + " says " + z + ", not " + y;
                        }
                    }
                }
                return "";
            });
        }
    }

    private static HostArray value(Trial t) {
        return Oracle.INTERPRETER.run(t.graph(), t.evaluation()).get("y");
    }

    private static List<Node> floats(Trial t) {
        return t.inputs().stream().filter(i -> i.type().dtype().isFloat()).toList();
    }

    /** Whether its gradient is claimed to be the derivative. */
    private static boolean isDifferentiable(Trial t) {
        boolean isFloat = t.node().type().dtype().isFloat() && !floats(t).isEmpty();
        boolean differs = t.sample().op() instanceof StopGradient || t.sample().op() instanceof CustomGradient;
        return isFloat && !differs && t.sample().op().notDifferentiable().isEmpty();
    }

    private static Differences differences(Trial t) {
        return new Differences(t.values(), t.draw().sizes(), t.draw().random(), new ArrayList<>(floats(t)));
    }
}
