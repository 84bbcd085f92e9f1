package org.nablac.op;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Scalar;
import org.nablac.graph.Elementwise;
import org.nablac.graph.Leaf;
import org.nablac.op.Catalogue.Entry;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.Sizes;
import org.nablac.tensor.TensorType;
import org.nablac.testing.CodeEvaluator;
import org.nablac.testing.Trial;

/** What one element computes, in its own format, beside the plain definition in doubles. */
class ElementTest {
    private static final int SAMPLES = 100;
    /** Beyond these the op says that its result means nothing: the period is no more resolved. */
    private static final Map<String, Double> REACH = Map.of("sin", 0x1p18, "cos", 0x1p18);

    static Stream<Entry> elementwise() {
        return Catalogue.entries().stream().filter(e -> Elementwise.class.isAssignableFrom(e.type()));
    }

    static Stream<Entry> computed() {
        return Catalogue.entries().stream().filter(e -> Leaf.Computed.class.isAssignableFrom(e.type()));
    }

    @ParameterizedTest
    @MethodSource("elementwise")
    void itIsTheReferenceValueWithinTheStatedBound(Entry op) {
        for (DType floating : List.of(DType.F32, DType.F64)) {
            for (long seed = 0; seed < SAMPLES; seed++) {
                Trial t = Trial.of(op, floating, seed);
                List<HostArray> x = t.inputs().stream().map(i -> t.values().get(((Input) i.op()).label())).toList();
                for (int e = 0; e < x.get(0).count(); e++) {
                    double[] operands = new double[x.size()];
                    for (int i = 0; i < operands.length; i++) {
                        operands[i] = x.get(i).data()[e];
                    }
                    compare(op, (Elementwise) t.sample().op(), dtypes(t), operands);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("elementwise")
    void itAgreesWithTheReferenceOnZerosDenormalsInfinitiesAndNaN(Entry op) {
        for (DType floating : List.of(DType.F32, DType.F64)) {
            for (long seed = 0; seed < 10; seed++) {
                Trial t = Trial.of(op, floating, seed);
                List<DType> types = dtypes(t);
                if (types.stream().allMatch(DType::isFloat)) {
                    tryUgly(op, (Elementwise) t.sample().op(), types);
                }
            }
        }
    }

    private static List<DType> dtypes(Trial t) {
        return t.sample().types().stream().map(TensorType::dtype).toList();
    }

    private static void tryUgly(Entry op, Elementwise of, List<DType> types) {
        double[] ugly = types.get(0) == DType.F32
                ? new double[] {0, -0.0, 1, -1, 0.5, 2.5, -7, 100, -100, Float.MIN_VALUE, -Float.MIN_VALUE,
                    Float.MIN_NORMAL, Float.MAX_VALUE, -Float.MAX_VALUE, 1 / 0.0, -1 / 0.0, 0 / 0.0}
                : new double[] {0, -0.0, 1, -1, 0.5, 2.5, -7, 800, -800, Double.MIN_VALUE, -Double.MIN_VALUE,
                    Double.MIN_NORMAL, Double.MAX_VALUE, -Double.MAX_VALUE, 1 / 0.0, -1 / 0.0, 0 / 0.0};
        for (double a : ugly) {
            if (Double.isFinite(a) && Math.abs(a) > REACH.getOrDefault(op.name(), Double.MAX_VALUE)) {
                continue;
            }
            if (types.size() == 1) {
                compare(op, of, types, a);
                continue;
            }
            for (double b : ugly) {
                if (types.size() == 2) {
                    compare(op, of, types, a, b);
                    continue;
                }
                for (double c : ugly) {
                    compare(op, of, types, a, b, c);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("computed")
    void aComputedLeafHasTheElementsOfItsReferenceValue(Entry op) {
        for (DType floating : List.of(DType.F32, DType.F64)) {
            for (long seed = 0; seed < 20; seed++) {
                Trial t = Trial.of(op, floating, seed);
                Leaf.Computed leaf = (Leaf.Computed) t.sample().op();
                HostArray y = leaf.value(t.evaluation(), List.of());
                for (int e = 0; e < y.count(); e++) {
                    List<Expr> index = new ArrayList<>();
                    for (int a = 0; a < y.rank(); a++) {
                        index.add(Code.c(e / y.strides()[a] % y.shape()[a]));
                    }
                    Object made = CodeEvaluator.value(leaf.element(new Constants(t.draw().sizes()), index), Map.of());
                    check(op, t.sample().op() + " at " + index, y.dtype(), y.data()[e], made, 0);
                }
            }
        }
    }

    /** The sizes, and the seed and step of every trial. */
    private record Constants(Sizes sizes) implements Leaf.Context {
        @Override
        public Expr size(Dim dim) {
            return Code.c((int) dim.value(sizes));
        }

        @Override
        public Expr seed() {
            return Code.c(7L);
        }

        @Override
        public Expr step() {
            return Code.c(3L);
        }

        @Override
        public Expr stream(int number) {
            return Code.c(number);
        }
    }

    private static void compare(Entry op, Elementwise of, List<DType> types, double... operands) {
        Map<String, Object> variables = new HashMap<>();
        List<Expr> x = new ArrayList<>();
        double largest = 0;
        for (int i = 0; i < operands.length; i++) {
            Scalar s = Scalar.of(types.get(i));
            x.add(Code.v("x" + i, s));
            variables.put("x" + i, Code.constant(s, operands[i]).value());
            largest = Math.max(largest, Math.abs(operands[i]));
        }
        Object made = CodeEvaluator.value(of.element(x), variables);
        check(op, of + " of " + variables, of.dtype(types), of.value(operands), made, largest);
    }

    /** Whether {@code made} is {@code expected}, rounded to {@code dtype}, within the bound of the op. */
    private static void check(Entry op, String what, DType dtype, double expected, Object made, double largest) {
        double value = made instanceof Boolean b ? (b ? 1 : 0) : ((Number) made).doubleValue();
        double exact = dtype == DType.F32 ? (float) expected : dtype == DType.I32 ? (int) expected : expected;
        if (Double.isNaN(exact) || Double.isInfinite(exact) || exact == 0 && value == 0) {
            if (Double.compare(exact, value) != 0) {
                fail(what + " is " + value + ", not " + exact);
            }
            return;
        }
        // a reference in doubles has an error of its own
        double ulps = op.ulps() + (dtype == DType.F64 ? 1 : 0);
        double ofOperand = op.ulpsOfOperand() == 0 ? 0 : op.ulpsOfOperand() * ulp(dtype, largest);
        double bound = ulps * ulp(dtype, exact) + ofOperand;
        if (!(Math.abs(value - expected) <= bound)) {
            double off = Math.abs(value - expected) / ulp(dtype, exact);
            fail(what + " is " + value + ", not " + expected + ": off by " + off + " ulp");
        }
    }

    private static double ulp(DType dtype, double x) {
        return dtype == DType.F32 ? Math.ulp((float) x) : Math.ulp(x);
    }
}
