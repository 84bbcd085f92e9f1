package org.nablac.bench;

import java.util.Arrays;

/**
 * What one thread of this machine reaches in plain Java, as two short loops measure it.
 *
 * @param flops operations a second: eight multiply-adds in a chain on each of 1,024 floats,
 *     which stay in the first cache
 * @param bytes a second: x ← y + s·z on floats of 96 MB in all
 */
public record Peak(double flops, double bytes) {
    private static final int IN_CACHE = 1 << 10;
    private static final int CHAIN = 8;
    private static final int IN_MEMORY = 1 << 23;
    private static final double SECONDS = 0.1;

    /** Measures for about a second. */
    public static Peak measure() {
        float[] x = new float[IN_CACHE];
        Arrays.fill(x, 0.5f);
        double chain = Stopwatch.best(calls -> {
            for (int k = 0; k < calls; k++) {
                multiplyAdd(x, 0.5f, 0.25f);
            }
        }, SECONDS);
        float[] a = new float[IN_MEMORY];
        float[] b = new float[IN_MEMORY];
        float[] c = new float[IN_MEMORY];
        double stream = Stopwatch.best(calls -> {
            for (int k = 0; k < calls; k++) {
                triad(a, b, c, 0.5f);
            }
        }, SECONDS);
        return new Peak(2e6 * CHAIN * IN_CACHE / chain, 1e6 * 3 * Float.BYTES * IN_MEMORY / stream);
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
