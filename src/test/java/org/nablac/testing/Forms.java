package org.nablac.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Graph;
import org.nablac.rewrite.Expand;
import org.nablac.schedule.Schedule;
import org.nablac.tensor.HostArray;

/**
 * Compiled graphs against the interpreter: unfused as bytecode, fused as bytecode, whole and in parts, and as javac's
 * of the emitted Java.
 */
public final class Forms {
    /** The seed of where ranges are cut. */
    private static final long PARTS = 7;

    private Forms() {
    }

    /** A graph's two schedules, whose kernels' names begin with {@code name}. */
    private record Pair(CompiledGraph fused, CompiledGraph unfused) {
        Pair(Graph g, String name) {
            this(new CompiledGraph(Schedule.of(g), name + "fused"),
                    new CompiledGraph(Schedule.unfused(g), name + "unfused"));
        }
    }

    /** What is wrong with results beside those of the interpreter; empty if nothing is. */
    public interface Comparison {
        String fault(Case c, Map<String, HostArray> made);
    }

    /**
     * What is wrong with the first of {@code cases} with which something is, all in one class; empty if all is well.
     */
    public static String fault(List<Case> cases) {
        return fault(cases, (c, made) -> c.compare(Oracle.of("the compiled graph", (g, x) -> made)));
    }

    /** The same, where {@code comparison} judges the results. */
    public static String fault(List<Case> cases, Comparison comparison) {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            pairs.add(new Pair(Expand.composites(cases.get(i).graph()), "graph" + i));
        }
        CompiledClass fused = new CompiledClass(pairs.stream().map(Pair::fused).toList());
        CompiledClass unfused = new CompiledClass(pairs.stream().map(Pair::unfused).toList());
        for (int i = 0; i < cases.size(); i++) {
            String fault = fault(cases.get(i), pairs.get(i), fused, unfused, comparison);
            if (!fault.isEmpty()) {
                return fault + "\n" + cases.get(i);
            }
        }
        return "";
    }

    /** The same of one case; a fault while compiling or running is one. */
    public static String fault(Case c) {
        try {
            return fault(List.of(c));
        } catch (RuntimeException | AssertionError e) {
            return e + "\n" + c;
        }
    }

    private static String fault(Case c, Pair pair, CompiledClass fusedClass, CompiledClass unfusedClass,
                                Comparison comparison) {
        Evaluation e = c.evaluation();
        Map<String, HostArray> fused = pair.fused().run(fusedClass.bytecode(), e);
        String fault = difference("unfused", pair.unfused().run(unfusedClass.bytecode(), e), fused)
                + difference("emitted Java", pair.fused().run(fusedClass.java(), e), fused)
                + difference("in parts", pair.fused().runInParts(fusedClass.bytecode(), e, new Random(PARTS)), fused);
        return fault + comparison.fault(c, fused);
    }

    private static String difference(String form, Map<String, HostArray> made, Map<String, HostArray> wanted) {
        for (String name : wanted.keySet()) {
            if (!wanted.get(name).equals(made.get(name))) {
                return form + " says " + name + " = " + made.get(name) + ", fused bytecode " + wanted.get(name) + "; ";
            }
        }
        return "";
    }
}
