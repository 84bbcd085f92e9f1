package org.nablac.op;

import org.nablac.code.Scalar;
import org.nablac.tensor.DType;

/** The scalar type that holds one element of a dtype while it is computed. */
public final class Scalars {
    private Scalars() {
    }

    public static Scalar of(DType dtype) {
        return switch (dtype) {
            case F32 -> Scalar.F32;
            case F64 -> Scalar.F64;
            case I32 -> Scalar.I32;
            case BOOL -> Scalar.BOOL;
        };
    }
}
