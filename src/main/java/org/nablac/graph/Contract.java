package org.nablac.graph;

/**
 * The matrix product {@code out[b, i, j] = Σ_k left[b, i, k] · right[b, k, j]}, over any number of equal batch axes
 * {@code b}; a transposed operand is held with its last two axes exchanged. The sum over k is in ascending order, one
 * rounding a term (fma), from +0.
 */
public non-sealed interface Contract extends Op {
    boolean transposeLeft();

    boolean transposeRight();
}
