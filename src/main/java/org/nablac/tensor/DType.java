package org.nablac.tensor;

/** The type of one element of a tensor. */
public enum DType {
    /** IEEE binary32. */
    F32("f32", 4),
    /** IEEE binary64. */
    F64("f64", 8),
    /** Two's complement, 32 bits: indices and labels. */
    I32("i32", 4),
    /** Truth values; stored, where they must be stored, as the ints 0 and 1. */
    BOOL("bool", 4);

    private final String text;
    private final int bytes;

    DType(String text, int bytes) {
        this.text = text;
        this.bytes = bytes;
    }

    /** Bytes of one stored element. */
    public int bytes() {
        return bytes;
    }

    public boolean isFloat() {
        return this == F32 || this == F64;
    }

    /** The dtype that prints as {@code text}. */
    public static DType parse(String text) {
        for (DType d : values()) {
            if (d.text.equals(text)) {
                return d;
            }
        }
        throw new IllegalArgumentException("'" + text + "' is not a dtype: f32, f64, i32 or bool");
    }

    @Override
    public String toString() {
        return text;
    }
}
