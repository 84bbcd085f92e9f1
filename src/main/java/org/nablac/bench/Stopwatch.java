package org.nablac.bench;

import java.util.function.IntConsumer;

/** Times calls: the best of five repeats after warming up, as the peers are timed. */
final class Stopwatch {
    private static final int REPEATS = 5;
    private static final int MOST_CALLS = 1 << 28;
    private static final int LONGEST_WARM_UP = 10;
    private static final double LEAST_QUIET = 3e8;
    private static final int BLOCKS = 8;
    private static final double BETTER = 0.95;

    private Stopwatch() {
    }

    /**
     * Microseconds a call.
     *
     * @param calls makes so many calls
     * @param seconds that each repeat takes at the least. Warming up goes on until the time has not fallen for
     *     twice as long, and for 0.3 s at the least, since the JVM compiles in its own time; and at the most
     *     ten times as long as that
     */
    static double best(IntConsumer calls, double seconds) {
        double call = warm(calls, seconds * 1e9);
        int enough = count(seconds * 1e9 / call);
        double best = Double.POSITIVE_INFINITY;
        for (int r = 0; r < REPEATS; r++) {
            best = Math.min(best, nanos(calls, enough) / enough);
        }
        return best / 1e3;
    }

    /**
     * Whether the JVM has made calls faster since they were timed, as when a compilation took longer than warming up.
     *
     * @param micros of a call then
     */
    static boolean isFasterNow(IntConsumer calls, double seconds, double micros) {
        int enough = count(seconds * 1e6 / micros);
        return nanos(calls, enough) / enough / 1e3 < BETTER * micros;
    }

    /** Nanoseconds of a call once they fall no more. */
    private static double warm(IntConsumer calls, double nanos) {
        double quiet = Math.max(2 * nanos, LEAST_QUIET);
        double best = Double.POSITIVE_INFINITY;
        double spent = 0;
        double sinceBetter = 0;
        int count = 1;
        while (sinceBetter < quiet && spent < LONGEST_WARM_UP * quiet) {
            double took = nanos(calls, count);
            spent += took;
            sinceBetter = took / count < BETTER * best ? 0 : sinceBetter + took;
            best = Math.min(best, took / count);
            count = Math.min(2 * count, count(nanos / BLOCKS / best));
        }
        return best;
    }

    private static int count(double calls) {
        return (int) Math.clamp(Math.ceil(calls), 1, MOST_CALLS);
    }

    private static double nanos(IntConsumer calls, int count) {
        long start = System.nanoTime();
        calls.accept(count);
        return Math.max(1, System.nanoTime() - start);
    }
}
