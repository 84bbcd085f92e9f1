package org.nablac.code.math;

import static org.nablac.code.Code.add;
import static org.nablac.code.Code.c;
import static org.nablac.code.Code.convert;
import static org.nablac.code.Code.fma;
import static org.nablac.code.Code.lt;
import static org.nablac.code.Code.mul;
import static org.nablac.code.Code.select;
import static org.nablac.code.Code.sqrt;
import static org.nablac.code.Code.sub;
import static org.nablac.code.Code.ushr;
import static org.nablac.code.Code.xor;

import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.code.Function;
import org.nablac.code.Scalar;

/**
 * Random numbers from a counter, the same as {@code org.nablac.runtime.CounterRandom}, and normal ones by the inverse
 * of the distribution function: z = Φ⁻¹(½ + q) with q from the bits, −½ < q < ½.
 *
 * <p>With a = 1 − 4q² and w = −log a: z = q·P(w), a polynomial in w for the centre, in √w for the tails (after Giles,
 * "Approximating the erfinv function", 2010). The coefficients minimise the largest relative error: F32 2^−24.9 up to
 * w = 5, 2^−23.2 beyond; F64 2^−53.2 up to 6.25, 2^−52.4 up to 16, 2^−51.7 beyond.
 */
final class Random {
    private static final long GAMMA = 0x9e3779b97f4a7c15L;
    private static final long FACTOR_1 = 0xbf58476d1ce4e5b9L;
    private static final long FACTOR_2 = 0x94d049bb133111ebL;

    /** In w − 2.5 on 0 ≤ w ≤ 5. */
    private static final double[] CENTRE_F32 = {4.246627f, 0.69760406f, -0.011815434f, -0.0035432891f, 0.00061757135f,
        -1.4038448e-05f, -9.794007e-06f, 1.3185261e-06f, 6.571186e-08f, -2.4864615e-08f};
    /** In √w − 3 on 5 ≤ w ≤ 16.7. */
    private static final double[] TAIL_F32 = {8.012869f, 2.8331625f, 0.02668797f, -0.021567633f, 0.016296841f,
        -0.010352399f, 0.0036775582f, 0.00024352959f, -0.0004678802f};
    /** In w − 3.125 on 0 ≤ w ≤ 6.25. */
    private static final double[] CENTRE_F64 = {4.677241420053186, 0.6792699174022776, -0.017065798354537243,
        -0.0020950231389692806, 0.0005281640990938066, -3.9265705732592216e-05, -3.862130079261596e-06,
        1.1977789786465055e-06, -8.222345916748883e-08, -1.1632364699917927e-08, 2.9732946325302127e-09,
        -1.5313780182092187e-10, -3.670438098188259e-11, 7.439765622977692e-12, -2.2958363495866467e-13,
        -1.131080824148451e-13, 1.865262274632426e-14, -1.2125150830193354e-16, -3.6780558095581583e-16,
        4.457597868560718e-17, 3.2368645493871894e-18, -1.0113257323555255e-18, -2.8537329430275392e-21,
        9.548421191248632e-21};
    /** In √w − 3.25 on 6.25 ≤ w ≤ 16. */
    private static final double[] MIDDLE_F64 = {8.72254571033066, 2.8433017316205085, 0.015191240408049518,
        -0.010610019892847935, 0.007046862405684176, -0.004775164391286781, 0.002696309507948358,
        -0.001004197577816172, 6.797059503240216e-05, 0.00019313762140570163, -0.00013383826744741074,
        3.528941398358409e-05, 8.275964324390671e-06, -1.1360822440266877e-05, 4.2362823486128016e-06,
        5.996376694046515e-08, -7.636594053911148e-07, 2.5305496344304155e-07};
    /** In √w − 5 on 16 ≤ w ≤ 36.1. */
    private static final double[] TAIL_F64 = {13.717606818224224, 2.8575612389665057, -0.0003923574829135785,
        -0.0006081970209648434, 0.00021494710766218353, -5.566848727635349e-05, 1.2801597180401765e-05,
        -2.8085198614530875e-06, 6.478944458090025e-07, -1.9166617482731957e-07, 8.206043193235271e-08,
        -4.211732742267025e-08, 2.201022835967999e-08, -1.0850343642798955e-08, 3.965769523251575e-09,
        -6.872989542043733e-10};

