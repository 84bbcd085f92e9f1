package org.nablac.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The equation of {@link CounterRandom} and its statistics. All inputs are fixed, so all verdicts are. */
class CounterRandomTest {
    private static final int DRAWS = 256;

    /** Words (seed, step, stream, index): how one input is varied while the others stay. */
    private interface Counter {
        long bits(long k);
    }

    private static final Counter[] COUNTERS = {
        k -> CounterRandom.randomBits(1, 0, 0, k),
        k -> CounterRandom.randomBits(1, k, 0, 0),
        k -> CounterRandom.randomBits(1, 0, (int) k, 0),
        k -> CounterRandom.randomBits(k, 0, 0, 0),
        k -> CounterRandom.randomBits(1, k >> 4, 2, k & 15),
        k -> CounterRandom.randomBits(1, 5, 2, k << 40),
    };

    /** The values come from the equation of the class comment in Python's whole numbers. */
    @Test
    void theBitsAreThoseOfTheDocumentedEquation() {
        assertEquals(0x400873efe6ef526eL, CounterRandom.randomBits(0, 0, 0, 0));
        assertEquals(0x7346a969bd2a7ca8L, CounterRandom.randomBits(1, 0, 0, 0));
        assertEquals(0x523cd73d026d8a23L, CounterRandom.randomBits(0, 1, 0, 0));
        assertEquals(0x736da13bb01bcb2cL, CounterRandom.randomBits(0, 0, 1, 0));
        assertEquals(0x1258f2c4e88b7ce8L, CounterRandom.randomBits(0, 0, 0, 1));
        assertEquals(0x2d8333438a46cffdL, CounterRandom.randomBits(42, 1_000_000, 3, 123_456_789));
        assertEquals(0x77ddb2177e747199L, CounterRandom.randomBits(-1, -1, -1, -1));
    }

    /** SplitMix64 with seed 1234567 begins with 6457827717110365317, a published test value. */
    @Test
    void theMixerIsThatOfSplitMix64() {
        assertEquals(6457827717110365317L, CounterRandom.mixBits(1234567 + CounterRandom.RANDOM_GAMMA));
    }

    @Test
    void everyByteOfTheBitsIsEquidistributedOverEveryCounter() {
        int draws = 1 << 16;
        for (int c = 0; c < COUNTERS.length; c++) {
            for (int shift = 0; shift < 64; shift += 8) {
                int[] seen = new int[256];
                for (long k = 0; k < draws; k++) {
                    seen[(int) (COUNTERS[c].bits(k) >>> shift) & 255]++;
                }
                assertUniform(seen, draws, "counter " + c + ", bits from " + shift);
            }
        }
    }

    @Test
    void pairsOfNeighboursFillTheSquareEvenly() {
        int draws = 1 << 16;
        for (int c = 0; c < COUNTERS.length; c++) {
            int[] high = new int[256];
            int[] low = new int[256];
            for (long k = 0; k < draws; k++) {
                long a = COUNTERS[c].bits(k);
                long b = COUNTERS[c].bits(k + 1);
                high[(int) (a >>> 60 << 4 | b >>> 60)]++;
                low[(int) ((a & 15) << 4 | b & 15)]++;
            }
            assertUniform(high, draws, "counter " + c + ", high bits of neighbours");
            assertUniform(low, draws, "counter " + c + ", low bits of neighbours");
        }
    }

