package org.nablac.graph;

/**
 * Reading and writing whole rows by index. A row is what one index of the table's first axis selects; row −1 reads as
 * zeros and is not written.
 */
public non-sealed interface Rows extends Op {

    /** (table {@code [R, K…]}, index {@code i32[N…]}) to {@code [N…, K…]}. */
    interface Read extends Rows {
    }

    /** (table {@code [R, K…]}, index {@code i32[N]}, values {@code [N, K…]}) to the table with these rows written. */
    interface Write extends Rows {
        /** Whether values are added to the rows, one occurrence after the other, or put in their place. */
        boolean adds();
    }

    /**
     * (index {@code i32[N]}) to {@code i32[N]}: for each occurrence, the position of the first with the
     * same index; −1 stays −1.
     */
    interface Leaders extends Rows {
        /** One more than the largest index. */
        org.nablac.tensor.Dim bound();
    }

    /** (index {@code i32[N]}, values {@code [N, K…]}) to the row-sparse tensor {@code rows [R, K…]} that they make. */
    interface Make extends Rows {
    }
}
