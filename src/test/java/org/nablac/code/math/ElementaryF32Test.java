package org.nablac.code.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nablac.code.Function;
import org.nablac.code.Scalar;

class ElementaryF32Test {
    /** Every so many of the 2³² bit patterns. */
    private static final int STRIDE = 4099;
    private static final float[] UGLY = {0f, -0f, Float.MIN_VALUE, -Float.MIN_VALUE, Float.MIN_NORMAL,
        -Float.MIN_NORMAL, 1e-40f, -1e-40f, 1e-20f, 0.5f, -0.5f, 1f, -1f, 1.5f, 2f, -2f, 3f, -3f, 88.72284f, 89f,
        -87.33655f, -103.97208f, -103.97209f, -104f, 1e30f, -1e30f, 8388607.5f, 8388609f, 16777215f, -16777215f,
        16777216f, 16777218f, 33554432f, Float.MAX_VALUE, -Float.MAX_VALUE, Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY, Float.NaN};

    /** A function, what it should be, and up to which |x|. */
    private record Case(Function function, DoubleUnaryOperator wanted, double limit) {
        Case(Function function, DoubleUnaryOperator wanted) {
            this(function, wanted, Double.POSITIVE_INFINITY);
        }

        @Override
        public String toString() {
            return function.name();
        }
    }

    static Stream<Case> functions() {
        Scalar s = Scalar.F32;
        return Stream.of(new Case(Elementary.exp(s), StrictMath::exp), new Case(Elementary.expm1(s), StrictMath::expm1),
                new Case(Elementary.log(s), StrictMath::log), new Case(Elementary.log1p(s), StrictMath::log1p),
                new Case(Elementary.tanh(s), StrictMath::tanh), new Case(Elementary.sigmoid(s), Reference::sigmoid),
                new Case(Elementary.softplus(s), Reference::softplus), new Case(Elementary.erf(s), Reference::erf),
                new Case(Elementary.sin(s), StrictMath::sin, Trigonometry.limit(s)),
                new Case(Elementary.cos(s), StrictMath::cos, Trigonometry.limit(s)));
    }

    /** In ulp of the correctly rounded result; infinite where a special value is missed. */
    private static double error(float got, double wanted) {
        float rounded = (float) wanted;
        if (Float.isNaN(rounded) || Float.isNaN(got) || rounded == 0 && wanted == 0) {
            return Float.compare(got, rounded) == 0 ? 0 : Double.POSITIVE_INFINITY;
        }
        if (Float.isInfinite(rounded) || Float.isInfinite(got)) {
            return got == rounded ? 0 : Math.min(Math.abs((double) got), Math.abs(wanted)) >= Float.MAX_VALUE ? 1
                    : Double.POSITIVE_INFINITY;
        }
        return Math.abs(got - wanted) / Math.ulp(rounded);
    }

    private static void within(double bound, Function f, float[][] arguments, double[] wanted) {
        float[] got = Compiled.floats(f, arguments);
        int worst = IntStream.range(0, got.length).boxed().max((a, b) -> Double.compare(error(got[a], wanted[a]),
                error(got[b], wanted[b]))).orElseThrow();
        assertTrue(error(got[worst], wanted[worst]) <= bound, () -> f.name() + " of "
                + Stream.of(arguments).map(a -> a[worst]).toList() + " is " + got[worst] + ", wanted is "
                + wanted[worst] + ", " + error(got[worst], wanted[worst]) + " ulp");
    }

    private static void check(Case c, float[] x) {
        float[] inside = new float[x.length];
        for (int k = 0; k < x.length; k++) {
            inside[k] = Math.abs(x[k]) > c.limit ? (float) (x[k] % c.limit) : x[k];
        }
        double[] wanted = new double[x.length];
        Arrays.setAll(wanted, k -> c.wanted.applyAsDouble(inside[k]));
        within(2, c.function, new float[][] {inside}, wanted);
    }

    @ParameterizedTest
    @MethodSource("functions")
    void everyFunctionIsWithinTwoUlpOverAllBitPatterns(Case c) {
        float[] x = new float[(int) ((1L << 32) / STRIDE)];
        for (int k = 0; k < x.length; k++) {
            x[k] = Float.intBitsToFloat(k * STRIDE);
        }
        check(c, x);
    }

    @ParameterizedTest
    @MethodSource("functions")
    void everyFunctionIsRightNearWhereItsFormulaChangesAndAtTheUglyValues(Case c) {
        float[] centres = {0.17328680f, 0.34657359f, 0.5198604f, 0.5625f, 0.69314718f, 0.70710678f, 0.92f, 1.41421356f,
            0.78539816f, 1.57079633f, 3.14159265f, 9.1f, 4f, 17.3f, 16.63553f, 88.0f, 104f};
        float[] x = new float[centres.length * 512 + UGLY.length];
        for (int k = 0; k < centres.length * 512; k++) {
            float near = Float.intBitsToFloat(Float.floatToIntBits(centres[k / 512]) + (k % 256) - 128);
            x[k] = k % 512 < 256 ? near : -near;
        }
        System.arraycopy(UGLY, 0, x, centres.length * 512, UGLY.length);
        check(c, x);
    }

