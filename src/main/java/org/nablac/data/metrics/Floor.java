package org.nablac.data.metrics;

import org.nablac.data.Signs;

/**
 * What any model of a sign matrix has to beat: an entry scores the smoothed mean of the training signs of its row plus
 * that of its column. The smoothed mean of a row with n signs of sum s is (s + 2μ) / (n + 2), μ the mean of all
 * training signs: as if two more signs of mean μ had been seen, so that an unseen row has μ. The threshold is that at
 * which the training set has its own share of +1. Reaches AUC .903, macro-F1 .748 on Bitcoin-Alpha (the split of
 * SiGAT) and .689, .629 on votes of the US House (the first split of SBGNN).
 */
public final class Floor {
    private static final double SEEN_BEFORE = 2;

    private final float[] rowMean;
    private final float[] columnMean;

    private Floor(float[] rowMean, float[] columnMean) {
        this.rowMean = rowMean;
        this.columnMean = columnMean;
    }

    public static Floor of(Signs train) {
        double mean = 2 * train.shareOfPlus() - 1;
        return new Floor(means(train.row(), train.sign(), train.rows(), mean),
                means(train.column(), train.sign(), train.columns(), mean));
    }

    /**
     * The figures of the floor on a test set.
     *
     * @param train all that is known before the test: where a validation set was taken from the training file, as for
     *              Bitcoin-Alpha, {@code split.train().and(split.valid())}
     */
    public static SignFigures figures(Signs train, Signs test) {
        Floor floor = of(train);
        float threshold = Threshold.ofShare(floor.scores(train), train.shareOfPlus());
        return SignFigures.of(floor.scores(test), test.sign(), threshold);
    }

    /** [size]: the score of each entry. */
    public float[] scores(Signs entries) {
        float[] scores = new float[entries.size()];
        for (int k = 0; k < scores.length; k++) {
            scores[k] = rowMean[entries.row()[k]] + columnMean[entries.column()[k]];
        }
        return scores;
    }

    private static float[] means(int[] at, float[] sign, int size, double mean) {
        double[] sum = new double[size];
        int[] count = new int[size];
        for (int k = 0; k < at.length; k++) {
            sum[at[k]] += sign[k];
            count[at[k]]++;
        }
        float[] means = new float[size];
        for (int i = 0; i < size; i++) {
            means[i] = (float) ((sum[i] + SEEN_BEFORE * mean) / (count[i] + SEEN_BEFORE));
        }
        return means;
    }
}
