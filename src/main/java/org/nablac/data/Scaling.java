package org.nablac.data;

import java.util.Arrays;

/**
 * What was done to the numbers of a file: feature k became (number - shift[k]) / divisor[k].
 *
 * @param shift       [featureCount], or one number for all features
 * @param divisor     [featureCount], or one number for all features; infinite where a feature becomes 0
 * @param description in words, as {@code divided by 255}
 */
public record Scaling(float[] shift, float[] divisor, String description) {
    /** The numbers stay as they stand in the file. */
    static final Scaling NONE = new Scaling(new float[] {0}, new float[] {1}, "as in the file");

    /** Each number divided by the same one. */
    static Scaling dividedBy(int number) {
        return new Scaling(new float[] {0}, new float[] {number}, "divided by " + number);
    }

    /**
     * Each feature to mean 0 and standard deviation 1 over these examples (divisor n); a feature that is constant over
     * them becomes 0, whatever it is elsewhere.
     */
    static Scaling standardising(Examples train) {
        int width = train.featureCount();
        float[] shift = new float[width];
        float[] divisor = new float[width];
        for (int k = 0; k < width; k++) {
            double mean = 0;
            for (int i = 0; i < train.size(); i++) {
                mean += train.features()[i * width + k];
            }
            mean /= train.size();
            double squares = 0;
            for (int i = 0; i < train.size(); i++) {
                double d = train.features()[i * width + k] - mean;
                squares += d * d;
            }
            shift[k] = (float) mean;
            float deviation = (float) Math.sqrt(squares / train.size());
            divisor[k] = constant(train, k) || deviation == 0 ? Float.POSITIVE_INFINITY : deviation;
        }
        return new Scaling(shift, divisor, "standardised by the training mean and deviation");
    }

    private static boolean constant(Examples train, int feature) {
        for (int i = 1; i < train.size(); i++) {
            if (train.features()[i * train.featureCount() + feature] != train.features()[feature]) {
                return false;
            }
        }
        return true;
    }

    /** Overwrites numbers of a file, row-major, with the scaled ones. */
    void applyTo(float[] numbers, int featureCount) {
        for (int k = 0; k < numbers.length; k++) {
            int feature = k % featureCount;
            numbers[k] = (numbers[k] - at(shift, feature)) / at(divisor, feature) + 0f;   // + 0: no -0
        }
    }

    private static float at(float[] values, int feature) {
        return values[values.length == 1 ? 0 : feature];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Scaling s && Arrays.equals(shift, s.shift) && Arrays.equals(divisor, s.divisor)
                && description.equals(s.description);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(shift) + Arrays.hashCode(divisor);
    }
}
