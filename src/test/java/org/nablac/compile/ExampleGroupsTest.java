package org.nablac.compile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nablac.graph.Model;
import org.nablac.source.Source;

/** Groups of examples of different rows give the bits of one step after the other, wherever rows come back. */
class ExampleGroupsTest {
    private static final String PAIRS = """
            import static org.nablac.Nablac.*;

            import org.nablac.*;
            import org.nablac.tensor.Dim;

            @Model(optimizer = "sgd", rate = 0.1)
            public class Pairs {
                final Dim rows = dim("rows");

                final Tensor u = parameter(rows, 19).normal(0.3), v = parameter(rows, 19).normal(0.3),
                        b = parameter(rows)MORE;

                @Loss
                public Tensor loss(@Index("N, rows") Tensor i, @Index("N, rows") Tensor j, @Shape("N") Tensor y) {
                    Tensor score = SCORE;
                    return log(one().plus(exp(y.times(score).negate()))).plus(square(b.rows(i)).times(0.1)).mean();
                }
            }
            """;
    private static final String ROWS_ALONE = "dot(u.rows(i), v.rows(j)).plus(b.rows(i))";

    private static Compiled compiled(String score, String more) {
        Model model = Source.model("Pairs.java", PAIRS.replace("SCORE", score).replace("MORE", more), Map.of());
        return Compiler.compile(model, Options.of(model));
    }

    private static void assertSteps(Compiled c, int rows, int[] i, int[] j, float[] y) {
        ModelInstance one = ModelInstance.create(c, ExampleLoopTest.SEED, Map.of("rows", rows));
        ModelInstance all = ModelInstance.create(c, ExampleLoopTest.SEED, Map.of("rows", rows));
        Map<String, int[]> wanted = ExampleLoopTest.steps(one, i, j, y);
        Map<String, int[]> got = ExampleLoopTest.epochs(all, i, j, y);
        wanted.forEach((name, x) -> assertArrayEquals(x, got.get(name), name));
        assertEquals(2L * y.length, all.steps());
    }

    private static float[] signs(int count) {
        Random random = new Random(3);
        float[] y = new float[count];
        for (int k = 0; k < count; k++) {
            y[k] = random.nextBoolean() ? 1 : -1;
        }
        return y;
    }

    @ParameterizedTest
    @CsvSource({"1, 9", "2, 9", "15, 500", "16, 500", "17, 500", "63, 90", "64, 90", "65, 90", "150, 1", "150, 2",
            "150, 40", "150, 9000",
            "150, 30000"})
    void anyCountOfExamplesAndOfRows(int count, int rows) {
        int[] i = new Random(1).ints(count, 0, rows).toArray();
        int[] j = new Random(2).ints(count, 0, rows).toArray();
        assertSteps(compiled(ROWS_ALONE, ""), rows, i, j, signs(count));
    }

    @Test
    void rowsWhoseNumbersEndInTheSameBits() {
        int[] i = new Random(1).ints(100, 0, 3).map(k -> 4096 * k + 5).toArray();
        int[] j = new Random(2).ints(100, 0, 3).map(k -> 4096 * k + 6).toArray();
        assertSteps(compiled(ROWS_ALONE, ""), 9000, i, j, signs(100));
    }

    @Test
    void aLossThatIsNoNumberIsOneInBothWays() {
        int[] i = new Random(1).ints(40, 0, 90).toArray();
        int[] j = new Random(2).ints(40, 0, 90).toArray();
        float[] y = signs(40);
        y[20] = Float.NaN;
        assertSteps(compiled(ROWS_ALONE, ""), 90, i, j, y);
    }

    @Test
    void examplesThatDifferInTheirRowsAreTakenInGroups() {
        assertTrue(compiled(ROWS_ALONE, "").javaText().contains(" singlesScores("));
    }

    @Test
    void examplesThatMeetElsewhereAreNot() {
        Compiled c = compiled(ROWS_ALONE + ".plus(mu)", ", mu = parameter()");
        assertFalse(c.javaText().contains(" singlesScores("));
        assertSteps(c, 9, new Random(1).ints(70, 0, 9).toArray(), new Random(2).ints(70, 0, 9).toArray(), signs(70));
    }
}