    @Test
    void eachBitOfTheCounterFlipsEachBitOfTheOutputHalfOfTheTime() {
        int samples = 4096;
        for (int bit = 0; bit < 64 + 64 + 32 + 64; bit++) {
            int[] flips = new int[64];
            long flip = 1L << (bit < 160 ? bit % 64 : bit - 160);
            for (int s = 0; s < samples; s++) {
                // small values, as they are used: one seed, steps and indices from 0
                long seed = 7 + (s >> 10);
                long step = s >> 5 & 31;
                long index = s & 31;
                long before = CounterRandom.randomBits(seed, step, 2, index);
                long after = bit < 64 ? CounterRandom.randomBits(seed ^ flip, step, 2, index)
                        : bit < 128 ? CounterRandom.randomBits(seed, step ^ flip, 2, index)
                        : bit < 160 ? CounterRandom.randomBits(seed, step, 2 ^ (int) flip, index)
                        : CounterRandom.randomBits(seed, step, 2, index ^ flip);
                for (int out = 0; out < 64; out++) {
                    flips[out] += (int) ((before ^ after) >>> out & 1);
                }
            }
            for (int out = 0; out < 64; out++) {
                // a binomial of 4,096 halves has deviation 32; 14,336 of them stay within 5 deviations
                int of = bit;
                int to = out;
                assertTrue(Math.abs(flips[out] - samples / 2) < 5 * 32,
                        () -> "input bit " + of + " flips output bit " + to + " " + flips[to] + " times of " + samples);
            }
        }
    }

    @Test
    void neighbouringSeedsStepsAndStreamsAreUncorrelated() {
        int n = 1 << 16;
        double[][] sequences = new double[6][n];
        for (int k = 0; k < n; k++) {
            sequences[0][k] = CounterRandom.uniformDouble(CounterRandom.randomBits(1, 1, 1, k));
            sequences[1][k] = CounterRandom.uniformDouble(CounterRandom.randomBits(1, 1, 1, k + 1));
            sequences[2][k] = CounterRandom.uniformDouble(CounterRandom.randomBits(1, 1, 2, k));
            sequences[3][k] = CounterRandom.uniformDouble(CounterRandom.randomBits(1, 2, 1, k));
            sequences[4][k] = CounterRandom.uniformDouble(CounterRandom.randomBits(2, 1, 1, k));
            sequences[5][k] = CounterRandom.uniformDouble(CounterRandom.randomBits(1, k, 1, 1));
        }
        for (int a = 0; a < sequences.length; a++) {
            for (int b = 0; b < a; b++) {
                double sum = 0;
                for (int k = 0; k < n; k++) {
                    sum += (sequences[a][k] - 0.5) * (sequences[b][k] - 0.5) * 12;
                }
                double deviations = sum / Math.sqrt(n);
                assertTrue(Math.abs(deviations) < 4, a + " and " + b + " correlate by " + deviations + " deviations");
            }
        }
    }

    @Test
    void noBlockOfNumbersOccursInAnotherStep() {
        int steps = 1 << 10;
        int indices = 1 << 8;
        long[] bits = new long[steps * indices];
        for (int k = 0; k < bits.length; k++) {
            bits[k] = CounterRandom.randomBits(0, k / indices, 0, k % indices);
        }
        assertEquals(bits.length, Arrays.stream(bits).distinct().count());
    }

    @Test
    void uniformNumbersReachZeroButNeverOne() {
        assertEquals(0f, CounterRandom.uniformFloat(0));
        assertEquals(1f - 0x1p-24f, CounterRandom.uniformFloat(-1));
        assertEquals(0.5f, CounterRandom.uniformFloat(Long.MIN_VALUE));
        assertEquals(0.0, CounterRandom.uniformDouble(0x7ff));
        assertEquals(1 - 0x1p-53, CounterRandom.uniformDouble(-1));
        assertEquals(0.5, CounterRandom.uniformDouble(Long.MIN_VALUE));
    }

    /** The order comes from the same algorithm in Python. */
    @Test
    void aShuffleIsThePermutationOfItsSeedAndEpoch() {
        int[] order = IntStream.range(0, 10).toArray();
        CounterRandom.shuffle(order, new long[DRAWS], 7, 3);
        assertArrayEquals(new int[] {4, 6, 9, 8, 5, 3, 2, 7, 0, 1}, order);
        CounterRandom.shuffle(new int[0], new long[DRAWS], 7, 3);
        CounterRandom.shuffle(new int[1], new long[DRAWS], 7, 3);
    }

