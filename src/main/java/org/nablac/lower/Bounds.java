package org.nablac.lower;

import java.util.Optional;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Scalar;
import org.nablac.tensor.Dim;

/**
 * From where to where a call loops over an axis.
 *
 * @param isPart whether this is what the call was asked for, and not all of the axis
 */
record Bounds(Expr from, Expr to, boolean isPart) {

    /** Of axis {@code axis} of the kernel's output, which has {@code size} elements. */
    static Bounds of(Body body, Optional<Range> range, int axis, Dim size) {
        return range.filter(r -> r.axis() == axis).isPresent()
                ? new Bounds(body.argument(new Argument.First(), "first", Scalar.I32),
                        body.argument(new Argument.Last(), "last", Scalar.I32), true)
                : new Bounds(Code.c(0), body.size(size), false);
    }

    /** The end of what is done {@code step} at a time, a power of two, from the beginning. */
    Expr whole(int step) {
        return Code.add(from, Code.and(Code.sub(to, from), Code.c(-step)));
    }
}
