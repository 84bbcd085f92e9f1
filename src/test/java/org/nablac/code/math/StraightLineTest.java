package org.nablac.code.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nablac.code.Expr;
import org.nablac.code.Function;
import org.nablac.code.Scalar;
import org.nablac.code.Stmt;

class StraightLineTest {
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
            values(f).flatMap(StraightLineTest::parts).forEach(e ->
                    assertTrue(e.type() == Scalar.F32 || e.type() == Scalar.I32 || e.type() == Scalar.BOOL, f.name() + ": " + e));
        }
    }

    @Test
    void aFunctionIsOneObject() {
        assertSame(Elementary.exp(Scalar.F32), Elementary.exp(Scalar.F32));
        assertThrows(IllegalArgumentException.class, () -> Elementary.exp(Scalar.I32));
    }
}
