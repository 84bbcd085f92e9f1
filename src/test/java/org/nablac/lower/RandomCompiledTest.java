package org.nablac.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.nablac.graph.Graph;
import org.nablac.graph.Transform;
import org.nablac.rewrite.Expand;
import org.nablac.rewrite.Rewrite;
import org.nablac.rewrite.Rule;
import org.nablac.rewrite.rules.Rules;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;
import org.nablac.tensor.HostArray;
import org.nablac.testing.Case;
import org.nablac.testing.CompiledGraph;
import org.nablac.testing.Forms;
import org.nablac.testing.RandomGraphs;
import org.nablac.testing.RandomSteps;
import org.nablac.testing.Shrink;

/**
 * Interpreter = unfused = fused, as bytecode and as emitted Java, on random whole graphs; the compiled ones to the bit.
 */
class RandomCompiledTest {
    private static final int GRAPHS = Integer.getInteger("seeds", 2000);
    private static final int STEPS = Integer.getInteger("seeds", 600);
    private static final int REWRITTEN = Integer.getInteger("seeds", 300);
    private static final int IN_ONE_CLASS = 200;

    @Test
    void randomGraphsAgreeInAllForms() {
        agree(GRAPHS, seed -> RandomGraphs.of(seed, seed % 2 == 0 ? DType.F32 : DType.F64));
    }

    @Test
    void randomStepsAgreeInAllForms() {
        agree(STEPS, RandomSteps::of);
    }

    /** As a compilation does: rules, expansion, rules. */
    @Test
    void rewrittenGraphsAgreeWithTheInterpreterOfWhatTheyWere() {
        agree(REWRITTEN, seed -> {
            Case c = seed % 4 == 0 ? RandomSteps.of(seed)
                    : RandomGraphs.of(seed, seed % 2 == 0 ? DType.F32 : DType.F64);
            Graph clean = Rewrite.apply(c.graph(), Rules.afterGradient(), f -> { });
            return c.with(Rewrite.apply(Expand.composites(clean), Rules.afterExpansion(), f -> { }), c.expected());
        });
    }

    @Test
    void exactRulesChangeNoBit() {
        List<Rule> exact = Rules.exact(Rules.afterExpansion());
        for (long seed = 0; seed < REWRITTEN; seed++) {
            Case c = RandomGraphs.of(seed, seed % 2 == 0 ? DType.F32 : DType.F64);
            Graph before = Expand.composites(c.graph());
            Graph after = Rewrite.apply(before, exact, f -> { });
            assertEquals(new CompiledGraph(before).run(c.evaluation()), new CompiledGraph(after).run(c.evaluation()),
                    "seed " + seed + "\n" + c + after);
        }
    }

    @Test
    void aStepOfOneExampleIsTheStepOfABatchOfOne() {
        for (long seed = 0; seed < REWRITTEN; seed++) {
            Case c = RandomSteps.of(seed);
            if (c.evaluation().sizes().get("N") == 1) {
                Graph batch = Expand.composites(c.graph());
                Graph one = Transform.bind(batch, "N", Dim.ONE);
                Graph single = Rewrite.apply(one, Rules.singleAfterExpansion(), f -> { });
                Map<String, HostArray> wanted = new CompiledGraph(batch).run(c.evaluation());
                assertEquals(wanted, new CompiledGraph(one).run(c.evaluation()), "seed " + seed + "\n" + c);
                assertEquals("", Forms.fault(c.with(single, c.expected())), "seed " + seed + "\n" + c);
            }
        }
    }

    private static void agree(int count, LongFunction<Case> drawn) {
        for (int from = 0; from < count; from += IN_ONE_CLASS) {
            List<Case> cases = new ArrayList<>();
            for (long seed = from; seed < Math.min(count, from + IN_ONE_CLASS); seed++) {
                cases.add(drawn.apply(seed));
            }
            String fault;
            try {
                fault = Forms.fault(cases);
            } catch (RuntimeException | AssertionError e) {
                fault = e.toString();
            }
            if (!fault.isEmpty()) {
                explain(cases, from, fault);
            }
        }
    }

    /** Fails with the seed of the first case that fails alone, and with the smallest graph that still does. */
    private static void explain(List<Case> cases, int from, String fault) {
        for (int i = 0; i < cases.size(); i++) {
            String alone = Forms.fault(cases.get(i));
            if (!alone.isEmpty()) {
                Case small = Shrink.shrink(cases.get(i), c -> !Forms.fault(c).isEmpty());
                fail("seed " + (from + i) + ": " + alone.lines().findFirst().orElse("") + "\nshrunk: "
                        + Forms.fault(small));
            }
        }
        fail("seeds from " + from + ", only together: " + fault);
    }
}
