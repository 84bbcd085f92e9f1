package org.nablac.code.math;

import static org.nablac.code.Code.and;
import static org.nablac.code.Code.bits;
import static org.nablac.code.Code.c;
import static org.nablac.code.Code.constant;
import static org.nablac.code.Code.eq;
import static org.nablac.code.Code.fma;
import static org.nablac.code.Code.fromBits;
import static org.nablac.code.Code.gt;
import static org.nablac.code.Code.lt;
import static org.nablac.code.Code.or;
import static org.nablac.code.Code.select;
import static org.nablac.code.Code.shr;
import static org.nablac.code.Code.xor;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.code.Function;
import org.nablac.code.Scalar;
import org.nablac.code.Stmt;

/**
 * The body of one elementary function while it is written: a list of {@code let}s, and constants in the function's
 * format. One text serves F32 and F64; where they differ, it is in the numbers: {@link #pick}.
 *
 * <p>Words: <em>b</em> is the number of stored mantissa bits (23 or 52), <em>bias</em> that of the exponent (127 or
 * 1023).
 */
final class Body {
    private static final double LN2_HIGH_F32 = 0.6931472f;
    private static final double LN2_LOW_F32 = -1.9046542e-9f;
    private static final double LN2_HIGH_F64 = 0x1.62e42fefa39efp-1;
    private static final double LN2_LOW_F64 = 0x1.abc9e3b39803fp-56;

    private final Scalar format;
    private final List<Stmt> statements = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    Body(Scalar format) {
        if (!format.isFloat()) {
            throw new IllegalArgumentException("an elementary function of " + format);
        }
        this.format = format;
    }

    boolean isF32() {
        return format == Scalar.F32;
    }

    double pick(double f32, double f64) {
        return isF32() ? f32 : f64;
    }

    int mantissaBits() {
        return isF32() ? 23 : 52;
    }

    int bias() {
        return isF32() ? 127 : 1023;
    }

    /** {@code value}, rounded to the format. */
    Expr k(double value) {
        return constant(format, value);
    }

    /** An integer of the format's width. */
    Expr whole(long value) {
        return isF32() ? c((int) value) : c(value);
    }

    /** The bits of {@code value}. */
    long bitsOf(double value) {
        return isF32() ? Float.floatToRawIntBits((float) value) : Double.doubleToRawLongBits(value);
    }

    Scalar format() {
        return format;
    }

    Var parameter(String name) {
        return parameter(name, format);
    }

    Var parameter(String name, Scalar type) {
        names.add(name);
        return Code.v(name, type);
    }

    /** {@code name = value;} a name that is taken gets a number. */
    Expr let(String name, Expr value) {
        String free = name;
        for (int i = 2; !names.add(free); i++) {
            free = name + i;
        }
        Var v = Code.v(free, value.type());
        statements.add(Code.let(v, value));
        return v;
    }

    /** The function {@code expF32} or {@code expF64} of {@code exp}, which returns {@code value}. */
    Function returns(String name, String doc, Expr value, Var... parameters) {
        return returnsAs(name + format.name(), doc, value, parameters);
    }

    /** The function {@code name}, which returns {@code value}. */
    Function returnsAs(String name, String doc, Expr value, Var... parameters) {
        statements.add(Code.returns(value));
        return Function.of(name, List.of(parameters), value.type(), doc, statements);
    }

    /** c₀ + c₁x + c₂x² + …, by Horner's rule with fma. */
    Expr polynomial(Expr x, double[] f32, double[] f64) {
        double[] c = isF32() ? f32 : f64;
        Expr sum = k(c[c.length - 1]);
        for (int i = c.length - 2; i >= 0; i--) {
            sum = fma(sum, x, k(c[i]));
        }
        return sum;
    }

    /** {@code x} if it is at least {@code low}, else {@code low}; NaN stays. */
    Expr atLeast(Expr x, double low) {
        return let("c", select(lt(x, k(low)), k(low), x));
    }

    /** {@code x} if it is at most {@code high}, else {@code high}; NaN stays. */
    Expr atMost(Expr x, double high) {
        return let("c", select(gt(x, k(high)), k(high), x));
    }

    /** {@code x} if its sign bit is not set, else +0: without a branch, since no processor foresees a sign. */
    Expr positive(Expr x) {
        Expr sign = let("m", shr(bits(x), isF32() ? 31 : 63));
        return fromBits(and(bits(x), xor(sign, whole(-1))));
    }

    Expr clamp(Expr x, double low, double high) {
        return atMost(atLeast(x, low), high);
    }

    /** {@code y}, but {@code x} itself where x = ±0, which a sum would make +0. */
    Expr keepZero(Expr x, Expr y) {
        return select(eq(x, k(0)), x, y);
    }

    /** The magnitude of {@code y} ≥ 0 with the sign of {@code x}. */
    Expr withSignOf(Expr x, Expr y) {
        return fromBits(or(bits(y), and(bits(x), whole(bitsOf(-0.0)))));
    }

    /**
     * 1.5·2^b + offset: a number of this size has units of 1, so adding it to a small x rounds x to an integer (ties to
     * even), which then stands, plus the offset, in the low bits of the sum.
     */
    double rounder(int offset) {
        return 1.5 * Math.scalb(1.0, mantissaBits()) + offset;
    }

    /** ln 2 = high + low, 48 or 106 bits. */
    double ln2High() {
        return pick(LN2_HIGH_F32, LN2_HIGH_F64);
    }

    double ln2Low() {
        return pick(LN2_LOW_F32, LN2_LOW_F64);
    }
}
