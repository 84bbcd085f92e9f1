package org.nablac.testing;

import org.nablac.code.Expr.BinaryOp;
import org.nablac.code.Expr.CompareOp;

/** Java's operators on boxed numbers, both operands of one class. */
final class Arithmetic {
    private Arithmetic() {
    }

    static Object negate(Object x) {
        return switch (x) {
            case Float a -> -a;
            case Double a -> -a;
            case Integer a -> -a;
            case Long a -> -a;
            default -> throw new IllegalArgumentException("negative of " + x);
        };
    }

    static Object absolute(Object x) {
        return switch (x) {
            case Float a -> Math.abs(a);
            case Double a -> Math.abs(a);
            case Integer a -> Math.abs(a);
            case Long a -> Math.abs(a);
            default -> throw new IllegalArgumentException("absolute value of " + x);
        };
    }

    static Object binary(BinaryOp op, Object left, Object right) {
        return switch (left) {
            case Float a -> floats(op, a, (Float) right);
            case Double a -> doubles(op, a, (Double) right);
            case Integer a -> ints(op, a, (Integer) right);
            case Long a -> longs(op, a, ((Number) right).longValue());
            case Boolean a -> truths(op, a, (Boolean) right);
            default -> throw new IllegalArgumentException(op + " of " + left);
        };
    }

    private static float floats(BinaryOp op, float a, float b) {
        return switch (op) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> a / b;
            case REM -> a % b;
            case MIN -> Math.min(a, b);
            case MAX -> Math.max(a, b);
            case AND, OR, XOR, SHL, SHR, USHR -> throw new IllegalArgumentException(op + " of floats");
        };
    }

    private static double doubles(BinaryOp op, double a, double b) {
        return switch (op) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> a / b;
            case REM -> a % b;
            case MIN -> Math.min(a, b);
            case MAX -> Math.max(a, b);
            case AND, OR, XOR, SHL, SHR, USHR -> throw new IllegalArgumentException(op + " of doubles");
        };
    }

    private static int ints(BinaryOp op, int a, int b) {
        return switch (op) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> a / b;
            case REM -> a % b;
            case MIN -> Math.min(a, b);
            case MAX -> Math.max(a, b);
            case AND -> a & b;
            case OR -> a | b;
            case XOR -> a ^ b;
            case SHL -> a << b;
            case SHR -> a >> b;
            case USHR -> a >>> b;
        };
    }

    private static long longs(BinaryOp op, long a, long b) {
        return switch (op) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> a / b;
            case REM -> a % b;
            case MIN -> Math.min(a, b);
            case MAX -> Math.max(a, b);
            case AND -> a & b;
            case OR -> a | b;
            case XOR -> a ^ b;
            case SHL -> a << b;
            case SHR -> a >> b;
            case USHR -> a >>> b;
        };
    }

    private static boolean truths(BinaryOp op, boolean a, boolean b) {
        return switch (op) {
            case AND -> a & b;
            case OR -> a | b;
            case XOR -> a ^ b;
            case ADD, SUB, MUL, DIV, REM, MIN, MAX, SHL, SHR, USHR ->
                    throw new IllegalArgumentException(op + " of truth values");
        };
    }

    /** As primitives compare: NaN equals nothing and −0 equals 0. */
    static boolean compare(CompareOp op, Object left, Object right) {
        if (left instanceof Boolean) {
            return left.equals(right) == (op == CompareOp.EQ);
        }
        if (left instanceof Integer || left instanceof Long) {
            int order = Long.compare(((Number) left).longValue(), ((Number) right).longValue());
            return switch (op) {
                case EQ -> order == 0;
                case NE -> order != 0;
                case LT -> order < 0;
                case LE -> order <= 0;
                case GT -> order > 0;
                case GE -> order >= 0;
            };
        }
        double a = ((Number) left).doubleValue();
        double b = ((Number) right).doubleValue();
        return switch (op) {
            case EQ -> a == b;
            case NE -> a != b;
            case LT -> a < b;
            case LE -> a <= b;
            case GT -> a > b;
            case GE -> a >= b;
        };
    }
}
