package org.nablac.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where an argument of an op is sampled: [low, high], whole numbers of it for an int32, 0 and 1 for a truth value.
 *
 * @param kinks points where the op has no derivative; a float stays 1/32 away from them
 * @param isSeparated whether all floats of the sample that are so marked keep apart from each other, as the
 *     operands of a maximum must
 */
public record Domain(double low, double high, List<Double> kinks, boolean isSeparated) {
    /** How far a float stays from a kink. */
    public static final double DISTANCE = 1.0 / 32;

    public static final Domain TRUTH = of(0, 1);
    public static final Domain REAL = of(-3, 3);
    public static final Domain POSITIVE = of(0.25, 4);

    public Domain {
        kinks = List.copyOf(kinks);
    }

    public static Domain of(double low, double high) {
        return new Domain(low, high, List.of(), false);
    }

    public Domain awayFrom(double... points) {
        List<Double> all = new ArrayList<>(kinks);
        Arrays.stream(points).forEach(all::add);
        return new Domain(low, high, all, isSeparated);
    }

    public Domain separated() {
        return new Domain(low, high, kinks, true);
    }

    /** Whether a float {@code x} is in it. */
    public boolean contains(double x) {
        return low <= x && x <= high && kinks.stream().allMatch(k -> Math.abs(x - k) >= DISTANCE);
    }
}
