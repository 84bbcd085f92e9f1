package org.nablac.code;

import org.nablac.code.Expr.BinaryOp;

/** What the Vector API calls operators that have no method of their own. */
public final class LaneNames {
    private LaneNames() {
    }

    /** The constant of {@code VectorOperators}. */
    public static String of(BinaryOp op) {
        return switch (op) {
            case XOR -> "XOR";
            case SHL -> "LSHL";
            case SHR -> "ASHR";
            case USHR -> "LSHR";
            case ADD, SUB, MUL, DIV, REM, MIN, MAX, AND, OR -> throw new IllegalArgumentException(op + " of lanes");
        };
    }
}
