package org.nablac.code;

import java.util.List;
import java.util.Optional;
import org.nablac.code.Expr.Binary;
import org.nablac.code.Expr.BinaryOp;
import org.nablac.code.Expr.Call;
import org.nablac.code.Expr.Compare;
import org.nablac.code.Expr.CompareOp;
import org.nablac.code.Expr.Const;
import org.nablac.code.Expr.Unary;
import org.nablac.code.Expr.UnaryOp;
import org.nablac.code.Expr.Var;

/**
 * Short names for the trees, so that what lowering writes reads as the code it stands for:
 * {@code loop(i, c(0), n, store(out, i, add(mul(load(a, i), load(b, i)), c(1f))))}.
 * Integer arithmetic on constants, and adding 0 or multiplying by 1, is done here, since index
 * expressions are full of it.
 */
public final class Code {
    private Code() {
    }

    public static Const c(int value) {
        return new Const(Scalar.I32, value);
    }

    public static Const c(long value) {
        return new Const(Scalar.I64, value);
    }

    public static Const c(float value) {
        return new Const(Scalar.F32, value);
    }

    public static Const c(double value) {
        return new Const(Scalar.F64, value);
    }

    public static Const c(boolean value) {
        return new Const(Scalar.BOOL, value);
    }

    public static Const c(String value) {
        return new Const(Type.STRING, value);
    }

    /** {@code value} as a constant of the numeric type {@code type}. */
    public static Const constant(Type type, double value) {
        return switch ((Scalar) type) {
            case F32 -> c((float) value);
            case F64 -> c(value);
            case I32 -> c((int) value);
            case I64 -> c((long) value);
            case BOOL -> c(value != 0);
            case VOID -> throw new IllegalArgumentException("a constant of type void");
        };
    }

    public static Var v(String name, Type type) {
        return new Var(name, type);
    }

    public static Var i(String name) {
        return new Var(name, Scalar.I32);
    }

    public static Expr add(Expr a, Expr b) {
        if (a instanceof Const x && b instanceof Const y && x.value() instanceof Integer p
                && y.value() instanceof Integer q) {
            return c(p + q);
        }
        return isInt(a, 0) ? b : isInt(b, 0) ? a : new Binary(BinaryOp.ADD, a, b);
    }

    public static Expr sub(Expr a, Expr b) {
        if (a instanceof Const x && b instanceof Const y && x.value() instanceof Integer p
                && y.value() instanceof Integer q) {
            return c(p - q);
        }
        return isInt(b, 0) ? a : new Binary(BinaryOp.SUB, a, b);
    }

    public static Expr mul(Expr a, Expr b) {
        if (a instanceof Const x && b instanceof Const y && x.value() instanceof Integer p
                && y.value() instanceof Integer q) {
            return c(p * q);
        }
        if (isInt(a, 0) || isInt(b, 0)) {
            return c(0);
        }
        return isInt(a, 1) ? b : isInt(b, 1) ? a : new Binary(BinaryOp.MUL, a, b);
    }

    public static Expr div(Expr a, Expr b) {
        return isInt(b, 1) ? a : new Binary(BinaryOp.DIV, a, b);
    }

    public static Expr rem(Expr a, Expr b) {
        return isInt(b, 1) ? c(0) : new Binary(BinaryOp.REM, a, b);
    }

    public static Expr min(Expr a, Expr b) {
        return new Binary(BinaryOp.MIN, a, b);
    }

    public static Expr max(Expr a, Expr b) {
        return new Binary(BinaryOp.MAX, a, b);
    }

    public static Expr and(Expr a, Expr b) {
        return new Binary(BinaryOp.AND, a, b);
    }

    public static Expr or(Expr a, Expr b) {
        return new Binary(BinaryOp.OR, a, b);
    }

    public static Expr xor(Expr a, Expr b) {
        return new Binary(BinaryOp.XOR, a, b);
    }

    public static Expr shl(Expr a, int distance) {
        return new Binary(BinaryOp.SHL, a, c(distance));
    }

    public static Expr shr(Expr a, int distance) {
        return new Binary(BinaryOp.SHR, a, c(distance));
    }

    public static Expr ushr(Expr a, int distance) {
        return new Binary(BinaryOp.USHR, a, c(distance));
    }

    public static Expr neg(Expr x) {
        return new Unary(UnaryOp.NEG, x);
    }

    public static Expr abs(Expr x) {
        return new Unary(UnaryOp.ABS, x);
    }

    public static Expr sqrt(Expr x) {
        return new Unary(UnaryOp.SQRT, x);
    }

    public static Expr not(Expr x) {
        return new Unary(UnaryOp.NOT, x);
    }

    public static Expr bits(Expr x) {
        return new Unary(UnaryOp.BITS, x);
    }

    public static Expr fromBits(Expr x) {
        return new Unary(UnaryOp.FROM_BITS, x);
    }

    public static Expr fma(Expr a, Expr b, Expr c) {
        return new Expr.Fma(a, b, c);
    }

    public static Expr eq(Expr a, Expr b) {
        return new Compare(CompareOp.EQ, a, b);
    }

    public static Expr ne(Expr a, Expr b) {
        return new Compare(CompareOp.NE, a, b);
    }

    public static Expr lt(Expr a, Expr b) {
        return new Compare(CompareOp.LT, a, b);
    }

    public static Expr le(Expr a, Expr b) {
        return new Compare(CompareOp.LE, a, b);
    }

    public static Expr gt(Expr a, Expr b) {
        return new Compare(CompareOp.GT, a, b);
    }

    public static Expr ge(Expr a, Expr b) {
        return new Compare(CompareOp.GE, a, b);
    }

    public static Expr select(Expr condition, Expr yes, Expr no) {
        return new Expr.Select(condition, yes, no);
    }

    public static Expr convert(Type to, Expr x) {
        return x.type().equals(to) ? x : new Expr.Convert(to, x);
    }

    public static Expr load(Expr array, Expr index) {
        return new Expr.Load(array, index);
    }

    public static Expr length(Expr array) {
        return new Expr.Length(array);
    }

    public static Expr call(Target target, Expr... arguments) {
        return new Call(target, List.of(arguments));
    }

    public static Stmt let(Var variable, Expr value) {
        return new Stmt.Let(variable, value);
    }

    public static Stmt assign(Var variable, Expr value) {
        return new Stmt.Assign(variable, value);
    }

    public static Stmt store(Expr array, Expr index, Expr value) {
        return new Stmt.Store(array, index, value);
    }

    public static Stmt loop(Var variable, Expr from, Expr to, Stmt... body) {
        return new Stmt.For(variable, from, to, 1, List.of(body));
    }

    public static Stmt returns(Expr value) {
        return new Stmt.Return(Optional.of(value));
    }

    public static Stmt evaluate(Expr value) {
        return new Stmt.Evaluate(value);
    }

    private static boolean isInt(Expr e, int value) {
        return e instanceof Const k && k.value() instanceof Integer n && n == value;
    }
}
