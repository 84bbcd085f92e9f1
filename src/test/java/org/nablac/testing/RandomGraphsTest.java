package org.nablac.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.nablac.differentiate.Differentiate;
import org.nablac.graph.Arena;
import org.nablac.graph.Graph;
import org.nablac.graph.GraphCheck;
import org.nablac.graph.GraphText;
import org.nablac.graph.Leaf;
import org.nablac.graph.Node;
import org.nablac.op.Catalogue;
import org.nablac.op.Sum;
import org.nablac.tensor.DType;

class RandomGraphsTest {
    private static final int SEEDS = 300;

    @Test
    void everyGraphIsWellFormedAndItsTextParsesBack() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Graph g = GraphCheck.check("drawing, seed " + seed, RandomGraphs.of(seed, DType.F32).graph());
            assertEquals(g.toString(), GraphText.parse(g.toString(), new Arena(), Catalogue::find).toString());
            assertTrue(g.nodes().size() <= 60, "seed " + seed);
        }
    }

    @Test
    void aSeedGivesOneGraph() {
        assertEquals(RandomGraphs.of(5, DType.F64).toString(), RandomGraphs.of(5, DType.F64).toString());
    }

    @Test
    void everyOpOccursButThoseThatDifferentiationMakes() {
        Set<String> seen = new HashSet<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            RandomGraphs.of(seed, DType.F32).graph().nodes().forEach(n -> seen.add(n.op().name()));
        }
        Set<String> all = Catalogue.entries().stream().map(Catalogue.Entry::name).collect(Collectors.toSet());
        all.removeAll(seen);
        assertEquals(Set.of("hole", "customGradient", "rowSparse"), all);
    }

    @Test
    void expansionsOfThemHaveTheSameValues() {
        everySeedAgrees(Oracle.EXPANDED);
        everySeedAgrees(Oracle.BYTECODE);
    }

    /** Compares {@code oracle} with the interpreter on every seed, and shrinks the first case that differs. */
    private static void everySeedAgrees(Oracle oracle) {
        for (DType floating : List.of(DType.F32, DType.F64)) {
            for (long seed = 0; seed < SEEDS; seed++) {
                Case c = RandomGraphs.of(seed, floating);
                String fault = c.compare(oracle);
                if (!fault.isEmpty()) {
                    Case small = Shrink.shrink(c, s -> kind(s.compare(oracle)).equals(kind(fault)));
                    throw new AssertionError("seed " + seed + ": " + fault + "\nshrunk: " + small.compare(oracle) + "\n"
                            + small);
                }
            }
        }
    }

    /** Whether a result is wrong, or which exception there is. */
    private static String kind(String fault) {
        String[] words = fault.split("[\\s:]+");
        return words.length < 3 ? "" : words[1].equals("says") ? "says" : words[2];
    }

    @Test
    void gradientsAndTangentsOfThemAgree() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Case c = RandomGraphs.of(seed, DType.F64);
            List<Node> leaves = c.graph().nodes().stream()
                    .filter(n -> n.op() instanceof Leaf.Stored && n.type().dtype().isFloat()).toList();
            for (Node y : c.graph().outputs().values().stream().filter(n -> n.type().dtype().isFloat()).toList()) {
                Differences differences = new Differences(c.evaluation().values(), c.evaluation().sizes(),
                        new java.util.SplittableRandom(seed), leaves);
                assertEquals("", differences.compareDirections(Sum.sum(y)), "seed " + seed + "\n" + c);
            }
        }
    }

    @Test
    void aFailingGraphShrinksToTheNodeThatFails() {
        List<Case> failing = LongStream.range(0, 200).mapToObj(s -> RandomGraphs.of(s, DType.F64))
                .filter(RandomGraphsTest::usesTanh).toList();
        assertTrue(failing.size() > 3);
        for (Case c : failing) {
            Case small = Shrink.shrink(c, RandomGraphsTest::usesTanh);
            assertTrue(small.graph().nodes().size() <= 5, small.toString());
            GraphCheck.check("shrinking", small.graph());
            small.expected();
        }
    }

    private static boolean usesTanh(Case c) {
        return c.graph().nodes().stream().anyMatch(n -> n.op().name().equals("tanh")
                && c.graph().nodes().stream().anyMatch(m -> m.inputs().contains(n)));
    }
}
