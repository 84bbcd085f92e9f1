package org.nablac.code.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nablac.code.Function;
import org.nablac.code.Scalar;

class ElementaryF64Test {
    private static final Map<String, List<Row>> TABLE = table();
    private static final double[] UGLY = {0.0, -0.0, Double.MIN_VALUE, -Double.MIN_VALUE, Double.MIN_NORMAL,
        -Double.MIN_NORMAL, 1e-310, -1e-310, 1e-20, 0.5, -0.5, 1, -1, 1.5, 2, -2, 3, -3, 0.5625, 19.1, 36.8,
        709.782712893384, 709.7827128933841, 710, -708.3964185322641, -745.1332191019411, -745.1332191019412, -746,
        1e30, -1e30, 4503599627370495.5, 4503599627370497.0, 9007199254740991.0, -9007199254740991.0,
        9007199254740992.0, 1e300, Double.MAX_VALUE, -Double.MAX_VALUE, Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY, Double.NaN};

    /** f(arguments) = rounded + offset·ulp(rounded) */
    private record Row(double[] arguments, double rounded, double offset) {
    }

    private record Case(Function function, DoubleUnaryOperator wanted, double limit) {
        Case(Function function, DoubleUnaryOperator wanted) {
            this(function, wanted, Double.POSITIVE_INFINITY);
        }

        @Override
        public String toString() {
            return function.name();
        }
    }

