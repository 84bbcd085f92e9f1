package org.nablac.testing;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.nablac.evaluate.Evaluate;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Graph;
import org.nablac.graph.Leaf;
import org.nablac.graph.Node;
import org.nablac.tensor.DType;
import org.nablac.tensor.HostArray;

/**
 * A graph, and what it is evaluated on.
 *
 * @param sensitivity of each output and each updated leaf: how far it moves, at most, in units of the relative rounding
 *     error of all that is computed on the way
 * @param wanted its results, where they are not those that the interpreter finds
 */
public record Case(Graph graph, Evaluation evaluation, Map<String, Double> sensitivity,
        Optional<Map<String, HostArray>> wanted) {
    public Case(Graph graph, Evaluation evaluation, Map<String, Double> sensitivity) {
        this(graph, evaluation, sensitivity, Optional.empty());
    }

    /** What the reference interpreter says: outputs by name, and what updated leaves become, by label. */
    public Map<String, HostArray> expected() {
        return wanted.orElseGet(() -> Oracle.INTERPRETER.run(graph, evaluation));
    }

    /** Says what of {@code oracle}'s results is not as {@link #expected}; nothing if all is. */
    public String compare(Oracle oracle) {
        Map<String, HostArray> made;
        try {
            made = oracle.run(graph, evaluation);
        } catch (RuntimeException e) {
            return oracle.name() + " fails: " + e;
        }
        for (Map.Entry<String, HostArray> e : expected().entrySet()) {
            HostArray a = e.getValue();
            HostArray b = made.get(e.getKey());
            if (b == null || a.count() != b.count() || a.dtype() != b.dtype()) {
                return oracle.name() + " says " + e.getKey() + " = " + b + ", not " + a;
            }
            double tolerance = tolerance(e.getKey(), a);
            for (int i = 0; i < a.count(); i++) {
                if (!(Math.abs(a.data()[i] - b.data()[i]) <= tolerance)) {
                    return oracle.name() + " says " + e.getKey() + "[" + i + "] = " + b.data()[i] + ", not "
                            + a.data()[i];
                }
            }
        }
        return "";
    }

    private double tolerance(String name, HostArray value) {
        return switch (value.dtype()) {
            case F32 -> 32 * sensitivity.getOrDefault(name, 1e4) * 0x1p-23;
            case F64 -> 32 * sensitivity.getOrDefault(name, 1e4) * (isDouble() ? 0x1p-52 : 0x1p-23);
            case I32, BOOL -> 0;
        };
    }

    private boolean isDouble() {
        return graph.nodes().stream().noneMatch(n -> n.type().dtype() == DType.F32);
    }

    /** The same evaluation with one more value. */
    Case with(Graph other, String label, HostArray value) {
        Map<String, HostArray> values = new HashMap<>(evaluation.values());
        values.put(label, value);
        return new Case(other, new Evaluation(values, evaluation.sizes(), evaluation.seed(), evaluation.step()),
                sensitivity);
    }

    /** A graph whose results should be these. */
    public Case with(Graph other, Map<String, HostArray> results) {
        return new Case(other, evaluation, sensitivity, Optional.of(results));
    }

    Case with(Graph other) {
        return new Case(other, evaluation, sensitivity);
    }

    Map<Node, HostArray> values() {
        return Evaluate.values(graph.roots(), evaluation);
    }

    static String label(Node leaf) {
        return ((Leaf.Stored) leaf.op()).label();
    }

    @Override
    public String toString() {
        return graph + "on " + evaluation;
    }
}
