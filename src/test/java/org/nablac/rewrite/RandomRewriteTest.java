package org.nablac.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.nablac.graph.Composite;
import org.nablac.graph.Graph;
import org.nablac.graph.GraphCheck;
import org.nablac.rewrite.rules.Rules;
import org.nablac.tensor.DType;
import org.nablac.testing.Case;
import org.nablac.testing.Oracle;
import org.nablac.testing.RandomGraphs;

/** Whatever the graph, rewriting keeps its values and comes to an end. */
class RandomRewriteTest {
    private static final int SEEDS = 150;
    private static final Map<String, List<Rule>> LISTS = Map.of("before", Rules.beforeGradient(),
            "after", Rules.afterGradient(), "single", Rules.single(), "expanded", Rules.afterExpansion());

    @Test
    void valuesOfRandomGraphsStay() {
        Set<String> fired = new TreeSet<>();
        for (DType floating : List.of(DType.F32, DType.F64)) {
            for (long seed = 0; seed < SEEDS; seed++) {
                Case c = RandomGraphs.of(seed, floating);
                for (Map.Entry<String, List<Rule>> list : LISTS.entrySet()) {
                    Oracle rewritten = Oracle.of(list.getKey(), (g, e) -> Oracle.INTERPRETER.run(
                            GraphCheck.check("rewrite", Rewrite.apply(g, list.getValue(),
                                    f -> fired.add(f.rule().equation()))), e));
                    assertEquals("", c.compare(rewritten), "seed " + seed + " of " + floating + "\n" + c);
                }
            }
        }
        assertTrue(fired.size() > 20, fired.toString());
    }

    @Test
    void noCompositeComesBackAfterExpansion() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Graph expanded = Expand.composites(RandomGraphs.of(seed, DType.F32).graph());
            for (List<Rule> rules : List.of(Rules.afterExpansion(), Rules.singleAfterExpansion())) {
                Graph g = Rewrite.apply(expanded, rules, f -> { });
                assertTrue(g.nodes().stream().noneMatch(n -> n.op() instanceof Composite), "seed " + seed + "\n" + g);
            }
        }
    }

    @Test
    void aSecondTimeNothingFires() {
        for (long seed = 0; seed < SEEDS; seed++) {
            for (List<Rule> rules : LISTS.values()) {
                Graph expanded = Expand.composites(RandomGraphs.of(seed, DType.F32).graph());
                Graph once = Rewrite.apply(expanded, rules, f -> { });
                List<Fired> again = new ArrayList<>();
                Graph twice = Rewrite.apply(once, rules, again::add);
                assertEquals(List.of(), again, "seed " + seed);
                assertEquals(once.toString(), twice.toString(), "seed " + seed);
            }
        }
    }
}
