package org.nablac.rewrite.rules;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.nablac.rewrite.Rule;

/** All rules by group, and the lists that a compilation applies, the first that fires first. */
public final class Rules {
    private Rules() {
    }

    /** Every group by its name. */
    public static Map<String, List<Rule>> groups() {
        Map<String, List<Rule>> groups = new LinkedHashMap<>();
        groups.put("folding", Folding.RULES);
        groups.put("movement", Movement.RULES);
        groups.put("algebra", Algebra.RULES);
        groups.put("named", Stability.NAMED);
        groups.put("stability", Stability.RULES);
        groups.put("cleanup", Cleanup.RULES);
        groups.put("single", Single.RULES);
        groups.put("contraction", Contraction.RULES);
        return groups;
    }

    /** For the graph of a loss, and of any method: it becomes stable, and so does its gradient. */
    public static List<Rule> beforeGradient() {
        return join(Folding.RULES, Movement.RULES, Algebra.RULES, Stability.NAMED, Stability.RULES);
    }

    /** For graphs that are differentiated, or never will be. */
    public static List<Rule> afterGradient() {
        return join(Folding.RULES, Movement.RULES, Algebra.RULES, Stability.NAMED, Cleanup.RULES);
    }

    /** For the same where the number of examples was bound to one. */
    public static List<Rule> single() {
        return join(Folding.RULES, Movement.RULES, Algebra.RULES, Stability.NAMED, Single.RULES, Cleanup.RULES);
    }

    /** For graphs of primitives: nothing that would make a composite again. */
    public static List<Rule> afterExpansion() {
        return join(Folding.RULES, Movement.RULES, Algebra.RULES, Cleanup.RULES);
    }

    /** The same where the number of examples was bound to one. */
    public static List<Rule> singleAfterExpansion() {
        return join(Folding.RULES, Movement.RULES, Algebra.RULES, Single.RULES, Cleanup.RULES);
    }

    /** For the graph that kernels are made of. */
    public static List<Rule> contraction() {
        return Contraction.RULES;
    }

    /** Those of {@code rules} that change no bit. */
    public static List<Rule> exact(List<Rule> rules) {
        return rules.stream().filter(r -> r.promise().isExact()).toList();
    }

    @SafeVarargs
    private static List<Rule> join(List<Rule>... groups) {
        return Stream.of(groups).flatMap(List::stream).toList();
    }
}