    @ParameterizedTest
    @MethodSource("functions")
    void everyFunctionIsRightOfDenormals(Case c) {
        float[] x = new float[20_000];
        for (int k = 0; k < x.length; k++) {
            x[k] = Float.intBitsToFloat((k / 2) * 839 | (k % 2) << 31);
        }
        check(c, x);
    }

    @ParameterizedTest
    @MethodSource("functions")
    void zeroKeepsItsSign(Case c) {
        float[] got = Compiled.floats(c.function, new float[] {0f, -0f});
        assertEquals((float) c.wanted.applyAsDouble(0.0), got[0]);
        assertEquals((float) c.wanted.applyAsDouble(-0.0), got[1]);
    }

    @Test
    void tanhAndSigmoidAndErfNeverLeaveTheirRange() {
        float[] x = new float[2_000_000];
        for (int k = 0; k < x.length; k++) {
            x[k] = (k - 1_000_000) * 2e-5f;
        }
        Scalar s = Scalar.F32;
        for (Function f : new Function[] {Elementary.tanh(s), Elementary.erf(s), Elementary.sigmoid(s)}) {
            for (float y : Compiled.floats(f, x)) {
                assertTrue(y >= -1 && y <= 1, f.name());
            }
        }
    }

    /** At 2,000 places and where formulas change: from one number to the next a result falls by two ulp at most. */
    @ParameterizedTest
    @MethodSource("functions")
    void risingFunctionsRise(Case c) {
        if (c.limit < Float.MAX_VALUE) {
            return;
        }
        float[] seams = {0.17328680f, 0.34657359f, 0.5198604f, 0.5625f, 0.69314718f, 0.70710678f, 0.92f, 1.41421356f};
        for (int place = 0; place < 2_000; place++) {
            float from = place < seams.length ? seams[place] : (float) StrictMath.exp(place / 2_000.0 * 12 - 8);
            float[] x = new float[64];
            for (int k = 0; k < x.length; k++) {
                x[k] = Float.intBitsToFloat(Float.floatToIntBits(from) + k - 32);
            }
            float[] y = Compiled.floats(c.function, x);
            for (int k = 1; k < y.length; k++) {
                assertTrue(y[k] >= Math.nextDown(Math.nextDown(y[k - 1])), c + " of " + x[k - 1] + ", " + x[k]);
            }
        }
    }

    @Test
    void sinAndCosOfWhatIsTooLargeAreThoseOfZeroAndOfInfinityNaN() {
        float[] x = {Math.nextUp(0x1p18f), -1e9f, Float.MAX_VALUE, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
        assertEquals("[0.0, -0.0, 0.0, NaN, NaN]", Arrays.toString(Compiled.floats(Elementary.sin(Scalar.F32), x)));
        assertEquals("[1.0, 1.0, 1.0, NaN, NaN]", Arrays.toString(Compiled.floats(Elementary.cos(Scalar.F32), x)));
    }

    @Test
    void powIsWithinTwoUlpOverItsWholeRangeOfResults() {
        long seed = 20261122;
        SplittableRandom random = new SplittableRandom(seed);
        int n = 400_000;
        float[] x = new float[n];
        float[] y = new float[n];
        for (int k = 0; k < n; k++) {
            x[k] = Float.intBitsToFloat(random.nextInt());
            double log = StrictMath.log(Math.abs(x[k]));
            y[k] = switch (k % 4) {
                case 0 -> Float.intBitsToFloat(random.nextInt());
                case 1 -> (float) (random.nextDouble(-105, 90) / log);
                case 2 -> Math.round(random.nextDouble(-105, 90) / log);
                default -> random.nextInt(-80, 80) / 4f;
            };
            if (k % 8 == 5) {
                x[k] = (float) (1 + random.nextDouble(-1, 1) * Math.scalb(1.0, -random.nextInt(24)));
                y[k] = (float) (random.nextDouble(-105, 90) / StrictMath.log(x[k]));
            }
        }
        double[] wanted = new double[n];
        Arrays.setAll(wanted, k -> StrictMath.pow(x[k], y[k]));
        within(2, Elementary.pow(Scalar.F32), new float[][] {x, y}, wanted);
    }

    @Test
    void powTreatsSpecialValuesAsJavaDoes() {
        int n = UGLY.length;
        float[] x = new float[n * n];
        float[] y = new float[n * n];
        double[] wanted = new double[n * n];
        for (int k = 0; k < n * n; k++) {
            x[k] = UGLY[k / n];
            y[k] = UGLY[k % n];
            wanted[k] = StrictMath.pow(x[k], y[k]);
        }
        within(2, Elementary.pow(Scalar.F32), new float[][] {x, y}, wanted);
    }

    @Test
    void everyNormalNumberIsFiniteAndWithinFourUlpAndTheyIncreaseWithTheBits() {
        long[] bits = new long[1 << 24];
        Arrays.setAll(bits, k -> (long) k << 40);
        float[] z = (float[]) Compiled.map(Elementary.normal(Scalar.F32), bits);
        for (int k = 0; k < z.length; k++) {
            assertTrue(Math.abs(z[k]) <= 5.42f && (k == 0 || z[k - 1] <= z[k]), "k = " + k);
            if (k % 101 == 0 || Math.min(k, z.length - k) < 1000) {
                double error = error(z[k], Reference.normalQuantile((k + 0.5) * 0x1p-24 - 0.5));
                assertTrue(error <= 4, "k = " + k + ": " + error + " ulp");
            }
        }
    }
}
