package org.nablac.data;

/**
 * Train, valid and test sets of one kind with the same vocabularies, feature counts and scaling.
 *
 * @param train  what is learnt from; never empty
 * @param valid  what chooses the epoch that is kept; never empty
 * @param test   what is reported; never empty
 * @param source where it comes from and what was set aside, in words
 */
public record Split<D extends Dataset>(D train, D valid, D test, String source) {

    /**
     * This split as one of examples, signs or triples.
     *
     * @throws ClassCastException if it holds another kind; {@link Data} has checked that
     */
    public <T extends Dataset> Split<T> as(Class<T> type) {
        return new Split<>(type.cast(train), type.cast(valid), type.cast(test), source);
    }

    public Kind kind() {
        return train.kind();
    }

    /** One line: {@code 515 rows, 1281 columns; signs: 97221 train, 5833 valid, 11324 test}. */
    public String describe() {
        return train.describeSizes() + "; " + train.noun() + ": " + train.size() + " train, " + valid.size()
                + " valid, " + test.size() + " test";
    }
}
