package org.nablac.op;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nablac.differentiate.Differentiate;
import org.nablac.graph.Composite;
import org.nablac.graph.Elementwise;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Graph;
import org.nablac.graph.Leaf;
import org.nablac.graph.Node;
import org.nablac.op.Catalogue.Entry;
import org.nablac.tensor.DType;
import org.nablac.tensor.HostArray;
import org.nablac.testing.Case;
import org.nablac.testing.Forms;
import org.nablac.testing.Oracle;
import org.nablac.testing.Trial;

/**
 * Every op of the catalogue and its gradient as compiled code: fused, unfused and emitted Java to the bit, and the
 * interpreter beside them. How exact one element is, {@link ElementTest} says.
 */
class CompiledOpsTest {
    private static final int SAMPLES = 100;
    private static final double[] UGLY = {0, -0.0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN,
        Float.MIN_VALUE, -Float.MIN_VALUE, 0x1p-130, -0x1p-127, 1, -1, 0.5, -2};

    /** All but the hole, which stands for what is there before a graph is compiled. */
    static Stream<Entry> ops() {
        return Catalogue.entries().stream().filter(e -> e.type() != Hole.class);
    }

    @ParameterizedTest
    @MethodSource("ops")
    void itsFormsAndTheInterpreterAgree(Entry op) {
        List<Case> cases = new ArrayList<>();
        for (DType floating : List.of(DType.F32, DType.F64)) {
            for (long seed = 0; seed < SAMPLES; seed++) {
                Trial t = Trial.of(op, floating, seed);
                cases.add(toleranced(Graph.of("forward", t.inputs(), Map.of("y", RowSparse.dense(t.node()))),
                        t.values(), t));
                gradient(t).ifPresent(cases::add);
            }
        }
        assertEquals("", Forms.fault(cases));
    }

    @ParameterizedTest
    @MethodSource("ops")
    void onZerosDenormalsInfinitiesAndNaNItsFormsAgreeAndWithTheInterpreterInKind(Entry op) {
        List<Case> cases = new ArrayList<>();
        for (DType floating : List.of(DType.F32, DType.F64)) {
            for (long seed = 0; seed < SAMPLES; seed++) {
                Trial t = Trial.of(op, floating, seed);
                cases.add(toleranced(Graph.of("forward", t.inputs(), Map.of("y", RowSparse.dense(t.node()))),
                        ugly(t, seed), t));
            }
        }
        assertEquals("", Forms.fault(cases, CompiledOpsTest::kinds));
    }

    /** The gradient of Σ y·w with respect to every float input. */
    private static Optional<Case> gradient(Trial t) {
        List<Node> floats = t.inputs().stream().filter(i -> i.type().dtype().isFloat()).toList();
        boolean passes = t.node().type().dtype().isFloat() && !floats.isEmpty()
                && t.sample().op().notDifferentiable().isEmpty() && !(t.sample().op() instanceof StopGradient);
        if (!passes) {
            return Optional.empty();
        }
        Node y = RowSparse.dense(t.node());
        Node w = Input.input(y.arena(), "w", y.type());
        Map<String, HostArray> values = new HashMap<>(t.values());
        HostArray weights = HostArray.zeros(y.type().dtype(), y.shape().values(t.draw().sizes()));
        Arrays.setAll(weights.data(), i -> t.draw().fraction(-2, 2));
        values.put("w", weights);
        List<Node> gradients = Differentiate.gradients(Sum.sum(Mul.mul(y, w)), floats);
        Map<String, Node> outputs = new LinkedHashMap<>();
        gradients.forEach(g -> outputs.put("d" + outputs.size(), RowSparse.dense(g)));
        List<Node> inputs = new ArrayList<>(t.inputs());
        inputs.add(w);
        return Optional.of(toleranced(Graph.of("gradient", inputs, outputs), values, t));
    }

    /** Sums of a few numbers that are as large as the largest result. */
    private static Case toleranced(Graph g, Map<String, HostArray> values, Trial t) {
        Evaluation e = new Evaluation(values, t.draw().sizes(), 7, 3);
        Map<String, Double> sensitivity = new HashMap<>();
        Oracle.INTERPRETER.run(g, e).forEach((name, y) ->
                sensitivity.put(name, 4 * (1 + Arrays.stream(y.data()).map(Math::abs).max().orElse(0))));
        return new Case(g, e, sensitivity);
    }

    private static Map<String, HostArray> ugly(Trial t, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, HostArray> values = new HashMap<>(t.values());
        values.replaceAll((name, x) -> x.dtype().isFloat() ? new HostArray(x.dtype(), x.shape(),
                Arrays.stream(x.data()).map(v -> UGLY[random.nextInt(UGLY.length)]).toArray()) : x);
        return values;
    }

    /**
     * Composites overflow on the way where their definition does not; their values are judged one element by one
     * elsewhere.
     */
    private static String kinds(Case c, Map<String, HostArray> made) {
        Node y = c.graph().outputs().get("y");
        boolean plain = c.graph().nodes().stream().noneMatch(n -> n.op() instanceof Composite);
        HostArray wanted = c.expected().get("y");
        // what is lost beside 1 in a sum, or below the smallest normal number in an element
        double smallest = c.graph().nodes().stream()
                .allMatch(n -> n.op() instanceof Elementwise || n.op() instanceof Leaf)
                ? y.type().dtype() == DType.F32 ? Float.MIN_NORMAL : Double.MIN_NORMAL : 1e-36;
        for (int i = 0; plain && i < wanted.count(); i++) {
            double a = y.type().dtype() == DType.F32 ? (float) wanted.data()[i] : wanted.data()[i];
            double b = made.get("y").data()[i];
            boolean same = Double.compare(a, b) == 0 || Math.abs(a - b) <= 1e-5 * Math.abs(a)
                    || Math.abs(a - b) <= smallest;
            if (!same) {
                return "y[" + i + "] = " + b + ", not " + a;
            }
        }
        return "";
    }
}
