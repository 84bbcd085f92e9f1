package org.nablac.code.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nablac.code.Expr;
import org.nablac.code.Function;
import org.nablac.code.Scalar;
import org.nablac.code.Stmt;
import org.nablac.testing.CodeEvaluator;

class StraightLineTest {
    private static final int ROWS = 300;

    static Stream<Function> functions() {
        return Elementary.all().stream();
    }

    /** The operands of what an elementary function may contain; anything else is refused. */
    private static List<Expr> operands(Expr e) {
        return switch (e) {
            case Expr.Const k -> List.of();
            case Expr.Var v -> List.of();
            case Expr.Unary u -> List.of(u.x());
            case Expr.Binary b -> List.of(b.left(), b.right());
            case Expr.Compare c -> List.of(c.left(), c.right());
            case Expr.Select s -> List.of(s.condition(), s.yes(), s.no());
            case Expr.Fma f -> List.of(f.a(), f.b(), f.c());
            case Expr.Convert c -> List.of(c.x());
            default -> throw new AssertionError("an elementary function contains " + e);
        };
    }

    private static Stream<Expr> parts(Expr e) {
        return Stream.concat(Stream.of(e), operands(e).stream().flatMap(StraightLineTest::parts));
    }

    private static Stream<Expr> values(Function f) {
        return f.body().stream().map(s -> switch (s) {
            case Stmt.Let l -> l.value();
            case Stmt.Return r -> r.value().orElseThrow();
            default -> throw new AssertionError(f.name() + " contains " + s);
        });
    }

    @ParameterizedTest
    @MethodSource("functions")
    void everyFunctionIsAListOfLetsAndAReturn(Function f) {
        long size = values(f).flatMap(StraightLineTest::parts).count();
        assertTrue(size > 1 && size < 500, f.name() + " has " + size + " nodes");
        assertEquals(1, f.body().stream().filter(s -> s instanceof Stmt.Return).count());
    }

    @ParameterizedTest
    @MethodSource("functions")
    void aFunctionOfF32ComputesIn32Bits(Function f) {
        if (f.parameters().get(0).type() == Scalar.F32) {
            Set<Scalar> allowed = Set.of(Scalar.F32, Scalar.I32, Scalar.BOOL);
            values(f).flatMap(StraightLineTest::parts).forEach(e ->
                    assertTrue(allowed.contains(e.type()), f.name() + ": " + e));
        }
    }

    @ParameterizedTest
    @MethodSource("functions")
    void nothingIsComputedTwice(Function f) {
        Set<Expr> seen = new HashSet<>();
        values(f).flatMap(StraightLineTest::parts).filter(e -> !operands(e).isEmpty()).forEach(e ->
                assertTrue(seen.add(e), f.name() + " computes twice: " + e));
    }

    @Test
    void aFunctionIsOneObject() {
        assertSame(Elementary.exp(Scalar.F32), Elementary.exp(Scalar.F32));
        assertThrows(IllegalArgumentException.class, () -> Elementary.exp(Scalar.I32));
    }

    @Test
    void theEvaluatorAndJavacAndBytecodeGiveTheSameBits() {
        SplittableRandom random = new SplittableRandom(6);
        Class<?> javac = Compiled.javac();
        for (Function f : Elementary.all()) {
            Object[] arguments = f.parameters().stream().map(p -> arguments(random, (Scalar) p.type())).toArray();
            Object wanted = Compiled.map(f, arguments);
            Object java = Compiled.map(javac, f, arguments);
            for (int k = 0; k < ROWS; k++) {
                int row = k;
                Object[] one = Stream.of(arguments).map(a -> Array.get(a, row)).toArray();
                assertEquals(Array.get(wanted, k), CodeEvaluator.call(f, one), () -> f.name() + Arrays.toString(one));
                assertEquals(Array.get(wanted, k), Array.get(java, k), () -> f.name() + Arrays.toString(one));
            }
        }
    }

    /** Half any bits, half ordinary numbers. */
    private static Object arguments(SplittableRandom random, Scalar type) {
        Object array = type == Scalar.F32 ? new float[ROWS] : type == Scalar.F64 ? new double[ROWS]
                : type == Scalar.I32 ? new int[ROWS] : new long[ROWS];
        for (int k = 0; k < ROWS; k++) {
            long bits = random.nextLong();
            double number = random.nextDouble(-5, 5);
            switch (type) {
                case F32 -> Array.setFloat(array, k, k % 2 == 0 ? Float.intBitsToFloat((int) bits) : (float) number);
                case F64 -> Array.setDouble(array, k, k % 2 == 0 ? Double.longBitsToDouble(bits) : number);
                case I32 -> Array.setInt(array, k, (int) bits);
                case I64 -> Array.setLong(array, k, bits);
                case BOOL, VOID -> throw new AssertionError(type);
            }
        }
        return array;
    }
}
