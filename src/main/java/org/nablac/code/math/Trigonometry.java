package org.nablac.code.math;

import static org.nablac.code.Code.abs;
import static org.nablac.code.Code.add;
import static org.nablac.code.Code.and;
import static org.nablac.code.Code.bits;
import static org.nablac.code.Code.eq;
import static org.nablac.code.Code.fma;
import static org.nablac.code.Code.fromBits;
import static org.nablac.code.Code.gt;
import static org.nablac.code.Code.mul;
import static org.nablac.code.Code.select;
import static org.nablac.code.Code.shl;
import static org.nablac.code.Code.sub;
import static org.nablac.code.Code.xor;

import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.code.Function;
import org.nablac.code.Scalar;

/**
 * sin and cos: x = n·π/2 + r with |r| ≤ π/4 (and a little), π/2 in three parts (Cody and Waite, with fma: the first
 * subtraction is exact). By n mod 4 the result is ± sin r or ± cos r:
 * sin r = r + r·u·S(u), cos r = 1 − u/2 + u²·C(u), u = r².
 *
 * <p>S and C minimise the largest relative error of sin, absolute error of cos, for |r| ≤ 0.786: F32 3 coefficients
 * each, 2^−28 and 2^−33; F64 6 coefficients each, 2^−58 and 2^−64.
 *
 * <p>Beyond {@link #limit} there are not enough digits of π/2: there the result is that for 0, and NaN for ±∞.
 */
final class Trigonometry {
    private static final double[] HALF_PI_F32 = {1.5707964f, -4.371139e-8f, -1.7151245e-15f};
    private static final double[] HALF_PI_F64 = {0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54, -0x1.f1976b7ed8fbcp-110};
    private static final double[] S_F32 = {-0.16666655f, 0.00833219f, -0.00019518407f};
    private static final double[] S_F64 = {-0.16666666666666632, 0.008333333333322463, -0.00019841269829824415,
        2.7557313692354035e-06, -2.5050757577206624e-08, 1.58967371994311e-10};
    private static final double[] C_F32 = {0.041666646f, -0.0013887301f, 2.443067e-05f};
    private static final double[] C_F64 = {0.0416666666666666, -0.0013888888888874448, 2.48015872896437e-05,
        -2.7557314390417373e-07, 2.0875727554703374e-09, -1.1359832417218668e-11};

    private Trigonometry() {
    }

    /** The bound of sin and cos holds for |x| up to this. */
    static double limit(Scalar format) {
        return format == Scalar.F32 ? 0x1p18 : 0x1p45;
    }

    static Function sin(Scalar format) {
        Body b = new Body(format);
        Var x = b.parameter("x");
        return b.returns("sin", "sin x, x in radians", turned(b, x, 0), x);
    }

    static Function cos(Scalar format) {
        Body b = new Body(format);
        Var x = b.parameter("x");
        return b.returns("cos", "cos x, x in radians", turned(b, x, 1), x);
    }

    /** sin(x + quarters·π/2), 0 or 1 quarters */
    private static Expr turned(Body b, Expr x, int quarters) {
        double[] halfPi = b.isF32() ? HALF_PI_F32 : HALF_PI_F64;
        double rounder = b.rounder(0);
        Expr far = gt(abs(x), b.k(limit(b.isF32() ? Scalar.F32 : Scalar.F64)));
        Expr v = b.let("v", select(far, mul(x, b.k(0)), x));
        Expr t = b.let("t", fma(v, b.k(2 / Math.PI), b.k(rounder)));                   // low bits: n
        Expr n = b.let("n", sub(t, b.k(rounder)));
        Expr r0 = b.let("r0", fma(n, b.k(-halfPi[0]), v));                             // exact
        Expr r1 = b.let("r1", fma(n, b.k(-halfPi[1]), r0));
        Expr r = b.let("r", fma(n, b.k(-halfPi[2]), r1));
        Expr u = b.let("u", mul(r, r));
        Expr sine = b.let("s", fma(mul(r, u), b.polynomial(u, S_F32, S_F64), r));
        Expr cosine = b.let("c", add(fma(u, b.k(-0.5), mul(mul(u, u), b.polynomial(u, C_F32, C_F64))), b.k(1)));
        Expr turn = b.let("q", add(bits(t), b.whole(quarters)));
        Expr y = b.let("y", select(eq(and(turn, b.whole(1)), b.whole(0)), sine, cosine));
        int toSign = b.isF32() ? 30 : 62;
        Expr z = b.let("z", fromBits(xor(bits(y), shl(and(turn, b.whole(2)), toSign))));
        return quarters == 0 ? b.keepZero(v, z) : z;
    }
}
