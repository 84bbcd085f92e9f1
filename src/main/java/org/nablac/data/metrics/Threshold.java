package org.nablac.data.metrics;

import java.util.Arrays;

/** Where the decision lies: a score of at least the threshold predicts +1, any other, NaN too, predicts -1. */
public final class Threshold {
    private Threshold() {
    }

    /**
     * The threshold such that this share of the scores reaches it: the k-th greatest score, k = round(share·n); above
     * all scores if k is 0. More reach it where scores are equal. NaN counts as the lowest.
     *
     * <p>With the scores of the training set and its share of +1 the training set is predicted to have as many +1 as it
     * has; with the scores of another set, that set is taken to have the same share.
     *
     * @param scores [n], n at least 1
     * @param share  in [0, 1], as {@link org.nablac.data.Signs#shareOfPlus}
     */
    public static float ofShare(float[] scores, double share) {
        if (!(share >= 0 && share <= 1) || scores.length == 0) {
            throw new IllegalArgumentException("share " + share + " of " + scores.length + " scores");
        }
        float[] sorted = scores.clone();
        for (int k = 0; k < sorted.length; k++) {
            sorted[k] = Float.isNaN(sorted[k]) ? Float.NEGATIVE_INFINITY : sorted[k];
        }
        Arrays.sort(sorted);
        int count = (int) Math.round(share * sorted.length);
        return count == 0 ? Math.nextUp(sorted[sorted.length - 1]) : sorted[sorted.length - count];
    }
}
