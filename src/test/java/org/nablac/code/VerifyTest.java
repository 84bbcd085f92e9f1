package org.nablac.code;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.nablac.code.Code.add;
import static org.nablac.code.Code.assign;
import static org.nablac.code.Code.c;
import static org.nablac.code.Code.call;
import static org.nablac.code.Code.evaluate;
import static org.nablac.code.Code.i;
import static org.nablac.code.Code.let;
import static org.nablac.code.Code.load;
import static org.nablac.code.Code.loop;
import static org.nablac.code.Code.lt;
import static org.nablac.code.Code.returns;
import static org.nablac.code.Code.store;
import static org.nablac.code.Code.v;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nablac.code.Expr.Var;

class VerifyTest {
    private static final Var N = i("n");
    private static final Var K = i("k");
    private static final Var T = i("t");
    private static final Var A = v("a", Type.FLOATS);
    private static final Type.Reference SELF = new Type.Reference("p.M");
    private static final Var THIS = v("this", SELF);

    private static ClassCode code(Function... functions) {
        return new ClassCode("p.M", "M.java", "", List.of(
                new ClassCode.Field(true, "w", Type.FLOATS, Optional.empty(), ""),
                new ClassCode.Field(true, "RANK", Scalar.I32, Optional.of(c(3)), "")), List.of(functions), List.of());
    }

    private static Function f(Type returns, Stmt... body) {
        return Function.of("f", List.of(N, A), returns, "", List.of(body));
    }

    private static Function instance(String name, Stmt... body) {
        return new Function(Function.Access.PUBLIC, false, name, List.of(A), Scalar.VOID, List.of(), "", List.of(body));
    }

    private static void refused(String message, Function... functions) {
        assertEquals("class p.M, function " + functions[0].name() + ": " + message,
                assertThrows(IllegalArgumentException.class, () -> Verify.check(code(functions))).getMessage());
    }

    @Test
    void aVariableIsUsedWhereItIsDeclared() {
        refused("in \"return t;\": the variable t is not declared here", f(Scalar.I32, returns(T)));
        refused("in \"t = 1;\": the variable t is not declared here", f(Scalar.VOID, assign(T, c(1))));
        refused("in \"return t;\": the variable t is not declared here",
                f(Scalar.I32, loop(K, c(0), N, let(T, K)), returns(T)));
        refused("in \"return k;\": the variable k is not declared here", f(Scalar.I32, loop(K, c(0), N), returns(K)));
        refused("in \"return a;\": the variable a is a float[], not a int", f(Scalar.I32, returns(i("a"))));
        refused("in \"a[k] = a[t];\": the variable t is not declared here",
                f(Scalar.VOID, loop(K, c(0), N, store(A, K, load(A, T)))));
    }

    @Test
    void aNameIsDeclaredOnce() {
        refused("in \"int n = 1;\": n is declared twice", f(Scalar.VOID, let(N, c(1))));
        refused("in \"for (int k = 0; k < n; k++) {\": k is declared twice",
                f(Scalar.VOID, loop(K, c(0), N), loop(K, c(0), N)));
        refused("in \"int while = 1;\": while is no name of Java", f(Scalar.VOID, let(i("while"), c(1))));
    }

    @Test
    void onlyTheLoopChangesItsVariable() {
        refused("in \"k++;\": k counts a loop, which alone changes it",
                f(Scalar.VOID, loop(K, c(0), N, assign(K, add(K, c(1))))));
        refused("in \"for (int k = 0; k < n; k++) {\": the bound changes in the loop, since n does",
                f(Scalar.VOID, loop(K, c(0), N, new Stmt.If(lt(K, N), List.of(assign(N, c(2))), List.of()))));
    }