    @Test
    void allPermutationsOfFiveAreEquallyLikely() {
        int[] seen = new int[120];
        int draws = 120 * 500;
        for (int epoch = 0; epoch < draws; epoch++) {
            int[] order = {0, 1, 2, 3, 4};
            CounterRandom.shuffle(order, new long[DRAWS], 11, epoch);
            int rank = 0;
            for (int i = 0; i < 5; i++) {
                int smaller = 0;
                for (int j = i + 1; j < 5; j++) {
                    smaller += order[j] < order[i] ? 1 : 0;
                }
                rank = rank * (5 - i) + smaller;
            }
            seen[rank]++;
        }
        assertUniform(seen, draws, "permutations of five");
    }

    /** r·n / 2³² with n = 3·2²⁹ takes the indices 0 mod 3 half of the time, if no draw is rejected. */
    @Test
    void aBoundThatDoesNotDivideTheDrawsIsHitWithoutBias() {
        int bound = 3 << 29;
        int draws = 60_000;
        int[] residues = new int[3];
        int rejected = 0;
        long key = CounterRandom.streamKey(5, 1, -1);
        long draw = 0;
        for (int k = 0; k < draws; k++, draw++) {
            long accepted = CounterRandom.acceptedDraw(key, draw, bound);
            rejected += (int) (accepted - draw);
            draw = accepted;
            residues[(int) ((CounterRandom.drawProduct(key, draw, bound) >>> 32) % 3)]++;
        }
        assertUniform(residues, draws, "residues of indices below 3·2²⁹");
        // 2³² mod 3·2²⁹ = 2³⁰: a quarter of the draws is rejected, a third as many as are accepted
        assertEquals(draws / 3.0, rejected, 5 * Math.sqrt(draws * 4 / 9.0));
    }

    @Test
    void aShuffleOfManyKeepsEveryElement() {
        int[] order = IntStream.range(0, 100_003).toArray();
        CounterRandom.shuffle(order, new long[DRAWS], -5, 0);
        long moved = IntStream.range(0, order.length).filter(i -> order[i] != i).count();
        assertTrue(moved > 99_980, "moved " + moved);
        assertArrayEquals(IntStream.range(0, 100_003).toArray(), Arrays.stream(order).sorted().toArray());
    }

    /** Of 300,000 elements, about ten draws a shuffle may be rejected, and are looked at one by one. */
    @Test
    void aShuffleDrawsAnyNumberAtOnceAndSwapsTheSame() {
        for (int seed = 0; seed < 8; seed++) {
            int[] expected = IntStream.range(0, 300_000 + seed).toArray();
            long draw = 0;
            for (int last = expected.length - 1; last > 0; last--, draw++) {
                long n = last + 1;
                long high = CounterRandom.randomBits(seed, 9, -1, draw) >>> 32;
                while ((high * n & 0xffffffffL) < (1L << 32) % n) {
                    draw++;
                    high = CounterRandom.randomBits(seed, 9, -1, draw) >>> 32;
                }
                int chosen = (int) (high * n >>> 32);
                int swapped = expected[chosen];
                expected[chosen] = expected[last];
                expected[last] = swapped;
            }
            for (int draws : new int[] {1, 7, DRAWS}) {
                int[] order = IntStream.range(0, expected.length).toArray();
                CounterRandom.shuffle(order, new long[draws], seed, 9);
                assertArrayEquals(expected, order, "seed " + seed + ", " + draws + " draws at once");
            }
        }
    }

    /** χ² of n cells has mean n − 1 and variance 2(n − 1): within five deviations. */
    private static void assertUniform(int[] seen, int draws, String what) {
        double expected = (double) draws / seen.length;
        double chi = Arrays.stream(seen).mapToDouble(s -> (s - expected) * (s - expected) / expected).sum();
        double deviations = (chi - (seen.length - 1)) / Math.sqrt(2.0 * (seen.length - 1));
        assertTrue(Math.abs(deviations) < 5,
                () -> what + ": chi-square is off its mean by " + deviations + " deviations");
    }
}
