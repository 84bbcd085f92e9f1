package org.nablac.data;

import java.util.Optional;

/**
 * How to read.
 *
 * @param seed  chooses the examples that are set aside where a validation or test file is missing
 * @param label the label column of a CSV file: its name in the header, or its number from 1; empty: the last column
 */
public record Options(long seed, Optional<String> label) {
    /** Seed 1, the last column is the label. */
    public static final Options DEFAULT = new Options(1, Optional.empty());
}
