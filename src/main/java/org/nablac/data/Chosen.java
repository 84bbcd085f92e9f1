package org.nablac.data;

import java.util.Random;

/** Elements of an array by their numbers, and numbers chosen by a seed. */
final class Chosen {
    private Chosen() {
    }

    static int[] at(int[] values, int[] numbers) {
        int[] chosen = new int[numbers.length];
        for (int k = 0; k < numbers.length; k++) {
            chosen[k] = values[numbers[k]];
        }
        return chosen;
    }

    static float[] at(float[] values, int[] numbers) {
        float[] chosen = new float[numbers.length];
        for (int k = 0; k < numbers.length; k++) {
            chosen[k] = values[numbers[k]];
        }
        return chosen;
    }

    /** 0 … n-1 in an order that the seed decides (Fisher and Yates; {@link Random} is specified to the bit). */
    static int[] permutation(int n, long seed) {
        Random random = new Random(seed);
        int[] order = new int[n];
        for (int k = 0; k < n; k++) {
            int j = random.nextInt(k + 1);
            order[k] = order[j];
            order[j] = k;
        }
        return order;
    }
}
