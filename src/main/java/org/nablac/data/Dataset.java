package org.nablac.data;

/**
 * A list of examples of one kind, as arrays. The arrays are shared, not copied: whoever reads them must not write.
 * Numbers of rows, classes, entities count from 0.
 */
public sealed interface Dataset permits Examples, Signs, Triples {
    /** How many examples (signs, triples) there are. */
    int size();

    /** The examples with these numbers, in this order; vocabularies stay. */
    Dataset select(int[] numbers);

    Kind kind();

    /** What one example is called, in the plural. */
    String noun();

    /** The sizes that all parts of a split share, in words: {@code 515 rows, 1281 columns}. */
    String describeSizes();
}
