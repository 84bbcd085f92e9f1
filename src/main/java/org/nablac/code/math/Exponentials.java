package org.nablac.code.math;

import static org.nablac.code.Code.abs;
import static org.nablac.code.Code.add;
import static org.nablac.code.Code.bits;
import static org.nablac.code.Code.div;
import static org.nablac.code.Code.fma;
import static org.nablac.code.Code.fromBits;
import static org.nablac.code.Code.lt;
import static org.nablac.code.Code.mul;
import static org.nablac.code.Code.neg;
import static org.nablac.code.Code.select;
import static org.nablac.code.Code.shl;
import static org.nablac.code.Code.sub;
import static org.nablac.code.Code.ushr;

import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.code.Function;
import org.nablac.code.Scalar;

/**
 * exp and what is made of it. x = n·ln 2 + r with an integer n and |r| ≤ ½ ln 2, so that e^x = (1 + z)·s1·s2 with
 * z = e^r − 1 and s1·s2 = 2^n: two factors, since 2^n itself may not be a number, and the last product is the only one
 * that rounds a denormal result.
 *
 * <p>z = r + r²·q(r). The coefficients of q minimise the largest relative error of z (exchange algorithm; rounded one
 * by one from the lowest, the others fitted again): F32 on |r| ≤ 0.502·ln 2 5 coefficients, 2^−26.1; F64 on
 * |r| ≤ 0.5005·ln 2 11 coefficients, 2^−59.7.
 */
final class Exponentials {
    private static final double LOG2_E = 1.4426950408889634;

    private static final double[] Q_F32 = {0.49999997f, 0.16666538f, 0.041667733f, 0.00836728f, 0.0013840147f};
    private static final double[] Q_F64 = {0.5, 0.16666666666666677, 0.041666666666666505, 0.008333333333321608,
        0.0013888888888962754, 0.00019841269886204538, 2.4801587172150896e-05, 2.755724410700886e-06,
        2.755740266868019e-07, 2.5109080620429137e-08, 2.087541358926947e-09};

    /** tanh x = x + x³·p(x²) on |x| ≤ 0.5625: relative error F32 2^−29.4, F64 2^−59.8. */
    private static final double[] TANH_F32 = {-0.33333313f, 0.13332437f, -0.05383594f, 0.021001963f, -0.0061729127f};
    private static final double[] TANH_F64 = {-0.33333333333333276, 0.13333333333322822, -0.053968253961546656,
        0.02186948832227192, -0.008863231556582538, 0.0035920814501474436, -0.0014554745851221695,
        0.0005881632374568998, -0.00023266530812017955, 8.228945635072698e-05, -1.886078030330791e-05};

    private Exponentials() {
    }

    /** e^x = (1 + z)·s1·s2 */
    private record Parts(Expr z, Expr s1, Expr s2) {
        /** t = n + 2·bias in its low bits. */
        static Parts of(Body b, Expr z, Expr t) {
            Expr v = b.let("v", bits(t));
            Expr half = b.let("h", ushr(v, 1));
            Expr s1 = b.let("s1", fromBits(shl(half, b.mantissaBits())));
            Expr s2 = b.let("s2", fromBits(shl(sub(v, half), b.mantissaBits())));
            return new Parts(z, s1, s2);
        }

        /** (1 + z)·s1·s2 */
        Expr product(Body b) {
            return b.let("e", mul(fma(z, s2, s2), s1));
        }
    }

    /** For −104 ≤ x ≤ 104, or −746 ≤ x ≤ 746: beyond, e^x is +0 or +∞ to the last bit. */
    private static Parts parts(Body b, Expr x) {
        double rounder = b.rounder(2 * b.bias());
        Expr t = b.let("t", fma(x, b.k(LOG2_E), b.k(rounder)));
        Expr n = b.let("n", sub(t, b.k(rounder)));
        return Parts.of(b, nearZero(b, remainder(b, n, x)), t);
    }

    /** e^(x + more) of x between −105 and 90, or −750 and 712, and a small {@code more}, which is not rounded away. */
    static Expr exp(Body b, Expr x, Expr more) {
        double rounder = b.rounder(2 * b.bias());
        Expr t = b.let("t", fma(x, b.k(LOG2_E), b.k(rounder)));
        Expr n = b.let("n", sub(t, b.k(rounder)));
        Expr high = b.let("rh", fma(n, b.k(-b.ln2High()), x));                         // exact
        Expr low = b.let("rl", fma(n, b.k(-b.ln2Low()), more));
        Expr r = b.let("r", add(high, low));
        Expr q = b.let("q", b.polynomial(r, Q_F32, Q_F64));
        return Parts.of(b, b.let("z", add(fma(mul(r, r), q, low), high)), t).product(b);
    }

