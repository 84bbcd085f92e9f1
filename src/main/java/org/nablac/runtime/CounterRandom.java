package org.nablac.runtime;

/**
 * Random numbers from a counter: the bits are a function of (seed, step, stream, index) and of nothing else, so
 * that any number can be had at any time, in any order, on any thread.
 *
 * <p>All arithmetic is that of {@code long}, modulo 2⁶⁴; {@code >>>} shifts zeros in. With
 * G = 0x9e3779b97f4a7c15 (2⁶⁴ divided by the golden ratio, made odd):
 * <pre>{@code
 * mix(z):  z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9
 *          z = (z ^ (z >>> 27)) * 0x94d049bb133111eb
 *          z ^ (z >>> 31)
 *
 * randomBits(seed, step, stream, index):
 *          h = mix(seed + G)
 *          h = mix((h ^ stream) + G)        stream sign-extended to 64 bits
 *          h = mix((h ^ step) + G)
 *          mix(h + mix(h ^ index))
 * }</pre>
 * {@code mix} is a bijection: the finaliser of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom
 * number generators", OOPSLA 2014) with the constants of David Stafford's variant 13. For given (seed, step,
 * stream) the map from index to bits is therefore a bijection as well. The key h occurs twice in the last line, so
 * that two sequences whose keys differ in few bits are not permutations of each other. In a loop over the index the
 * first three lines are invariant and a number costs four multiplications. Not for cryptography.
 */
public final class CounterRandom {
    static final long RANDOM_GAMMA = 0x9e3779b97f4a7c15L;
    static final long RANDOM_FACTOR_1 = 0xbf58476d1ce4e5b9L;
    static final long RANDOM_FACTOR_2 = 0x94d049bb133111ebL;

    /** The stream of {@link #shuffle}; the streams of a model count from 0. */
    static final int SHUFFLE_STREAM = -1;

    private CounterRandom() {
    }

    /** 64 random bits of the counter (seed, step, stream, index); the equation is at the top of the class. */
    public static long randomBits(long seed, long step, int stream, long index) {
        return keyedBits(streamKey(seed, step, stream), index);
    }

    /** What all numbers of one stream in one step have in common. */
    static long streamKey(long seed, long step, int stream) {
        long key = mixBits(seed + RANDOM_GAMMA);
        key = mixBits((key ^ stream) + RANDOM_GAMMA);
        return mixBits((key ^ step) + RANDOM_GAMMA);
    }

    static long keyedBits(long key, long index) {
        return mixBits(key + mixBits(key ^ index));
    }

    /** The bijection {@code mix}. */
    static long mixBits(long z) {
        z = (z ^ (z >>> 30)) * RANDOM_FACTOR_1;
        z = (z ^ (z >>> 27)) * RANDOM_FACTOR_2;
        return z ^ (z >>> 31);
    }

    /** The highest 24 bits as k·2⁻²⁴ in [0, 1), exactly. */
    public static float uniformFloat(long bits) {
        return (bits >>> 40) * 0x1.0p-24f;
    }

    /** The highest 53 bits as k·2⁻⁵³ in [0, 1), exactly. */
    public static double uniformDouble(long bits) {
        return (bits >>> 11) * 0x1.0p-53;
    }

    /**
     * Permutes {@code order} in place, each permutation being equally likely over the seeds: Fisher and Yates from
     * the last element down. The draws are numbered from 0 over the whole shuffle, the rejected ones too.
     *
     * @param draws is overwritten; as many numbers as it holds are drawn side by side, one at the least
     */
    public static void shuffle(int[] order, long[] draws, long seed, long epoch) {
        long key = streamKey(seed, epoch, SHUFFLE_STREAM);
        long draw = 0;
        int last = order.length - 1;
        while (last > 0) {
            int count = Math.min(draws.length, last);
            keyedHighBits(key, draw, count, draws);
            int taken = swaps(order, last, draws, count);
            last -= taken;
            draw += taken;
            if (taken < count) {
                draw = acceptedDraw(key, draw, last + 1);
                swap(order, last, (int) (drawProduct(key, draw, last + 1) >>> 32));
                last--;
                draw++;
            }
        }
    }

    /** Swaps {@code last} and those before it with what was drawn, up to a draw that may be rejected; how many. */
    static int swaps(int[] order, int last, long[] draws, int count) {
        for (int k = 0; k < count; k++) {
            int bound = last - k + 1;
            long product = draws[k] * bound;
            if (Integer.compareUnsigned((int) product, bound) < 0) {        // else it is not below 2³² mod n either
                return k;
            }
            swap(order, last - k, (int) (product >>> 32));
        }
        return count;
    }

    private static void swap(int[] order, int last, int chosen) {
        int swapped = order[chosen];
        order[chosen] = order[last];
        order[last] = swapped;
    }

    /**
     * The high 32 bits of the numbers from {@code draw} on. HotSpot makes vectors of loops as short as these; of one
     * that held all of it, or that went on to the swap, it makes none.
     */
    static void keyedHighBits(long key, long draw, int count, long[] bits) {
        for (int k = 0; k < count; k++) {
            bits[k] = draw + k;
        }
        for (int k = 0; k < count; k++) {
            bits[k] = key + mixBits(key ^ bits[k]);
        }
        for (int k = 0; k < count; k++) {
            bits[k] = mixBits(bits[k]) >>> 32;
        }
    }

    /**
     * The first draw, from a given one on, whose r·n / 2³² is an index below n without bias: those whose
     * r·n mod 2³² lies below 2³² mod n are rejected (Lemire, "Fast random integer generation in an
     * interval", 2019).
     */
    static long acceptedDraw(long key, long draw, int bound) {
        int rejected = Integer.remainderUnsigned(-bound, bound);
        while (Integer.compareUnsigned((int) drawProduct(key, draw, bound), rejected) < 0) {
            draw++;
        }
        return draw;
    }

    /** r·n, with r the high 32 bits of the number {@code draw} of the stream with this key, and n the bound. */
    static long drawProduct(long key, long draw, int bound) {
        return (keyedBits(key, draw) >>> 32) * bound;
    }
}
