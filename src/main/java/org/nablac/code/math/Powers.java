package org.nablac.code.math;

import static org.nablac.code.Code.abs;
import static org.nablac.code.Code.add;
import static org.nablac.code.Code.and;
import static org.nablac.code.Code.bits;
import static org.nablac.code.Code.div;
import static org.nablac.code.Code.eq;
import static org.nablac.code.Code.fma;
import static org.nablac.code.Code.fromBits;
import static org.nablac.code.Code.lt;
import static org.nablac.code.Code.mul;
import static org.nablac.code.Code.ne;
import static org.nablac.code.Code.neg;
import static org.nablac.code.Code.or;
import static org.nablac.code.Code.select;
import static org.nablac.code.Code.sub;

import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.code.Function;
import org.nablac.code.Scalar;

/**
 * pow: |x|^y = e^(y·log |x|), the logarithm as a sum of two numbers, high + low, since y·log |x| may be as large as 745
 * and its absolute error is the relative error of the result.
 *
 * <p>With |x| = 2^k·(1 + f), s = f/(2 + f), w = s²: log |x| = k·ln 2 + 2s·(1 + w·(⅓ + w·p(w))), everything down to ⅓ in
 * two numbers; p minimises the largest relative error on w ≤ (3 − 2√2)²: of the logarithm, F32 2^−36.8, F64 2^−66.3.
 */
final class Powers {
    private static final double[] P_F32 = {0.20000076f, 0.14273545f, 0.11709817f};
    private static final double[] P_F64 = {0.20000000000001128, 0.14285714285049797, 0.11111111259960256,
        0.09090892183624788, 0.07693378664480158, 0.06628408860517909, 0.06598164816136362};
    private static final double THIRD_LOW_F32 = 1.0 / 3 - (float) (1.0 / 3);
    private static final double THIRD_LOW_F64 = 0x1.5555555555555p-56;
    /** ln 2 = high + low, where high has so few digits that k·high is exact. */
    private static final double LN2_SHORT_F32 = 0x1.62e4p-1;
    private static final double LN2_REST_F32 = 1.42860677e-6;
    private static final double LN2_SHORT_F64 = 0x1.62e42feep-1;
    private static final double LN2_REST_F64 = 0x1.a39ef35793c76p-33;

    private Powers() {
    }

    /** high + low, |low| at most half a unit in the last place of high. */
    private record Two(Expr high, Expr low) {
        /** a + b of numbers |a| ≥ |b|, or a = 0, exactly. */
        static Two sum(Body b, String name, Expr larger, Expr smaller) {
            Expr high = b.let(name, add(larger, smaller));
            return new Two(high, b.let(name + "l", add(sub(larger, high), smaller)));
        }

        /** this · that, less the product of the low parts. */
        Two times(Body b, String name, Two that) {
            Expr h = b.let(name, mul(high, that.high));
            Expr l = fma(high, that.low, fma(low, that.high, fma(high, that.high, neg(h))));
            return new Two(h, b.let(name + "l", l));
        }
    }

    static Function pow(Scalar format) {
        Body b = new Body(format);
        Var x = b.parameter("x");
        Var y = b.parameter("y");
        Expr a = b.let("a", abs(x));
        Two log = log(b, a);
        // ±0 and ±∞ have the logarithms ∓∞: the product with y is then infinite too
        Expr finite = select(lt(a, b.k(Double.POSITIVE_INFINITY)), log.high, a);
        Expr lh = b.let("lh", select(eq(a, b.k(0)), b.k(Double.NEGATIVE_INFINITY), finite));
        Expr ph = b.let("ph", mul(y, lh));
        Expr pl = b.let("pl", fma(y, log.low, fma(y, lh, neg(ph))));
        Expr bounded = b.clamp(ph, b.pick(-105, -750), b.pick(90, 712));
        Expr power = Exponentials.exp(b, bounded, b.let("pm", select(eq(ph, bounded), pl, b.k(0))));
        return b.returns("pow", "x^y", special(b, x, a, y, power), x, y);
    }

    /** log a of a positive number a. */
    private static Two log(Body b, Expr a) {
        Logarithms.Normal n = Logarithms.Normal.of(b, a);
        Logarithms.Split split = Logarithms.Split.of(b, n.x());
        Expr k = split.k(b, n.offset());
        Expr f = b.let("f", sub(split.onePlusF(), b.k(1)));
        Two d = Two.sum(b, "d", b.k(2), f);
        Expr q = b.let("s", div(f, d.high));
        Expr minus = b.let("m", neg(q));
        Expr rest = fma(minus, d.low, fma(minus, d.high, f));                          // f − q·d
        Two s = new Two(q, b.let("sl", div(rest, d.high)));
        Two w = s.times(b, "w", s);
        Two third = Two.sum(b, "c", b.k(1.0 / 3), b.let("p", mul(w.high, b.polynomial(w.high, P_F32, P_F64))));
        Two inner = new Two(third.high, add(third.low, b.k(b.pick(THIRD_LOW_F32, THIRD_LOW_F64)))).times(b, "t", w);
        Two twice = new Two(b.let("s2", add(s.high, s.high)), b.let("s2l", add(s.low, s.low)));
        Two outer = inner.times(b, "o", twice);
        Expr binary = b.let("kl", mul(k, b.k(b.pick(LN2_SHORT_F32, LN2_SHORT_F64))));  // exact
        Two first = Two.sum(b, "e", binary, twice.high);
        Two second = Two.sum(b, "g2", first.high, outer.high);
        Expr small = fma(k, b.k(b.pick(LN2_REST_F32, LN2_REST_F64)), add(twice.low, outer.low));
        return Two.sum(b, "g3", second.high, b.let("gl", add(add(first.low, second.low), small)));
    }

    /**
     * |x|^y made x^y. With h = |y|/2 the distance from h to the nearest integer is 0 for an even y, ½ for an odd one.
     * Numbers beyond 2^(b+1) are even; those below 2^−10 are no integers, but 0, which is looked at last.
     */
    private static Expr special(Body b, Expr x, Expr a, Expr y, Expr power) {
        double unit = Math.scalb(1.0, b.mantissaBits());
        Expr h = b.let("yh", mul(b.clamp(b.let("yb", abs(y)), 0x1p-10, 2 * unit), b.k(0.5)));
        Expr distance = b.let("ya", abs(sub(h, sub(add(h, b.k(unit)), b.k(unit)))));
        Expr odd = eq(distance, b.k(0.5));
        Expr sign = select(odd, and(bits(x), b.whole(b.bitsOf(-0.0))), b.whole(0));
        Expr signed = b.let("z1", fromBits(or(bits(power), sign)));
        Expr fraction = and(ne(distance, b.k(0)), ne(distance, b.k(0.5)));
        Expr impossible = and(and(lt(x, b.k(0)), ne(a, b.k(Double.POSITIVE_INFINITY))), fraction);
        return select(eq(y, b.k(0)), b.k(1), select(impossible, b.k(Double.NaN), signed));
    }
}
