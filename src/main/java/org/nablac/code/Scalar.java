package org.nablac.code;

/** A primitive type of the language; {@link #VOID} is the type of a call that leaves no value. */
public enum Scalar implements Type {
    F32("float"), F64("double"), I32("int"), I64("long"), BOOL("boolean"), VOID("void");

    private final String java;

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