    /** x − n·ln 2; the first step is exact. */
    private static Expr remainder(Body b, Expr n, Expr x) {
        return b.let("r", fma(n, b.k(-b.ln2Low()), fma(n, b.k(-b.ln2High()), x)));
    }

    /** e^r − 1 for |r| ≤ ½ ln 2. */
    static Expr nearZero(Body b, Expr r) {
        Expr q = b.let("q", b.polynomial(r, Q_F32, Q_F64));
        return b.let("z", fma(mul(r, r), q, r));
    }

    static Function exp(Scalar format) {
        Body b = new Body(format);
        Var x = b.parameter("x");
        Parts p = parts(b, b.clamp(x, b.pick(-104, -746), b.pick(89, 710)));
        return b.returns("exp", "e^x", p.product(b), x);
    }

    /** e^x − 1 = (z·s2 + (s2 − 1/s1))·s1 */
    static Function expm1(Scalar format) {
        Body b = new Body(format);
        Var x = b.parameter("x");
        Parts p = parts(b, b.clamp(x, b.pick(-104, -746), b.pick(89, 710)));
        Expr inverse = b.let("i", fromBits(sub(b.whole(2 * b.bitsOf(1)), bits(p.s1))));
        Expr e = b.let("e", mul(fma(p.z, p.s2, sub(p.s2, inverse)), p.s1));
        return b.returns("expm1", "e^x - 1", b.keepZero(x, e), x);
    }

    /** For small |x| the odd polynomial, else ±(1 − 2/(e^2|x| + 1)); beyond ±9.1, or ±19.1, it rounds to ±1. */
    static Function tanh(Scalar format) {
        Body b = new Body(format);
        Var x = b.parameter("x");
        double rounder = b.rounder(b.bias());
        Expr a = b.atMost(b.let("a", abs(x)), b.pick(9.1, 19.1));
        Expr u = b.let("u", mul(a, a));
        Expr near = b.let("v", fma(mul(a, u), b.polynomial(u, TANH_F32, TANH_F64), a));
        Expr t = b.let("t", fma(a, b.k(2 * LOG2_E), b.k(rounder)));                    // low bits: n + bias
        Expr n = b.let("n", sub(t, b.k(rounder)));
        Expr z = nearZero(b, remainder(b, n, add(a, a)));
        Expr s = b.let("s", fromBits(shl(bits(t), b.mantissaBits())));
        Expr far = b.let("f", sub(b.k(1), div(b.k(2), fma(z, s, add(s, b.k(1))))));
        return b.returns("tanh", "tanh x", b.withSignOf(x, select(lt(a, b.k(0.5625)), near, far)), x);
    }

    /**
     * 1/(1 + E) with E = e^−x = (1 + z)·s1·s2 is i/(i + s2 + z·s2) with i = 1/s1, where nothing overflows and a
     * denormal result is rounded once. h + l = i + s2 exactly, as long as it matters.
     */
    static Function sigmoid(Scalar format) {
        Body b = new Body(format);
        Var x = b.parameter("x");
        double limit = b.pick(104, 746);
        Parts p = parts(b, b.let("m", neg(b.clamp(x, -limit, limit))));
        Expr inverse = b.let("i", fromBits(sub(b.whole(2 * b.bitsOf(1)), bits(p.s1))));
        Expr h = b.let("d", add(p.s2, inverse));
        Expr l = b.let("l", add(sub(p.s2, h), inverse));
        return b.returns("sigmoid", "1/(1 + e^-x)", div(inverse, add(h, fma(p.z, p.s2, l))), x);
    }

    /** max(x, 0) + log(1 + e^−|x|) */
    static Function softplus(Scalar format) {
        Body b = new Body(format);
        Var x = b.parameter("x");
        Expr e = exp(b, b.atLeast(b.let("a", neg(abs(x))), b.pick(-104, -746)), b.k(0));
        Expr value = Logarithms.ofOnePlusUnit(b, e, b.positive(x));
        return b.returns("softplus", "log(1 + e^x)", value, x);
    }
}
