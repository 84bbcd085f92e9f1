package org.nablac.code;

import org.nablac.tensor.DType;

/** A primitive type of the language; {@link #VOID} is the type of a call that leaves no value. */
public enum Scalar implements Type {
    F32("float"), F64("double"), I32("int"), I64("long"), BOOL("boolean"), VOID("void");

    private final String java;

    /** The type that holds one element of a tensor of this dtype while it is computed. */
    public static Scalar of(DType dtype) {
        return switch (dtype) {
            case F32 -> F32;
            case F64 -> F64;
            case I32 -> I32;
            case BOOL -> BOOL;
        };
    }

    Scalar(String java) {
        this.java = java;
    }

    public boolean isFloat() {
        return this == F32 || this == F64;
    }

    public boolean isInteger() {
        return this == I32 || this == I64;
    }

    @Override
    public String toString() {
        return java;
    }
}
