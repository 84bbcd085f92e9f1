package org.nablac.code;

import org.nablac.code.Expr.BinaryOp;

/** What the Vector API calls operators that have no method of their own. */
public final class LaneNames {
    private LaneNames() {
    }

    /** The constant of {@code VectorOperators}. */
    public static String of(BinaryOp op) {
        return switch (op) {
            case ADD, SUB, MUL, DIV, MIN, MAX, AND, OR, XOR -> op.toString();
            case SHL -> "LSHL";
            case SHR -> "ASHR";
            case USHR -> "LSHR";
            case REM -> throw new IllegalArgumentException(op + " of lanes");
        };
    }
}
