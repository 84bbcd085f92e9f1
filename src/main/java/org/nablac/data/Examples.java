package org.nablac.data;

import java.util.List;
import java.util.Objects;

/**
 * Examples that each have {@code featureCount} numbers and a class.
 *
 * @param features     row-major, [size, featureCount], scaled
 * @param featureCount numbers per example, at least 1
 * @param labels       [size], each in 0 … labelNames.size() - 1
 * @param labelNames   the classes: integers in ascending order, or else words in order of first appearance
 * @param featureNames the header of the file, or empty
 * @param scaling      what was done to the numbers of the file
 */
public record Examples(float[] features, int featureCount, int[] labels, Vocabulary labelNames,
        List<String> featureNames, Scaling scaling) implements Dataset {

    public Examples {
        featureNames = List.copyOf(featureNames);
        if ((long) labels.length * featureCount != features.length) {
            throw new IllegalArgumentException(features.length + " numbers are not " + labels.length + " x "
                    + featureCount);
        }
        for (int label : labels) {
            Objects.checkIndex(label, labelNames.size());
        }
    }

    @Override
    public int size() {
        return labels.length;
    }

    /** Number of classes. */
    public int classes() {
        return labelNames.size();
    }

    @Override
    public Examples select(int[] numbers) {
        float[] chosen = new float[Math.multiplyExact(numbers.length, featureCount)];
        for (int k = 0; k < numbers.length; k++) {
            System.arraycopy(features, numbers[k] * featureCount, chosen, k * featureCount, featureCount);
        }
        return new Examples(chosen, featureCount, Chosen.at(labels, numbers), labelNames, featureNames, scaling);
    }

    /** The same examples and the same array, whose numbers, as they stood in a file, are overwritten. */
    Examples scaled(Scaling by) {
        by.applyTo(features, featureCount);
        return new Examples(features, featureCount, labels, labelNames, featureNames, by);
    }

    @Override
    public Kind kind() {
        return Kind.EXAMPLES;
    }

    @Override
    public String noun() {
        return "examples";
    }

    @Override
    public String describeSizes() {
        return featureCount + " features (" + scaling.description() + "), " + classes() + " classes";
    }
}
