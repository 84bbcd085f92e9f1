package org.nablac.code.math;

import static org.nablac.code.Code.call;
import static org.nablac.code.Code.constant;
import static org.nablac.code.Code.div;
import static org.nablac.code.Code.mul;
import static org.nablac.code.Code.sqrt;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.nablac.code.Expr;
import org.nablac.code.Function;
import org.nablac.code.Scalar;

/**
 * The elementary functions, each once per format and always the same object, to be called as
 * {@code call(Elementary.exp(Scalar.F32), x)}. A scalar given here is F32 or F64; another is refused with an
 * {@link IllegalArgumentException}.
 *
 * <p>Each method says the equation and the largest error that was found, in units in the last place (ulp) of the
 * correctly rounded result. In F32 this is over all arguments but those below 2⁻²⁷ and those so large that the result
 * is constant or the formula repeats itself, of which every 17th was tried. In F64 it is over 40,000 arguments that
 * reach every part of the formula, against values of 60 digits (a few hundred others are in the tests). The bound
 * that is promised is 2 ulp.
 *
 * <p>Results that are too small for a normal number are rounded once, as gradually as the format allows. Where nothing
 * else is said, NaN, ±∞ and ±0 are as in {@link Math}; a NaN is a NaN, its bits are not promised.
 */
public final class Elementary {
    private static final Pair EXP = Pair.of(Exponentials::exp);
    private static final Pair EXPM1 = Pair.of(Exponentials::expm1);
    private static final Pair LOG = Pair.of(Logarithms::log);
    private static final Pair LOG1P = Pair.of(Logarithms::log1p);
    private static final Pair TANH = Pair.of(Exponentials::tanh);
    private static final Pair SIGMOID = Pair.of(Exponentials::sigmoid);
    private static final Pair SOFTPLUS = Pair.of(Exponentials::softplus);
    private static final Pair ERF = Pair.of(Gaussian::erf);
    private static final Pair SIN = Pair.of(Trigonometry::sin);
    private static final Pair COS = Pair.of(Trigonometry::cos);
    private static final Pair POW = Pair.of(Powers::pow);
    private static final Pair NORMAL_QUANTILE = Pair.of(Random::quantile);
    private static final Pair UNIFORM = Pair.of(Random::uniform);
    private static final Pair NORMAL = Pair.of(Random::normal);
    private static final Function RANDOM_BITS = Random.bits();

    private Elementary() {
    }

    private record Pair(Function f32, Function f64) {
        interface Writer {
            Function write(Scalar format);
        }

        static Pair of(Writer writer) {
            return new Pair(writer.write(Scalar.F32), writer.write(Scalar.F64));
        }

        Function of(Scalar format) {
            return switch (format) {
                case F32 -> f32;
                case F64 -> f64;
                case I32, I64, BOOL, VOID -> throw new IllegalArgumentException("an elementary function of " + format);
            };
        }
    }

    /** All functions of this class, for F32 and F64. */
    public static List<Function> all() {
        return Stream.concat(Stream.of(RANDOM_BITS),
                Stream.of(EXP, EXPM1, LOG, LOG1P, TANH, SIGMOID, SOFTPLUS, ERF, SIN, COS, POW, NORMAL_QUANTILE, UNIFORM,
                        NORMAL).flatMap(p -> Stream.of(p.f32, p.f64))).toList();
    }

    /** e^x. F32 1.04 ulp, F64 0.93 ulp. */
    public static Function exp(Scalar format) {
        return EXP.of(format);
    }

    /** e^x − 1, of small x too. F32 1.55 ulp, F64 1.72 ulp. */
    public static Function expm1(Scalar format) {
        return EXPM1.of(format);
    }

    /** log x, natural. F32 0.84 ulp, F64 0.75 ulp. */
    public static Function log(Scalar format) {
        return LOG.of(format);
    }

    /** log(1 + x), natural, of small x too. F32 1.40 ulp, F64 1.22 ulp. */
    public static Function log1p(Scalar format) {
        return LOG1P.of(format);
    }

    /** tanh x = (e^2x − 1)/(e^2x + 1), at most 1. F32 1.32 ulp, F64 1.23 ulp. */
    public static Function tanh(Scalar format) {
        return TANH.of(format);
    }

