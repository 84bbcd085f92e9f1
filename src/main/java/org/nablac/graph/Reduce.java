package org.nablac.graph;

import java.util.List;
import org.nablac.code.Expr;
import org.nablac.code.Scalar;

/** One input; each output element combines the elements along some axes, which the output lacks. */
public non-sealed interface Reduce extends Op {

    /** The reduced axes, ascending. */
    List<Integer> axes();

    /** What combining nothing gives; {@code combine(identity, x)} has the bits of {@code x} but for −0. */
    Expr identity(Scalar scalar);

    /** Combines two; the order of combination is the lowering's: 16 virtual lanes, then a tree. */
    Expr combine(Expr accumulator, Expr x);

    /** Whether every order of combination gives the same bits, as for a maximum. */
    default boolean isOrderFree() {
        return false;
    }
}
