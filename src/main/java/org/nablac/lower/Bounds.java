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
        if (range.filter(r -> r.axis() == axis).isPresent()) {
            return new Bounds(body.argument(new Argument.First(), "first", Scalar.I32),
                    body.argument(new Argument.Last(), "last", Scalar.I32), true);
        }
        return body.cut() == Cut.ROWS && axis == 0 ? block(body)
                : new Bounds(Code.c(0), body.size(size), false);
    }

    /** Of the terms of a matrix product, {@code depth} in all. */
    static Bounds terms(Body body, Dim depth) {
        return body.cut() == Cut.TERMS ? block(body) : new Bounds(Code.c(0), body.size(depth), false);
    }

    /** Of the block at hand. */
    static Bounds block(Body body) {
        return new Bounds(body.argument(new Argument.BlockFirst(), "blockFirst", Scalar.I32),
                body.argument(new Argument.BlockLast(), "blockLast", Scalar.I32), true);
    }

    /** The end of what is done {@code step} at a time, a power of two, from the beginning. */
    Expr whole(int step) {
        return Code.add(from, Code.and(Code.sub(to, from), Code.c(-step)));
    }
}