    private Random() {
    }

    /** The equations are at the top of {@code CounterRandom}. */
    static Function bits() {
        Body b = new Body(Scalar.F64);
        Var seed = b.parameter("seed", Scalar.I64);
        Var step = b.parameter("step", Scalar.I64);
        Var stream = b.parameter("stream", Scalar.I32);
        Var index = b.parameter("index", Scalar.I64);
        Expr h = mix(b, add(seed, c(GAMMA)));
        h = mix(b, add(xor(h, convert(Scalar.I64, stream)), c(GAMMA)));
        h = mix(b, add(xor(h, step), c(GAMMA)));
        Expr value = mix(b, add(h, mix(b, xor(h, index))));
        return b.returnsAs("randomBits", "64 random bits of the counter (seed, step, stream, index)", value,
                seed, step, stream, index);
    }

    private static Expr mix(Body b, Expr z) {
        Expr z0 = b.let("z", z);
        Expr z1 = b.let("z", mul(xor(z0, ushr(z0, 30)), c(FACTOR_1)));
        Expr z2 = b.let("z", mul(xor(z1, ushr(z1, 27)), c(FACTOR_2)));
        return b.let("z", xor(z2, ushr(z2, 31)));
    }

    /** k·2^−24 or k·2^−53 with k the highest bits. */
    static Function uniform(Scalar format) {
        Body b = new Body(format);
        Var bits = b.parameter("bits", Scalar.I64);
        return b.returns("uniform", "in [0, 1), from 64 random bits", uniform(b, bits), bits);
    }

    private static Expr uniform(Body b, Expr bits) {
        int digits = b.mantissaBits() + 1;
        return b.let("u", mul(convert(b.format(), ushr(bits, 64 - digits)), b.k(Math.scalb(1.0, -digits))));
    }

    /** q = (k + ½)·2^−24 − ½, or 2^−53: an odd multiple of 2^−25, or 2^−54, so exact, and never 0 nor ±½. */
    static Function normal(Scalar format) {
        Body b = new Body(format);
        Var bits = b.parameter("bits", Scalar.I64);
        Expr halfStep = b.k(Math.scalb(1.0, -b.mantissaBits() - 2));
        Expr q = b.let("q", add(sub(uniform(b, bits), b.k(0.5)), halfStep));
        return b.returns("normal", "standard normal, from 64 random bits", quantile(b, q), bits);
    }

    /** Φ⁻¹(½ + q) of −½ < q < ½. */
    static Function quantile(Scalar format) {
        Body b = new Body(format);
        Var q = b.parameter("q");
        return b.returns("normalQuantile", "z with P(N(0, 1) <= z) = 1/2 + q", quantile(b, q), q);
    }

    private static Expr quantile(Body b, Expr q) {
        Expr a = b.let("a", fma(mul(q, b.k(-4)), q, b.k(1)));                          // 1 − 4q², rounded once
        Expr w = b.let("w", mul(Logarithms.ofNormal(b, a, Logarithms.noOffset(b)), b.k(-1)));
        Expr root = b.let("r", sqrt(w));
        Expr centre = polynomial(b, w, b.pick(2.5, 3.125), CENTRE_F32, CENTRE_F64);
        Expr tail = polynomial(b, root, b.pick(3, 5), TAIL_F32, TAIL_F64);
        if (!b.isF32()) {
            tail = select(lt(w, b.k(16)), polynomial(b, root, 3.25, MIDDLE_F64, MIDDLE_F64), tail);
        }
        return b.let("z", mul(q, select(lt(w, b.k(b.pick(5, 6.25))), centre, tail)));
    }

    private static Expr polynomial(Body b, Expr x, double centre, double[] f32, double[] f64) {
        return b.let("p", b.polynomial(b.let("d", sub(x, b.k(centre))), f32, f64));
    }
}
