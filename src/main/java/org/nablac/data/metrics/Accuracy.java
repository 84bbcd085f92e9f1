package org.nablac.data.metrics;

/** The share of examples whose class is predicted right. */
public final class Accuracy {
    private Accuracy() {
    }

    /**
     * The number of k with predicted[k] = labels[k], divided by their number.
     *
     * @param predicted [n]
     * @param labels    [n]
     * @return in [0, 1]; NaN if n is 0
     */
    public static double of(int[] predicted, int[] labels) {
        checkSameLength(predicted.length, labels.length);
        int right = 0;
        for (int k = 0; k < labels.length; k++) {
            right += predicted[k] == labels[k] ? 1 : 0;
        }
        return (double) right / labels.length;
    }

    /**
     * The prediction is the class of the greatest score, the first one of equals; NaN is never greatest, and a row of
     * NaN predicts nothing, which is wrong.
     *
     * @param scores  row-major, [n, classes]
     * @param classes at least 1
     * @param labels  [n]
     */
    public static double ofScores(float[] scores, int classes, int[] labels) {
        return of(greatest(scores, classes), labels);
    }

    /** The class of the greatest score of each row, -1 where all are NaN. */
    public static int[] greatest(float[] scores, int classes) {
        int[] greatest = new int[scores.length / classes];
        checkSameLength(greatest.length * classes, scores.length);
        for (int i = 0; i < greatest.length; i++) {
            int best = -1;
            for (int c = 0; c < classes; c++) {
                float score = scores[i * classes + c];
                if (score == score && (best < 0 || score > scores[i * classes + best])) {
                    best = c;
                }
            }
            greatest[i] = best;
        }
        return greatest;
    }

    static void checkSameLength(int a, int b) {
        if (a != b) {
            throw new IllegalArgumentException(a + " values against " + b);
        }
    }
}
