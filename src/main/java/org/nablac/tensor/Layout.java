package org.nablac.tensor;

/** How the values of a tensor are held. */
public enum Layout {
    /** Every element is stored, row-major. */
    DENSE,
    /**
     * Row-sparse: some rows of the first axis, each with its index; a row named twice is the sum of its occurrences.
     */
    ROWS
}
