package org.nablac.compile;

import static org.nablac.compile.Pass.Kind.INITIAL;
import static org.nablac.compile.Pass.Kind.IN_BLOCKS;
import static org.nablac.compile.Pass.Kind.METHOD;
import static org.nablac.compile.Pass.Kind.SINGLE;
import static org.nablac.compile.Pass.Kind.STEP;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.nablac.graph.Graph;
import org.nablac.graph.Transform;
import org.nablac.rewrite.Expand;
import org.nablac.rewrite.Rewrite;
import org.nablac.rewrite.RowSums;
import org.nablac.rewrite.Rule;
import org.nablac.rewrite.rules.Rules;
import org.nablac.tensor.Dim;
import org.nablac.tensor.UserError;

/** The pipeline from a method's graph to the graph that kernels are made of: the table of passes, in order. */
final class Passes {
    private static final Set<Pass.Kind> ALL = EnumSet.complementOf(EnumSet.of(IN_BLOCKS));
    private static final Set<Pass.Kind> TRAINING = EnumSet.of(STEP, SINGLE);

    static final List<Pass> TABLE = List.of(
            new Pass("stabilise", "naive formulas become stable ones; before the gradient, so that it is stable too",
                    ALL, rules(Rules.beforeGradient())),
            new Pass("inference", "what only training does, as dropout, goes", EnumSet.of(METHOD, INITIAL),
                    (g, d, log) -> Expand.inference(g)),
            new Pass("differentiate", "the gradient joins the graph, and the optimiser's updates made of it",
                    TRAINING, (g, d, log) -> d.derive(g)),
            new Pass("single", "the number of examples is 1; before clean-up, which then finds much to do",
                    EnumSet.of(SINGLE), (g, d, log) -> Transform.bind(g, d.examples(), Dim.ONE)),
            new Pass("clean", "naive gradients become plain ones",
                    ALL, (g, d, log) -> rules(clean(d)).apply(g, d, log)),
            new Pass("expand", "composites become primitives; after all rules that know them by name",
                    ALL, (g, d, log) -> Expand.composites(g)),
            new Pass("finish", "what the expansions have in common is computed once",
                    ALL, (g, d, log) -> rules(d.isSingle() ? Rules.singleAfterExpansion() : Rules.afterExpansion())
                            .apply(g, d, log)),
            new Pass("contract", "a product that is added is rounded once, with the sum; no rule knows it after that",
                    ALL, rules(Rules.contraction())),
            new Pass("row-sums", "a sum over rows takes one after the other, so that not all are there at once; last,"
                    + " since only what a schedule finds too wide needs it", EnumSet.of(IN_BLOCKS),
                    (g, d, log) -> RowSums.rowByRow(g, fired -> log.accept(fired.toString()))));

    /** Without these there is no program that does what the model says. */
    private static final Set<String> NEEDED = Set.of("inference", "differentiate", "single", "expand");

    private Passes() {
    }

    /** The names of the passes that can be switched off. */
    static List<String> switchable() {
        return TABLE.stream().map(Pass::name).filter(n -> !NEEDED.contains(n)).toList();
    }

    /** @throws UserError if one of {@code names} is no pass, or one that is needed */
    static void checkCanBeSwitchedOff(Set<String> names) {
        List<String> can = switchable();
        names.stream().filter(n -> !can.contains(n)).sorted().forEach(n -> {
            throw new UserError("the pass " + n + (NEEDED.contains(n) ? " cannot be switched off" : " is not there")
                    + "; those that can be switched off are " + can);
        });
    }

    private static List<Rule> clean(Derivation d) {
        return d.isSingle() ? Rules.single() : Rules.afterGradient();
    }

    private static Pass.Function rules(List<Rule> rules) {
        return (g, d, log) -> Rewrite.apply(g, rules, fired -> log.accept(fired.toString()));
    }

    /** Runs the table on a graph, but for what is switched off. */
    static Graph run(Pass.Kind kind, Graph graph, Derivation derivation, List<PassRecord> records, Stages stages) {
        Graph g = graph;
        for (Pass p : TABLE) {
            if (p.kinds().contains(kind) && !derivation.options().without().contains(p.name())) {
                List<String> log = new ArrayList<>();
                Graph before = g;
                g = stages.time(graph.name(), p.name(), () -> p.function().apply(before, derivation, log::add),
                        after -> Stages.count(after.nodes().size(), "node"));
                records.add(new PassRecord(graph.name(), p.name(), p.why(), g, log));
            }
        }
        return g;
    }
}
