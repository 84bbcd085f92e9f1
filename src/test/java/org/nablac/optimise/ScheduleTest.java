package org.nablac.optimise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.nablac.tensor.UserError;

class ScheduleTest {
    private static double[] quarters(String schedule) {
        return DoubleStream.of(0, 0.25, 0.5, 0.75, 1).map(p -> Schedule.parse(schedule).rate(2, p)).toArray();
    }

    @Test
    void eachFormFallsAsItSays() {
        assertArrayEquals(new double[] {2, 2, 2, 2, 2}, quarters("constant"), 1e-12);
        assertArrayEquals(new double[] {2, 1.5, 1, 0.5, 0}, quarters("linear"), 1e-12);
        assertArrayEquals(new double[] {2, 1.75, 1.5, 1.25, 1}, quarters("linear(0.5)"), 1e-12);
        assertArrayEquals(new double[] {2, 2, 0.2, 0.2, 0.2}, quarters("step(0.1, 2)"), 1e-12);
        assertArrayEquals(new double[] {2, 1, 0.5, 0.25, 0.125}, quarters("exponential(0.0625)"), 1e-12);
        assertArrayEquals(new double[] {2, 1 + Math.sqrt(0.5), 1, 1 - Math.sqrt(0.5), 0}, quarters("cosine"), 1e-12);
        assertArrayEquals(new double[] {2, 1.1 + 0.9 * Math.sqrt(0.5), 1.1, 1.1 - 0.9 * Math.sqrt(0.5), 0.2},
                quarters("cosine(0.1)"), 1e-12);
    }

    @Test
    void aWarmUpRisesFromZeroAndTheRestFollows() {
        assertArrayEquals(new double[] {0, 1, 2, 1, 0}, quarters("warmup(0.5) linear"), 1e-12);
        assertArrayEquals(new double[] {0, 1, 2, 2, 2}, quarters("warmup(0.5)"), 1e-12);
    }

    @Test
    void whatIsNoScheduleIsRefusedWithTheForms() {
        for (String bad : new String[] {"", "cosin", "step", "linear(2)", "linear(a)", "exponential(0)",
                "warmup(2) linear", "cosine()", "linear("}) {
            UserError e = assertThrows(UserError.class, () -> Schedule.parse(bad), bad);
            assertTrue(e.getMessage().contains("schedule"), e.getMessage());
        }
        assertEquals("'cosin' is not a schedule of the rate; write constant, linear, linear(0.1), step(0.1, 3), "
                + "exponential(0.01), cosine, cosine(0.1), each after warmup(0.05) if wanted",
                assertThrows(UserError.class, () -> Schedule.parse("cosin")).getMessage());
    }
}
