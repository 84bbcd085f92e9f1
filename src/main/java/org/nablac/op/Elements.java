package org.nablac.op;

import java.util.List;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Scalar;
import org.nablac.code.Target;
import org.nablac.code.Type;

/** Calls of the elementary functions, in the type of their argument. */
final class Elements {
    private static final Type.Reference MATH = new Type.Reference("java.lang.Math");

    private Elements() {
    }

    static Expr exp(Expr x) {
        return math("exp", x);
    }

    static Expr log(Expr x) {
        return math("log", x);
    }

    static Expr expm1(Expr x) {
        return math("expm1", x);
    }

    static Expr log1p(Expr x) {
        return math("log1p", x);
    }

    static Expr tanh(Expr x) {
        return math("tanh", x);
    }

    static Expr sin(Expr x) {
        return math("sin", x);
    }

    static Expr cos(Expr x) {
        return math("cos", x);
    }

    static Expr sigmoid(Expr x) {
        Expr one = Code.constant(x.type(), 1);
        return Code.div(one, Code.add(one, exp(Code.neg(x))));
    }

    static Expr softplus(Expr x) {
        return Code.add(Code.max(x, Code.constant(x.type(), 0)), log1p(exp(Code.neg(Code.abs(x)))));
    }

    static Expr erf(Expr x) {
        return call(new Type.Reference("org.nablac.op.ErrorFunction"), "erf", x);
    }

    static Expr pow(Expr x, double exponent) {
        return call(MATH, "pow", x, Code.constant(x.type(), exponent));
    }

    static Expr randomBits(Expr seed, Expr step, Expr stream, Expr index) {
        return Code.call(new Target.External(Target.Kind.STATIC, new Type.Reference("org.nablac.op.RandomLeaf"), "bits",
                List.of(Scalar.I64, Scalar.I64, Scalar.I32, Scalar.I64), Scalar.I64), seed, step, stream, index);
    }

    static Expr normal(Scalar scalar, Expr bits) {
        int digits = scalar == Scalar.F32 ? 23 : 52;
        Expr k = Code.convert(Scalar.F64, Code.ushr(bits, 64 - digits));
        Expr u = Code.mul(Code.add(k, Code.c(0.5)), Code.c(Math.scalb(1.0, -digits)));
        return Code.convert(scalar, call(new Type.Reference("org.nablac.op.ErrorFunction"), "quantile", u));
    }

    private static Expr math(String name, Expr x) {
        return call(MATH, name, x);
    }

    private static Expr call(Type.Reference owner, String name, Expr... x) {
        List<Type> doubles = java.util.Collections.nCopies(x.length, Scalar.F64);
        Expr[] wide = java.util.Arrays.stream(x).map(e -> Code.convert(Scalar.F64, e)).toArray(Expr[]::new);
        return Code.convert(x[0].type(), Code.call(new Target.External(Target.Kind.STATIC, owner, name, doubles, Scalar.F64), wide));
    }
}