    @Test
    void everyPathReturnsAndNothingStandsBehindIt() {
        refused("a path ends without a return", f(Scalar.I32,
                new Stmt.If(lt(N, c(0)), List.of(returns(N)), List.of())));
        refused("in \"return a;\": a is a float[], wanted is a int", f(Scalar.I32, returns(A)));
        refused("in \"return n;\": a function of type void returns no value", f(Scalar.VOID, returns(N)));
        refused("in \"return;\": a int is to be returned", f(Scalar.I32, new Stmt.Return(Optional.empty())));
        refused("in \"return n;\": nothing leads here", f(Scalar.I32, returns(N), returns(N)));
        refused("in \"return n;\": nothing leads here", f(Scalar.I32, new Stmt.While(c(true), List.of()), returns(N)));
        refused("in \"while (1 < 2) {\": the condition never changes: write true, or leave the loop out",
                f(Scalar.I32, new Stmt.While(lt(c(1), c(2)), List.of()), returns(N)));
        assertDoesNotThrow(() -> Verify.check(code(f(Scalar.I32,
                new Stmt.If(lt(N, c(0)), List.of(returns(N)), List.of(returns(c(1)))), new Stmt.Comment("never")))));
    }

    @Test
    void callsReachWhatIsThere() {
        Function g = instance("g");
        refused("in \"g(a);\": g needs an object, and this function is static", f(Scalar.VOID, evaluate(call(g, A))),
                g);
        refused("in \"return h(n, a);\": h(n, a) has no value", f(Scalar.VOID, returns(call(nothing(), N, A))));
        refused("in \"n + 1;\": this has no effect", f(Scalar.VOID, evaluate(add(N, c(1)))));
        Target.External foreign = new Target.External(Target.Kind.STATIC, new Type.Reference("org.foreign.X"), "x",
                List.of(),
                Scalar.I32);
        refused("in \"return X.x();\": org.foreign.X.x is neither of java.base nor of the runtime classes []",
                f(Scalar.I32, returns(call(foreign))));
        refused("in \"M m = new M(n);\": no constructor takes [int]",
                f(Scalar.VOID, let(v("m", SELF), new Expr.New(SELF, List.of(Scalar.I32), List.of(N)))));
    }

    private static Function nothing() {
        return Function.of("h", List.of(N, A), Scalar.VOID, "", List.of());
    }

    @Test
    void aCalledFunctionIsCheckedThoughItIsNotListed() {
        Function bad = Function.of("bad", List.of(), Scalar.I32, "", List.of(returns(T)));
        assertEquals("class p.M, function bad: in \"return t;\": the variable t is not declared here",
                assertThrows(IllegalArgumentException.class, () ->
                        Verify.check(code(f(Scalar.I32, returns(call(bad))))))
                        .getMessage());
    }

    @Test
    void twoFunctionsDoNotShareNameAndParameters() {
        Function one = Function.of("g", List.of(), Scalar.I32, "", List.of(returns(c(1))));
        Function two = Function.of("g", List.of(), Scalar.I32, "", List.of(returns(c(2))));
        assertEquals("class p.M has two functions g[]", assertThrows(IllegalArgumentException.class,
                () -> Verify.check(code(f(Scalar.I32, returns(add(call(one), call(two))))))).getMessage());
    }

    @Test
    void fieldsAreThoseOfTheClass() {
        refused("in \"this.x = 1;\": there is no field x",
                instance("g", new Stmt.SetField(THIS, "x", Scalar.I32, c(1))));
        refused("in \"this.w = a;\": the field w is final",
                instance("g", new Stmt.SetField(THIS, "w", Type.FLOATS, A)));
        refused("in \"int t = this.RANK;\": the constant RANK is written as its value",
                instance("g", let(T, new Expr.Field(THIS, "RANK", Scalar.I32))));
        refused("in \"int t = this.w;\": the field w is a float[], not a int",
                instance("g", let(T, new Expr.Field(THIS, "w", Scalar.I32))));
        assertDoesNotThrow(() -> Verify.check(code(instance("<init>", new Stmt.SetField(THIS, "w", Type.FLOATS, A)))));
    }
}
