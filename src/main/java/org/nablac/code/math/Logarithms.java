package org.nablac.code.math;

import static org.nablac.code.Code.add;
import static org.nablac.code.Code.and;
import static org.nablac.code.Code.bits;
import static org.nablac.code.Code.div;
import static org.nablac.code.Code.eq;
import static org.nablac.code.Code.fma;
import static org.nablac.code.Code.fromBits;
import static org.nablac.code.Code.gt;
import static org.nablac.code.Code.lt;
import static org.nablac.code.Code.mul;
import static org.nablac.code.Code.neg;
import static org.nablac.code.Code.or;
import static org.nablac.code.Code.select;
import static org.nablac.code.Code.shl;
import static org.nablac.code.Code.sub;
import static org.nablac.code.Code.ushr;

import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.code.Function;
import org.nablac.code.Scalar;

/**
 * log and log1p: x = 2^k·(1 + f) with √½ ≤ 1 + f < √2, and log x = k·ln 2 + log(1 + f).
 *
 * <p>With s = f/(2 + f), w = s², h = f²/2: log(1 + f) = 2 atanh s = f − (h − s·(h + R)), where R = 2 atanh(s)/s − 2 =
 * w·p(w) (the form of Sun's fdlibm: f is exact, and all that is rounded is small beside it). p minimises the largest
 * relative error of the logarithm; on 0 ≤ w ≤ (3 − 2√2)²: F32 3 coefficients, 2^−30.2; F64 7 coefficients, 2^−59.5.
 * For log(1 + e) with 0 ≤ e ≤ 1, that is w ≤ 1/9: 5 coefficients, 2^−33; 10 coefficients, 2^−59.4.
 */
final class Logarithms {
    private static final double[] P_F32 = {0.66666776f, 0.39977586f, 0.29870695f};
    private static final double[] P_F64 = {0.6666666666666734, 0.39999999999416935, 0.2857142874193363,
        0.22222198616079544, 0.1818356225386519, 0.1531410012117557, 0.14795484217822383};
    private static final double[] P_UNIT_F32 = {0.66666675f, 0.3999895f, 0.28615203f, 0.21444148f, 0.24243593f};
    private static final double[] P_UNIT_F64 = {0.6666666666666631, 0.400000000001559, 0.2857142854801399,
        0.22222223960381682, 0.1818174423321414, 0.15386553797014754, 0.13301048396113602, 0.1210553725080391,
        0.08342321345541844, 0.1701477775177314};

    private Logarithms() {
    }

    /**
     * A positive normal number x = 2^k·(1 + f).
     *
     * @param biased k + bias, an integer
     * @param onePlusF in [√½, √2)
     */
    record Split(Expr biased, Expr onePlusF) {
        static Split of(Body b, Expr x) {
            long rootHalf = b.bitsOf(Math.sqrt(0.5));
            long mantissa = (1L << b.mantissaBits()) - 1;
            Expr j = b.let("j", add(bits(x), b.whole(b.bitsOf(1) - rootHalf)));
            Expr biased = b.let("l", ushr(j, b.mantissaBits()));
            return new Split(biased, b.let("g", fromBits(add(and(j, b.whole(mantissa)), b.whole(rootHalf)))));
        }

        /** k + offset as a floating number: the bits of 2^b + (k + bias), less 2^b + bias − offset. */
        Expr k(Body b, Expr power) {
            Expr raised = fromBits(or(biased, b.whole(b.bitsOf(Math.scalb(1.0, b.mantissaBits())))));
            return b.let("k", sub(raised, power));
        }
    }

    /** x, or x·2^(b+1) if x is denormal; and 2^b + bias, or b + 1 more, which {@link Split#k} takes off. */
    record Normal(Expr x, Expr offset) {
        static Normal of(Body b, Expr x) {
            int up = b.mantissaBits() + 1;
            double offset = Math.scalb(1.0, b.mantissaBits()) + b.bias();
            Expr denormal = b.let("m", lt(x, b.k(b.pick(Float.MIN_NORMAL, Double.MIN_NORMAL))));
            return new Normal(b.let("v", select(denormal, mul(x, b.k(Math.scalb(1.0, up))), x)),
                    b.let("o", select(denormal, b.k(offset + up), b.k(offset))));
        }
    }

    /** s, h, and h + R. */
    private record Series(Expr s, Expr h, Expr sum) {
        static Series of(Body b, Expr f, double[] f32, double[] f64) {
            Expr s = b.let("s", div(f, add(f, b.k(2))));
            Expr w = b.let("w", mul(s, s));
            Expr h = b.let("h", mul(mul(f, f), b.k(0.5)));
            return new Series(s, h, b.let("y", fma(w, b.polynomial(w, f32, f64), h)));
        }
    }

    /** log(1 + e) + more for 0 ≤ e ≤ 1. */
    static Expr ofOnePlusUnit(Body b, Expr e, Expr more) {
        Series series = Series.of(b, e, P_UNIT_F32, P_UNIT_F64);
        return b.let("u", add(e, add(fma(series.s, series.sum, neg(series.h)), more)));
    }

    /** k·ln 2 + log(1 + f), the small parts first. */
    private static Expr sum(Body b, Expr k, Expr f) {
        Series series = Series.of(b, f, P_F32, P_F64);
        Expr low = sub(fma(series.s, series.sum, mul(k, b.k(b.ln2Low()))), series.h);
        return b.let("a", fma(k, b.k(b.ln2High()), add(f, low)));
    }

    /** log x of a positive normal number, which {@link Split#k} makes k of {@code offset}. */
    static Expr ofNormal(Body b, Expr x, Expr offset) {
        Split split = Split.of(b, x);
        Expr k = split.k(b, offset);
        return sum(b, k, b.let("f", sub(split.onePlusF, b.k(1))));
    }

    static Function log(Scalar format) {
        Body b = new Body(format);
        Var x = b.parameter("x");
        Normal n = Normal.of(b, x);
        Expr a = ofNormal(b, n.x, n.offset);
        Expr edge = select(eq(x, b.k(0)), b.k(Double.NEGATIVE_INFINITY), b.k(Double.NaN));
        Expr value = select(lt(x, b.k(Double.POSITIVE_INFINITY)), a, x);
        return b.returns("log", "log x, natural", select(gt(x, b.k(0)), value, edge), x);
    }

    /** What {@link Split#k} takes off a number that was not scaled. */
    static Expr noOffset(Body b) {
        return b.k(Math.scalb(1.0, b.mantissaBits()) + b.bias());
    }

    /** 1 + x = 2^k·(1 + f), k from the rounded sum, but f = (2^−k)·x + (2^−k − 1) from x, rounded once. */
    static Function log1p(Scalar format) {
        Body b = new Body(format);
        Var x = b.parameter("x");
        Split split = Split.of(b, b.let("v", add(x, b.k(1))));
        Expr k = split.k(b, noOffset(b));
        // s = 2^(2 − k), a normal number for every k, and 4f
        Expr s = b.let("s", fromBits(shl(sub(b.whole(2L * b.bias() + 2), split.biased), b.mantissaBits())));
        Expr f = b.let("f", mul(fma(s, x, sub(s, b.k(4))), b.k(0.25)));
        Expr a = sum(b, k, f);
        Expr edge = select(eq(x, b.k(-1)), b.k(Double.NEGATIVE_INFINITY), b.k(Double.NaN));
        Expr value = select(eq(add(x, x), x), x, a);                                   // ±0 and +∞
        return b.returns("log1p", "log(1 + x), natural", select(gt(x, b.k(-1)), value, edge), x);
    }
}
