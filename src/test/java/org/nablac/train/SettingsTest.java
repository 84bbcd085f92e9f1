package org.nablac.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nablac.optimise.Schedule;
import org.nablac.tensor.UserError;

class SettingsTest {
    @Test
    void theCommandLineOverridesTheModelWhichOverridesTheDefaults() {
        Settings s = Settings.of(Map.of("epochs", "60", "rate", "0.5", "optimizer", "sgd"), Map.of("rate", "0.25"),
                "sgd");
        assertEquals("60 32 0.25 constant 0 1", s.epochs() + " " + s.batch() + " " + s.rate() + " " + s.schedule() + " "
                + s.warmup() + " " + s.seed());
        assertEquals(0.001, Settings.of(Map.of(), Map.of(), "adam").rate());
    }

    @ParameterizedTest
    @CsvSource({"epochs, 0, epochs is 0", "epochs, many, epochs is 'many'", "batch, -1, batch is -1",
            "rate, 0, rate is 0.0",
        "rate, NaN, rate is NaN", "rate, Infinity, rate is Infinity", "warmup, -3, warmup is -3",
        "seed, x, seed is 'x'",
        "schedule, lienar, lienar"})
    void aWrongValueIsRefusedByName(String name, String value, String expected) {
        String message = assertThrows(UserError.class, () -> Settings.of(Map.of(), Map.of(name, value), "sgd"))
                .getMessage();
        assertTrue(message.contains(expected), message);
    }

    @Test
    void aLinearScheduleFallsToZeroWithoutAJumpBetweenEpochs() {
        Settings s = new Settings(4, 1, 0.8, Schedule.parse("linear"), 0, 1);
        assertEquals(0.8f, s.rateAt(0, 10));
        assertEquals(0.6f, s.rateAfter(0, 10), 1e-7f);
        assertEquals(s.rateAfter(1, 10), s.rateAt(2, 10), 1e-7f);
        assertEquals(0f, s.rateAfter(3, 10), 1e-7f);
    }

    @Test
    void aStepScheduleJumpsBetweenEpochsOnly() {
        Settings s = new Settings(4, 1, 1, Schedule.parse("step(0.1, 4)"), 0, 1);
        assertEquals(1f, s.rateAfter(0, 10));
        assertEquals(0.1f, s.rateAt(1, 10));
        assertEquals(0.1f, s.rateAfter(1, 10));
        assertEquals(0.01f, s.rateAt(2, 10));
    }

    @Test
    void warmUpRisesFromZeroInWholeEpochs() {
        Settings s = new Settings(10, 1, 1, Schedule.parse("constant"), 15,
                1);      // 15 steps of 10 an epoch: two epochs
        assertEquals(0f, s.rateAt(0, 10));
        assertEquals(0.5f, s.rateAfter(0, 10));
        assertEquals(1f, s.rateAfter(1, 10));
        assertEquals(1f, s.rateAt(2, 10));
    }
}
