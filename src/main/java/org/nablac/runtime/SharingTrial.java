package org.nablac.runtime;

/**
 * Which kernels of a training step are shared among threads: those of so many operations that they surely gain, and
 * smaller ones where steps are found to be faster so. What a smaller kernel gains depends on how fast one core reads
 * what another has written, which differs widely among machines; so from time to time a few steps are done either way,
 * and their times decide. The bits of a step are the same either way.
 *
 * <p>A trial is held in an array of {@link #newTrial}.
 */
public final class SharingTrial {
    /**
     * Where in a round times count: of the steps that share larger kernels only, with which it begins, and then of
     * those that share smaller ones too. A step before finds the caches as the other way has left them, and a worker
     * that slept, whose processor takes a millisecond to be fast again.
     */
    private static final int LARGER_COUNT = 2;
    private static final int SMALLER = 6;
    private static final int SMALLER_COUNT = 20;
    private static final int ROUND = 32;
    /** Steps between two rounds: few while the JVM compiles, then twice as many each time. */
    private static final int LEAST_REST = 16;
    private static final int MOST_REST = 1 << 11;
    /** Steps in a row with other operations before the trial is of those. */
    private static final int MOST_OTHERS = 8;
    /** The share of the time that smaller kernels must leave, for the sake of whoever else needs the processors. */
    private static final double BETTER = 0.97;

    // What is where in the array.
    /** The operations of the steps that are compared. */
    private static final int OPERATIONS = 0;
    private static final int OTHERS = 1;
    /** Steps since the round began. */
    private static final int STEP = 2;
    private static final int REST = 3;
    /** When the step began, in nanoseconds; infinity if it does not count. */
    private static final int START = 4;
    /** The shortest time without smaller kernels, and behind it the one with them. */
    private static final int BEST = 5;
    /** 1 if smaller kernels are shared. */
    private static final int CHOICE = 7;
    private static final int LENGTH = 8;

    private SharingTrial() {
    }

    /** One that has not begun. */
    public static double[] newTrial() {
        return new double[LENGTH];
    }

    /**
     * Begins a step.
     *
     * @param operations of its kernels, to know the like of it
     * @param least operations of a kernel that may be shared
     * @param surely operations of one that is shared at any rate
     * @return operations from which kernels of this step are shared
     */
    public static double sharedFrom(double[] trial, double operations, double least, double surely) {
        trial[START] = Double.POSITIVE_INFINITY;
        if (least >= surely) {
            return surely;
        }
        if (trial[OPERATIONS] == operations) {
            trial[OTHERS] = 0;
        } else if (trial[OPERATIONS] == 0 || ++trial[OTHERS] > MOST_OTHERS) {
            trial[OPERATIONS] = operations;
            trial[OTHERS] = 0;
            trial[REST] = LEAST_REST;
            beginRound(trial);
        }
        boolean isMore = trial[CHOICE] == 1;
        if (trial[OTHERS] == 0 && trial[STEP] < ROUND) {
            isMore = trial[STEP] >= SMALLER;
            trial[START] = System.nanoTime();
        }
        return isMore ? least : surely;
    }

    private static void beginRound(double[] trial) {
        trial[STEP] = 0;
        trial[BEST] = Double.POSITIVE_INFINITY;
        trial[BEST + 1] = Double.POSITIVE_INFINITY;
    }

    /** Ends the step that {@link #sharedFrom} began. */
    public static void stepIsDone(double[] trial) {
        if (trial[OTHERS] != 0 || trial[OPERATIONS] == 0) {
            return;
        }
        int step = (int) trial[STEP]++;
        if (step < ROUND) {
            int way = step < SMALLER ? BEST : BEST + 1;
            if (step >= (step < SMALLER ? LARGER_COUNT : SMALLER_COUNT)) {
                trial[way] = Math.min(trial[way], System.nanoTime() - trial[START]);
            }
            if (step == ROUND - 1) {
                trial[CHOICE] = trial[BEST + 1] < BETTER * trial[BEST] ? 1 : 0;
            }
        } else if (step >= ROUND + trial[REST]) {
            trial[REST] = Math.min(2 * trial[REST], MOST_REST);
            beginRound(trial);
        }
    }
}
