package org.nablac.source;

/** Values that Java has no object for. */
enum Special {
    /** The value of an expression that was reported. */
    UNKNOWN,
    /** A field or element that has not been given a value. */
    UNSET,
    /** What a void method returns. */
    VOID
}
