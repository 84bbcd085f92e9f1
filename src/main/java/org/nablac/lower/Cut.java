package org.nablac.lower;

/** What the rows of a block, where kernels run for some rows at a time, are to a kernel. */
public enum Cut {
    /** It is in no block. */
    NONE,
    /** The first axis of what it writes. */
    ROWS,
    /** The terms of the sums of its matrix product, which go on from what its output holds. */
    TERMS
}
