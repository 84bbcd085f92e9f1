package org.nablac.data.metrics;

import java.util.Arrays;

/** The area under the receiver operating characteristic. */
public final class Auc {
    private Auc() {
    }

    /**
     * The probability that a +1 drawn at random scores higher than a -1 drawn at random, ties counting half: with P
     * signs +1, Q signs -1, and mean ranks among equals, (Σ rank of +1 − P(P+1)/2) / (P·Q) (Hanley, McNeil 1982; the
     * statistic of Mann and Whitney). O(n log n). A NaN counts against the model: below all as the score of a +1, above
     * all as that of a -1.
     *
     * @param scores [n]
     * @param signs  [n], each +1 or -1
     * @return in [0, 1]; NaN if there is no +1 or no -1
     */
    public static double of(float[] scores, float[] signs) {
        Accuracy.checkSameLength(scores.length, signs.length);
        long[] keys = new long[scores.length];
        for (int k = 0; k < keys.length; k++) {
            boolean plus = signs[k] > 0;
            float worst = plus ? Float.NEGATIVE_INFINITY : Float.POSITIVE_INFINITY;
            float score = Float.isNaN(scores[k]) ? worst : scores[k] + 0f;             // + 0: -0 equals 0
            keys[k] = (long) ordered(score) << 1 | (plus ? 1 : 0);
        }
        Arrays.sort(keys);
        long plus = 0;
        double rankSum = 0;
        for (int from = 0; from < keys.length;) {
            int to = from;
            int plusHere = 0;
            while (to < keys.length && keys[to] >> 1 == keys[from] >> 1) {
                plusHere += (int) (keys[to] & 1);
                to++;
            }
            plus += plusHere;
            rankSum += plusHere * (from + 1 + (double) to) / 2;                       // ranks from+1 … to, their mean
            from = to;
        }
        double minus = keys.length - plus;
        return (rankSum - plus * (plus + 1.0) / 2) / (plus * minus);
    }

    /** Ints in the order of the floats. */
    private static int ordered(float score) {
        int bits = Float.floatToIntBits(score);
        return bits >= 0 ? bits : bits ^ 0x7fffffff;
    }
}
