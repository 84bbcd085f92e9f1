package org.nablac.data.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nablac.data.Bundled;
import org.nablac.data.Signs;
import org.nablac.data.Split;

class MetricsTest {
    private static final float NAN = Float.NaN;

    @Test
    void accuracyCountsTheFirstOfTheGreatestAndNeverNan() {
        float[] scores = {1, 2, 2, NAN, -1, NAN, NAN, NAN, NAN, 3, NAN, 4};
        assertArrayEquals(new int[] {1, 1, -1, 2}, Accuracy.greatest(scores, 3));
        assertEquals(0.5, Accuracy.ofScores(scores, 3, new int[] {1, 0, 0, 2}));
    }

    @Test
    void aucIsTheShareOfPairsInTheRightOrder() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            int n = 2 + random.nextInt(60);
            float[] scores = new float[n];
            float[] signs = new float[n];
            for (int k = 0; k < n; k++) {
                float[] ugly = {NAN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0f, -0f, Float.MIN_VALUE, 1, -1};
                scores[k] = random.nextBoolean() ? ugly[random.nextInt(ugly.length)] : random.nextInt(9) - 4.5f;
                signs[k] = random.nextBoolean() ? 1 : -1;
            }
            assertEquals(pairsInOrder(scores, signs), Auc.of(scores, signs), 1e-12, "seed " + seed);
        }
    }

    private static double pairsInOrder(float[] scores, float[] signs) {
        double right = 0;
        double pairs = 0;
        for (int i = 0; i < signs.length; i++) {
            for (int j = 0; j < signs.length; j++) {
                if (signs[i] > 0 && signs[j] < 0) {
                    float plus = Float.isNaN(scores[i]) ? Float.NEGATIVE_INFINITY : scores[i];
                    float minus = Float.isNaN(scores[j]) ? Float.POSITIVE_INFINITY : scores[j];
                    pairs++;
                    right += plus > minus ? 1 : plus == minus ? 0.5 : 0;
                }
            }
        }
        return right / pairs;
    }

    @Test
    void aucOfOneSignAloneIsUndefined() {
        assertTrue(Double.isNaN(Auc.of(new float[] {1, 2}, new float[] {1, 1})));
    }

    @Test
    void macroF1IsTheMeanOverBothSigns() {
        float[] scores = {3, 2, 1, 0, -1, NAN};
        float[] signs = {1, -1, 1, 1, -1, -1};
        SignFigures figures = SignFigures.of(scores, signs, 1);
        // +1: TP 2 (3, 1), FP 2 (2, and NaN counts as wrong), FN 1 (0); -1: TP 1, FP 1, FN 2
        assertEquals((2 * 2.0 / (4 + 2 + 1) + 2 * 1.0 / (2 + 1 + 2)) / 2, figures.macroF1(), 1e-12);
        assertEquals(0.5, figures.accuracy());
        assertEquals("auc=0.4444 macroF1=0.4857 accuracy=0.5000", figures.toText());
        double f1OfPlus = 2.0 * 3 / (6 + 3);
        assertEquals((f1OfPlus + 0) / 2, SignFigures.of(scores, signs, -9).macroF1(), 1e-12);
    }

    @Test
    void theThresholdLetsTheShareThrough() {
        float[] scores = {5, 1, 4, 2, 3, NAN};
        assertEquals(3, Threshold.ofShare(scores, 0.5));
        assertEquals(5, Threshold.ofShare(scores, 1.0 / 6));
        assertEquals(Float.NEGATIVE_INFINITY, Threshold.ofShare(scores, 1));
        assertTrue(Threshold.ofShare(scores, 0) > 5);
    }

    @Test
    void theFloorIsTheSumOfSmoothedMeans() {
        Split<Signs> zoo = Bundled.zoo();
        Signs train = zoo.train();
        float[] scores = Floor.of(train).scores(zoo.test());
        double mean = 0;
        for (float sign : train.sign()) {
            mean += sign / train.size();
        }
        for (int k = 0; k < scores.length; k += 37) {
            double row = 2 * mean;
            double column = 2 * mean;
            int rowCount = 2;
            int columnCount = 2;
            for (int i = 0; i < train.size(); i++) {
                if (train.row()[i] == zoo.test().row()[k]) {
                    row += train.sign()[i];
                    rowCount++;
                }
                if (train.column()[i] == zoo.test().column()[k]) {
                    column += train.sign()[i];
                    columnCount++;
                }
            }
            assertEquals(row / rowCount + column / columnCount, scores[k], 1e-6);
        }
        assertEquals("auc=0.7504 macroF1=0.7013 accuracy=0.7441", Floor.figures(train, zoo.test()).toText());
    }
}
