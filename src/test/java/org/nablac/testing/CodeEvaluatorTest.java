package org.nablac.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.nablac.code.Code.add;
import static org.nablac.code.Code.assign;
import static org.nablac.code.Code.c;
import static org.nablac.code.Code.call;
import static org.nablac.code.Code.fma;
import static org.nablac.code.Code.i;
import static org.nablac.code.Code.let;
import static org.nablac.code.Code.load;
import static org.nablac.code.Code.loop;
import static org.nablac.code.Code.mul;
import static org.nablac.code.Code.returns;
import static org.nablac.code.Code.store;
import static org.nablac.code.Code.v;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nablac.code.Expr.Var;
import org.nablac.code.Function;
import org.nablac.code.Scalar;
import org.nablac.code.Target;
import org.nablac.code.Type;

class CodeEvaluatorTest {
    private static final Var N = i("n");
    private static final Var K = i("k");
    private static final Var A = v("a", Type.FLOATS);
    private static final Var SUM = v("sum", Scalar.F32);
    private static final Function SQUARES = Function.of("squares", List.of(N, A), Scalar.F32, "Σ a²", List.of(
            let(SUM, c(0f)),
            loop(K, c(0), N, store(A, K, mul(load(A, K), load(A, K))), assign(SUM, add(SUM, load(A, K)))),
            returns(SUM)));

    @Test
    void aFunctionReturnsAndChangesItsArraysInPlace() {
        float[] a = {1, 2, 3};
        assertEquals(14f, CodeEvaluator.call(SQUARES, 3, a));
        assertArrayEquals(new float[] {1, 4, 9}, a);
    }

    @Test
    void callsReachFunctionsAndMethodsOfJava() {
        assertEquals(5f, CodeEvaluator.value(call(SQUARES, c(2), A), Map.of("a", new float[] {1, 2})));
        Target.External hypot = new Target.External(Target.Kind.STATIC, new Type.Reference("java.lang.Math"), "hypot",
                List.of(Scalar.F64, Scalar.F64), Scalar.F64);
        assertEquals(5.0, CodeEvaluator.value(call(hypot, c(3.0), c(4.0)), Map.of()));
        Target.External length = new Target.External(Target.Kind.VIRTUAL, Type.STRING, "length",
                List.of(Type.STRING), Scalar.I32);
        assertEquals(3, CodeEvaluator.value(call(length, c("abc")), Map.of()));
    }

    @Test
    void fmaRoundsOnce() {
        float x = 1 + 0x1p-12f;
        assertEquals(0x1p-24f, CodeEvaluator.value(fma(c(x), c(x), c(-(1 + 0x1p-11f))), Map.of()));
    }

    @Test
    void aVariableWithoutAValueIsNamed() {
        assertEquals("the variable k has no value; known are [n]",
                assertThrows(IllegalArgumentException.class, () -> CodeEvaluator.value(add(N, K), Map.of("n", 1)))
                        .getMessage());
    }
}
