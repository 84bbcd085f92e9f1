package org.nablac.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.nablac.code.Code.abs;
import static org.nablac.code.Code.add;
import static org.nablac.code.Code.and;
import static org.nablac.code.Code.assign;
import static org.nablac.code.Code.c;
import static org.nablac.code.Code.gt;
import static org.nablac.code.Code.i;
import static org.nablac.code.Code.let;
import static org.nablac.code.Code.load;
import static org.nablac.code.Code.loop;
import static org.nablac.code.Code.lt;
import static org.nablac.code.Code.mul;
import static org.nablac.code.Code.returns;
import static org.nablac.code.Code.store;
import static org.nablac.code.Code.v;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nablac.code.Expr.Var;

class JavaStatementsTest {
    private static final Var K = i("k");
    private static final Var N = i("n");
    private static final Var A = v("a", Type.FLOATS);
    private static final Var X = v("x", Scalar.F32);

    @Test
    void aFunctionPrintsAsAMethod() {
        Function f = Function.of("f", List.of(N, A), Scalar.F32, "Does\n\nthis.", List.of(
                new Stmt.Line(7),
                let(X, c(0f)),
                new Stmt.Line(7),
                loop(K, c(1), N, store(A, K, abs(load(A, K))), new Stmt.Line(8), assign(X, add(X, load(A, K)))),
                new Stmt.While(lt(X, c(9f)), List.of(assign(X, mul(c(2f), X)))),
                new Stmt.For(K, c(0), N, 4, List.of(new Stmt.Comment("nothing\nto do"))),
                new Stmt.If(gt(X, c(1f)), List.of(returns(c(1f))), List.of(new Stmt.If(and(gt(X, c(0f)), lt(N, c(3))),
                        List.of(), List.of(returns(X))))),
                returns(c(-1f))));
        assertEquals("""
                /**
                 * Does
                 *
                 * this.
                 */
                private static float f(int n, float[] a) {
                    float x = 0.0f; // line 7
                    for (int k = 1; k < n; k++) {
                        a[k] = Math.abs(a[k]);
                        x += a[k]; // line 8
                    }
                    while (x < 9.0f) {
                        x = 2.0f * x;
                    }
                    for (int k = 0; k < n; k += 4) {
                        // nothing
                        // to do
                    }
                    if (x > 1.0f) {
                        return 1.0f;
                    } else if (x > 0.0f && n < 3) {
                    } else {
                        return x;
                    }
                    return -1.0f;
                }""", f.toString());
    }

    @Test
    void aLineNumberWithoutRoomStandsAbove() {
        Stmt longOne = let(v("x".repeat(100), Scalar.F32), c(1f));
        assertEquals("// line 3\n" + longOne, new JavaStatements(new JavaPrinter(Type.Reference::simpleName), "line ",
                0)
                .block(List.of(new Stmt.Line(3), longOne)).text().strip());
    }

    @Test
    void theLoosestPlaceOfTheSecondHalfIsBroken() {
        Var name = v("quiteALongNameOfAVariable", Scalar.F32);
        Expr product = mul(name, name);
        assertEquals("x = P + P\n        + P;".replace("P", product.toString()),
                assign(X, add(add(product, product), product)).toString());
    }
}
