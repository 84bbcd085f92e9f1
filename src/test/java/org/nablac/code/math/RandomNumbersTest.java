package org.nablac.code.math;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.nablac.code.Scalar;
import org.nablac.runtime.CounterRandom;

class RandomNumbersTest {
    private static final int N = 100_000;

    @Test
    void theCodeAndTheRuntimeMakeTheSameNumbers() {
        SplittableRandom random = new SplittableRandom(3);
        long[] seed = random.longs(N).toArray();
        long[] step = random.longs(N, -5, 100_000).toArray();
        int[] stream = random.ints(N).toArray();
        long[] index = random.longs(N).map(l -> l >> (l & 63)).toArray();
        long[] bits = (long[]) Compiled.map(Elementary.randomBits(), seed, step, stream, index);
        float[] floats = (float[]) Compiled.map(Elementary.uniform(Scalar.F32), bits);
        double[] doubles = (double[]) Compiled.map(Elementary.uniform(Scalar.F64), bits);
        for (int k = 0; k < N; k++) {
            assertEquals(CounterRandom.randomBits(seed[k], step[k], stream[k], index[k]), bits[k]);
            assertEquals(CounterRandom.uniformFloat(bits[k]), floats[k]);
            assertEquals(CounterRandom.uniformDouble(bits[k]), doubles[k]);
        }
    }

    @Test
    void normalNumbersHaveTheMomentsOfTheNormalDistribution() {
        long[] bits = new long[N];
        for (int k = 0; k < N; k++) {
            bits[k] = CounterRandom.randomBits(1, 2, 3, k);
        }
        double[] moments = new double[5];
        float[] floats = (float[]) Compiled.map(Elementary.normal(Scalar.F32), bits);
        double[] doubles = (double[]) Compiled.map(Elementary.normal(Scalar.F64), bits);
        for (int k = 0; k < N; k++) {
            assertEquals(doubles[k], floats[k], 1e-5 + Math.abs(floats[k]) * 0.02);
            for (int p = 1; p <= 4; p++) {
                moments[p] += Math.pow(doubles[k], p) / N;
            }
        }
        assertEquals(0, moments[1], 0.015);
        assertEquals(1, moments[2], 0.02);
        assertEquals(0, moments[3], 0.05);
        assertEquals(3, moments[4], 0.15);
    }
}
