package org.nablac;

import org.nablac.graph.Node;
import org.nablac.graph.ShapeError;
import org.nablac.op.Input;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;

/** Whether an index may name what it is used for. */
final class Indices {
    private Indices() {
    }

    /** Refuses an index that is no int32, or an input whose declared bound is not within {@code [0, size)}. */
    static void check(String op, Node index, Dim size) {
        if (index.type().dtype() != DType.I32) {
            throw new ShapeError(op, "an index is i32", "given is " + index.type()
                    + "; declare it with @Index or @Labels");
        }
        if (index.op() instanceof Input input && !input.bound().equals(Dim.ZERO) && !isWithin(input.bound(), size)) {
            throw new ShapeError(op, "the index is of something else", input.label() + " stays below " + input.bound()
                    + ", here are " + size + "; @Index(\"…, " + size + "\") would fit");
        }
    }

    /** Whether bound ≤ size for all positive sizes, as far as coefficients tell: size − bound has none below 0. */
    private static boolean isWithin(Dim bound, Dim size) {
        return size.minus(bound).terms().stream().allMatch(t -> t.getValue() >= 0);
    }
}
