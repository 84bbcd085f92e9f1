package org.nablac.bench;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * What some threads of this machine together reach in plain Java, as two short loops measure it.
 *
 * @param threads that ran the loops at once
 * @param flops operations a second: eight multiply-adds in a chain on each of 1,024 floats a thread,
 *     which stay in the first cache
 * @param bytes a second: x ← y + s·z on floats of 96 MB in all, of which each thread has its share
 */
public record Peak(int threads, double flops, double bytes) {
    private static final int IN_CACHE = 1 << 10;
    private static final int CHAIN = 8;
    private static final int IN_MEMORY = 1 << 23;
    private static final double SECONDS = 0.1;

    /**
     * Measures for about a second.
     *
     * @param threads so many, or as many as there are processors if those are fewer, since more reach nothing more
     */
    public static Peak measure(int threads) {
        int all = Math.min(threads, Runtime.getRuntime().availableProcessors());
        int share = IN_MEMORY / all;
        try (ExecutorService pool = Executors.newFixedThreadPool(all)) {
            double chain = Stopwatch.best(together(pool, all, Peak::chains), SECONDS);
            double stream = Stopwatch.best(together(pool, all, () -> triads(share)), SECONDS);
            return new Peak(all, 2e6 * CHAIN * IN_CACHE * all / chain, 1e6 * 3 * Float.BYTES * share * all / stream);
        }
    }

    /** So many calls on each thread of the pool at once, of work that each thread has its own of. */
    private static IntConsumer together(ExecutorService pool, int threads, Supplier<IntConsumer> work) {
        List<IntConsumer> each = IntStream.range(0, threads).mapToObj(t -> work.get()).toList();
        return calls -> CompletableFuture.allOf(each.stream()
                .map(w -> CompletableFuture.runAsync(() -> w.accept(calls), pool))
                .toArray(CompletableFuture[]::new)).join();
    }

    private static IntConsumer chains() {
        float[] x = new float[IN_CACHE];
        Arrays.fill(x, 0.5f);
        return calls -> {
            for (int k = 0; k < calls; k++) {
                multiplyAdd(x, 0.5f, 0.25f);
            }
        };
    }

    private static IntConsumer triads(int length) {
        float[] x = new float[length];
        float[] y = new float[length];
        float[] z = new float[length];
        return calls -> {
            for (int k = 0; k < calls; k++) {
                triad(x, y, z, 0.5f);
            }
        };
    }

    private static void multiplyAdd(float[] x, float m, float a) {
        for (int i = 0; i < x.length; i++) {
            x[i] = eight(x[i], m, a);
        }
    }

    private static float eight(float x, float m, float a) {
        float t = Math.fma(Math.fma(Math.fma(Math.fma(x, m, a), m, a), m, a), m, a);
        return Math.fma(Math.fma(Math.fma(Math.fma(t, m, a), m, a), m, a), m, a);
    }

    private static void triad(float[] x, float[] y, float[] z, float s) {
        for (int i = 0; i < x.length; i++) {
            x[i] = y[i] + s * z[i];
        }
    }
}
