package org.nablac.op;

import java.util.List;
import org.nablac.graph.ShapeError;
import org.nablac.tensor.DType;

/** The dtype rules that ops share: nothing is widened silently. */
final class DTypes {
    private DTypes() {
    }

    /** All the same float dtype, which is the result's. */
    static DType sameFloat(String op, List<DType> inputs) {
        DType d = same(op, inputs);
        if (!d.isFloat()) {
            throw new ShapeError(op, "takes floats", "given is " + d);
        }
        return d;
    }

    /** All the same numeric dtype, which is the result's. */
    static DType sameNumber(String op, List<DType> inputs) {
        DType d = same(op, inputs);
        if (d == DType.BOOL) {
            throw new ShapeError(op, "takes numbers", "given are truth values");
        }
        return d;
    }

    /** All truth values, as is the result. */
    static DType truths(String op, List<DType> inputs) {
        for (DType d : inputs) {
            if (d != DType.BOOL) {
                throw new ShapeError(op, "takes truth values", "given is " + d + "; compare it with a number");
            }
        }
        return DType.BOOL;
    }

    /** All the same dtype. */
    static DType same(String op, List<DType> inputs) {
        DType first = inputs.get(0);
        for (DType d : inputs) {
            if (d != first) {
                throw new ShapeError(op, "dtypes differ", first + " is not " + d
                        + "; nothing is widened silently, convert one");
            }
        }
        return first;
    }
}