    private static Map<String, List<Row>> table() {
        try (InputStream in = ElementaryF64Test.class.getResourceAsStream("elementary-f64.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(l -> !l.startsWith("#"))
                    .map(l -> l.split(" ")).collect(Collectors.groupingBy(l -> l[0],
                            Collectors.mapping(ElementaryF64Test::row, Collectors.toList())));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Row row(String[] words) {
        double[] numbers = Stream.of(words).skip(1).limit(words.length - 2)
                .mapToDouble(h -> Double.longBitsToDouble(Long.parseUnsignedLong(h, 16))).toArray();
        int last = numbers.length - 1;
        return new Row(Arrays.copyOf(numbers, last), numbers[last], Double.parseDouble(words[words.length - 1]));
    }

    static Stream<Function> tabulated() {
        return Elementary.all().stream().filter(f -> TABLE.containsKey(f.name().replace("F64", "")));
    }

    /** Those that StrictMath has, where it is within 1 ulp. */
    static Stream<Case> known() {
        Scalar s = Scalar.F64;
        return Stream.of(new Case(Elementary.exp(s), StrictMath::exp), new Case(Elementary.expm1(s), StrictMath::expm1),
                new Case(Elementary.log(s), StrictMath::log), new Case(Elementary.log1p(s), StrictMath::log1p),
                new Case(Elementary.tanh(s), StrictMath::tanh), new Case(Elementary.sin(s), StrictMath::sin,
                Trigonometry.limit(s)), new Case(Elementary.cos(s), StrictMath::cos, Trigonometry.limit(s)));
    }

    /** Those and the other functions of one argument, at the ugly values. */
    static Stream<Case> all() {
        Scalar s = Scalar.F64;
        return Stream.concat(known(), Stream.of(new Case(Elementary.sigmoid(s), Reference::sigmoid),
                new Case(Elementary.softplus(s), Reference::softplus), new Case(Elementary.erf(s), Reference::erf)));
    }

    private static double ulps(double got, double wanted) {
        if (Double.isNaN(wanted) || Double.isNaN(got) || Double.isInfinite(wanted) || Double.isInfinite(got)
                || wanted == 0 && got == 0) {
            return Double.compare(got, wanted) == 0 ? 0 : Double.POSITIVE_INFINITY;
        }
        return Math.abs(got - wanted) / Math.ulp(wanted);
    }

    private static void within(double bound, Function f, double[][] arguments, double[] wanted, double[] offset) {
        double[] got = Compiled.doubles(f, arguments);
        double[] error = IntStream.range(0, got.length).mapToDouble(k -> got[k] == wanted[k] || offset[k] == 0
                ? Math.max(ulps(got[k], wanted[k]), Math.abs(offset[k]))
                : Math.abs((got[k] - wanted[k]) / Math.ulp(wanted[k]) - offset[k])).toArray();
        for (int k = 0; k < error.length; k++) {
            int at = k;
            assertTrue(error[k] <= bound, () -> f.name() + " of " + Stream.of(arguments).map(a -> a[at]).toList()
                    + " is " + got[at] + ", wanted is " + wanted[at] + ", " + error[at] + " ulp");
        }
    }

    @ParameterizedTest
    @MethodSource("tabulated")
    void everyFunctionIsWithinItsBoundOfTheTable(Function f) {
        List<Row> rows = TABLE.get(f.name().replace("F64", ""));
        double[][] arguments = new double[f.parameters().size()][];
        for (int p = 0; p < arguments.length; p++) {
            int at = p;
            arguments[p] = rows.stream().mapToDouble(r -> r.arguments[at]).toArray();
        }
        double bound = f == Elementary.normalQuantile(Scalar.F64) ? 4 : 2;
        within(bound, f, arguments, rows.stream().mapToDouble(Row::rounded).toArray(),
                rows.stream().mapToDouble(Row::offset).toArray());
    }

    @Test
    void theTableHasAllFunctions() {
        assertEquals(12, tabulated().count());
        TABLE.forEach((name, rows) -> assertTrue(rows.size() > 300, name));
    }

    private static void check(double bound, Case c, double[] x) {
        double[] inside = Arrays.stream(x).map(v -> Math.abs(v) > c.limit ? v % c.limit : v).toArray();
        double[] wanted = Arrays.stream(inside).map(c.wanted).toArray();
        within(bound, c.function, new double[][] {inside}, wanted, new double[x.length]);
    }

    @ParameterizedTest
    @MethodSource("known")
    void everyFunctionIsWithinThreeUlpOfStrictMathOverAllBitPatternsAndNearWhereItIsUsed(Case c) {
        long seed = 20261122;
        SplittableRandom random = new SplittableRandom(seed);
        check(3, c, random.longs(50_000).mapToDouble(Double::longBitsToDouble).toArray());
        check(3, c, random.doubles(50_000, -750, 750).toArray());
        check(3, c, random.doubles(50_000, -2, 2).toArray());
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyFunctionIsRightAtTheUglyValues(Case c) {
        check(c.function == Elementary.erf(Scalar.F64) ? 8 : 4, c, UGLY);
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyFunctionIsRightOfDenormals(Case c) {
        check(3, c, IntStream.range(0, 10_000).mapToDouble(k -> Double.longBitsToDouble((k / 2) * 900719925469L
                | (long) (k % 2) << 63)).toArray());
    }

    @Test
    void sinAndCosOfWhatIsTooLargeAreThoseOfZeroAndOfInfinityNaN() {
        double[] x = {Math.nextUp(0x1p45), -1e30, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        assertEquals("[0.0, -0.0, NaN, NaN]", Arrays.toString(Compiled.doubles(Elementary.sin(Scalar.F64), x)));
        assertEquals("[1.0, 1.0, NaN, NaN]", Arrays.toString(Compiled.doubles(Elementary.cos(Scalar.F64), x)));
    }

    @Test
    void powIsWithinThreeUlpOfStrictMathAndAsJavaAtTheUglyValues() {
        int n = UGLY.length;
        SplittableRandom random = new SplittableRandom(7);
        double[] x = new double[n * n + 100_000];
        double[] y = new double[x.length];
        for (int k = 0; k < x.length; k++) {
            boolean ugly = k < n * n;
            x[k] = ugly ? UGLY[k / n] : Double.longBitsToDouble(random.nextLong());
            y[k] = ugly ? UGLY[k % n] : random.nextInt(-750, 750) / (k % 2 == 0 ? 1 : StrictMath.log(Math.abs(x[k])));
        }
        double[] wanted = IntStream.range(0, x.length).mapToDouble(k -> StrictMath.pow(x[k], y[k])).toArray();
        within(3, Elementary.pow(Scalar.F64), new double[][] {x, y}, wanted, new double[x.length]);
    }

    @Test
    void normalNumbersAreFiniteAtBothEndsAndIncreaseWithTheBits() {
        long[] bits = new long[400_000];
        for (int k = 0; k < 100_000; k++) {
            bits[k] = (long) k << 11;
            bits[100_000 + k] = (k + 1) * 92_233_720_368_547L;
            bits[200_000 + k] = -(100_000L - k) * 92_233_720_368_547L;
            bits[300_000 + k] = (long) (k - 100_000) << 11;
        }
        double[] z = (double[]) Compiled.map(Elementary.normal(Scalar.F64), bits);
        for (int k = 1; k < z.length; k++) {
            assertTrue(z[k] - z[k - 1] > -1e-14 && Math.abs(z[k]) < 8.3, "bits " + bits[k]);
        }
    }
}
