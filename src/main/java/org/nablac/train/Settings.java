package org.nablac.train;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.nablac.optimise.Schedule;
import org.nablac.tensor.UserError;

/**
 * How to train.
 *
 * @param epochs   passes over the training data, at least 1
 * @param batch    examples a step, at least 1
 * @param rate     the learning rate at the start, positive
 * @param schedule how the rate goes on; it is asked at the start and the end of each epoch, between them the rate
 *     moves linearly
 * @param warmup   steps over which the rate rises from 0, rounded up to whole epochs; 0 for none
 * @param seed     of the first weights and of the order of the examples
 * @param isInOrder whether an epoch takes the examples as they lie, and not in a random order
 */
public record Settings(int epochs, int batch, double rate, Schedule schedule, int warmup, long seed,
                       boolean isInOrder) {
    private static final double JUST_BEFORE = 1e-9;
    private static final Set<String> SMALL_RATE = Set.of("adam", "adamw", "rmsprop");

    public Settings {
        check(epochs >= 1, "epochs", epochs, "at least 1");
        check(batch >= 1, "batch", batch, "at least 1");
        check(rate > 0 && rate < Double.POSITIVE_INFINITY, "rate", rate, "a positive number, as 0.1");
        check(warmup >= 0, "warmup", warmup, "at least 0");
    }

    /** In a random order. */
    public Settings(int epochs, int batch, double rate, Schedule schedule, int warmup, long seed) {
        this(epochs, batch, rate, schedule, warmup, seed, false);
    }

    /** The same with the examples taken as they lie. */
    public Settings inOrder() {
        return new Settings(epochs, batch, rate, schedule, warmup, seed, true);
    }

    /**
     * What {@code given} says, else what the model says, else 10 epochs of batches of 32 at a constant rate (0.001 for
     * Adam and RMSProp, 0.1 for the others), seed 1.
     *
     * @param model by name: epochs, batch, rate, schedule, warmup, seed; others are not looked at
     * @param given likewise
     * @throws UserError if a value is not of its kind or out of range
     */
    public static Settings of(Map<String, String> model, Map<String, String> given, String optimizer) {
        Map<String, String> all = new HashMap<>(model);
        all.putAll(given);
        return new Settings(whole(all, "epochs", 10), whole(all, "batch", 32),
                number(all, "rate", SMALL_RATE.contains(optimizer) ? 0.001 : 0.1),
                Schedule.parse(all.getOrDefault("schedule", "constant")), whole(all, "warmup", 0), seed(all));
    }

    /**
     * The rate at the start of an epoch.
     *
     * @param epoch from 0; {@link #epochs} is the end
     * @param steps that an epoch has
     */
    float rateAt(int epoch, long steps) {
        return rate(epoch, (double) epoch / epochs, steps);
    }

    /** The rate at the end of an epoch, before any jump there. */
    float rateAfter(int epoch, long steps) {
        return rate(epoch + 1, (epoch + 1 - JUST_BEFORE) / epochs, steps);
    }

    private float rate(int epoch, double progress, long steps) {
        long warmEpochs = (warmup + steps - 1) / steps;
        double risen = epoch < warmEpochs ? (double) epoch / warmEpochs : 1;
        return (float) (schedule.rate(rate, progress) * risen);
    }

    private static void check(boolean holds, String name, Object value, String wanted) {
        if (!holds) {
            throw new UserError(name + " is " + value + ", it must be " + wanted);
        }
    }

    private static int whole(Map<String, String> all, String name, int otherwise) {
        String text = all.get(name);
        try {
            return text == null ? otherwise : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new UserError(name + " is '" + text + "', it must be a whole number", e);
        }
    }

    private static double number(Map<String, String> all, String name, double otherwise) {
        String text = all.get(name);
        try {
            return text == null ? otherwise : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new UserError(name + " is '" + text + "', it must be a number", e);
        }
    }

    private static long seed(Map<String, String> all) {
        String text = all.getOrDefault("seed", "1");
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new UserError("seed is '" + text + "', it must be a whole number", e);
        }
    }
}