    /** 1/(1 + e^−x), at most 1. F32 1.73 ulp, F64 1.50 ulp. */
    public static Function sigmoid(Scalar format) {
        return SIGMOID.of(format);
    }

    /** log(1 + e^x), finite wherever x is. F32 1.92 ulp, F64 1.53 ulp. */
    public static Function softplus(Scalar format) {
        return SOFTPLUS.of(format);
    }

    /** erf x = 2/√π · ∫₀ˣ e^(−t²) dt, ±1 of ±∞. F32 1.28 ulp, F64 0.88 ulp. */
    public static Function erf(Scalar format) {
        return ERF.of(format);
    }

    /**
     * sin x, x in radians. F32 1.54 ulp for |x| ≤ 2¹⁸, F64 1.35 ulp for |x| ≤ 2⁴⁵. Beyond, x is taken for
     * ±0: the result is ±0. NaN of ±∞.
     */
    public static Function sin(Scalar format) {
        return SIN.of(format);
    }

    /**
     * cos x, x in radians. F32 1.55 ulp for |x| ≤ 2¹⁸, F64 1.34 ulp for |x| ≤ 2⁴⁵. Beyond, x is taken for
     * ±0: the result is 1. NaN of ±∞.
     */
    public static Function cos(Scalar format) {
        return COS.of(format);
    }

    /** x^y, all cases as {@link Math#pow}. F32 0.89 ulp over 10⁸ random pairs, F64 0.83 ulp. */
    public static Function pow(Scalar format) {
        return POW.of(format);
    }

    /**
     * q ↦ z with P(N(0, 1) ≤ z) = ½ + q, for |q| ≤ ½ − 2⁻²⁵ (F32) or ½ − 2⁻⁵⁴ (F64); beyond it is not meant to be used.
     * At most 4 ulp: F32 2.94 over every 37th of the 2²⁴ uniform numbers, F64 3.82.
     */
    public static Function normalQuantile(Scalar format) {
        return NORMAL_QUANTILE.of(format);
    }

    /** (long seed, long step, int stream, long index) ↦ 64 random bits, {@code CounterRandom.randomBits}. */
    public static Function randomBits() {
        return RANDOM_BITS;
    }

    /**
     * 64 random bits ↦ a number in [0, 1), a multiple of 2⁻²⁴ or 2⁻⁵³, as {@code CounterRandom.uniformFloat} and
     * {@code uniformDouble}.
     */
    public static Function uniform(Scalar format) {
        return UNIFORM.of(format);
    }

    /**
     * 64 random bits ↦ {@link #normalQuantile} of q = u − ½ + ½ step, where u is {@link #uniform} and its step 2⁻²⁴ or
     * 2⁻⁵³: always finite, |z| ≤ 5.42 in F32 and ≤ 8.30 in F64.
     */
    public static Function normal(Scalar format) {
        return NORMAL.of(format);
    }

    /**
     * x^y of a constant y: products for 0, 1, 2, 3, 4, −1, −2, roots for ½, 1½, −½, else {@link #pow}. At most 2 ulp;
     * as pow, but that √−0 = −0 and that −∞ has no root. x stands in it up to four times: give a variable.
     */
    public static Expr power(Expr x, double y) {
        UnaryOperator<Expr> inverse = e -> div(constant(x.type(), 1), e);
        if (y == 0) {
            return constant(x.type(), 1);
        } else if (y == 1) {
            return x;
        } else if (y == 2) {
            return mul(x, x);
        } else if (y == 3) {
            return mul(mul(x, x), x);
        } else if (y == 4) {
            return mul(mul(x, x), mul(x, x));
        } else if (y == -1) {
            return inverse.apply(x);
        } else if (y == -2) {
            return mul(inverse.apply(x), inverse.apply(x));
        } else if (y == 0.5) {
            return sqrt(x);
        } else if (y == 1.5) {
            return mul(x, sqrt(x));
        } else if (y == -0.5) {
            return inverse.apply(sqrt(x));
        }
        return call(pow((Scalar) x.type()), x, constant(x.type(), y));
    }
}
