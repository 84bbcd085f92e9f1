package org.nablac.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.nablac.code.Code.*;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nablac.code.ClassCode;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.code.Function;
import org.nablac.code.Scalar;
import org.nablac.code.Target;
import org.nablac.code.Tree;
import org.nablac.code.Type;
import org.nablac.code.Verify;
import org.nablac.testing.CodeEvaluator;
import org.nablac.testing.InMemoryJavac;

/** Every expression, a line each: what it prints as, and that bytecode, javac and the evaluator give the same bits. */
class ExpressionTest {
    private static final Var X = v("x", Scalar.F32);
    private static final Var Y = v("y", Scalar.F32);
    private static final Var Z = v("z", Scalar.F32);
    private static final Var A = v("a", Scalar.F64);
    private static final Var B = v("b", Scalar.F64);
    private static final Var D = v("d", Scalar.F64);
    private static final Var I = i("i");
    private static final Var J = i("j");
    private static final Var L = v("l", Scalar.I64);
    private static final Var M = v("m", Scalar.I64);
    private static final Var P = v("p", Scalar.BOOL);
    private static final Var Q = v("q", Scalar.BOOL);
    private static final Var V = v("v", Type.FLOATS);
    private static final Var W = v("w", new Type.ArrayOf(Scalar.BOOL));
    private static final List<Var> VARIABLES = List.of(X, Y, Z, A, B, D, I, J, L, M, P, Q, V, W);
    private static final Type.Reference MATH = new Type.Reference("java.lang.Math");

    private static final Map<Type, List<?>> UGLY = Map.of(
            Scalar.F32, List.of(0f, -0f, 1f, -1.5f, 3e9f, 0x1.fffffep127f, -1e38f, Float.MIN_VALUE, 0x1p-130f,
                    Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN),
            Scalar.F64, List.of(0.0, -0.0, 1.0, -1.5, 1e19, Double.MAX_VALUE, Double.MIN_VALUE, 0x1p-1030,
                    Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN),
            Scalar.I32, List.of(0, 1, -1, 2, 5, 31, 33, 1 << 24 | 1, Integer.MAX_VALUE, Integer.MIN_VALUE),
            Scalar.I64, List.of(0L, 1L, -1L, 7L, 1L << 53 | 1, Long.MAX_VALUE, Long.MIN_VALUE),
            Scalar.BOOL, List.of(true, false),
            Type.FLOATS, List.of(new float[] {1, -0f, 2.5f, Float.NaN, 7, 9}),
            W.type(), List.of(new boolean[] {true, false, true, true, false, false}));

    private record Row(Expr e, String text) {
    }

    private final List<Row> rows = new ArrayList<>();

    private void prints(Expr e, String text) {
        rows.add(new Row(e, text));
    }

    @Test
    void arithmeticIsTheSameInBytecodeAndJava() throws Exception {
        prints(add(X, Y), "x + y");
        prints(sub(X, sub(Y, Z)), "x - (y - z)");
        prints(sub(sub(X, Y), Z), "x - y - z");
        prints(add(mul(X, Y), c(1f)), "x * y + 1.0f");
        prints(mul(add(X, Y), Z), "(x + y) * z");
        prints(div(X, mul(Y, Z)), "x / (y * z)");
        prints(mul(div(X, Y), Z), "x / y * z");
        prints(new Expr.Binary(Expr.BinaryOp.REM, X, Y), "x % y");
        prints(neg(X), "-x");
        prints(neg(neg(X)), "-(-x)");
        prints(neg(add(X, Y)), "-(x + y)");
        prints(sub(X, neg(Y)), "x - -y");
        prints(sub(X, c(-1f)), "x - -1.0f");
        prints(neg(c(-1f)), "-(-1.0f)");
        prints(abs(X), "Math.abs(x)");
        prints(sqrt(X), "(float) Math.sqrt(x)");
        prints(mul(sqrt(X), Y), "(float) Math.sqrt(x) * y");
        prints(min(X, Y), "Math.min(x, y)");
        prints(max(add(mul(load(V, c(2)), load(V, c(4))), c(1f)), c(0f)), "Math.max(v[2] * v[4] + 1.0f, 0.0f)");
        prints(fma(X, Y, Z), "Math.fma(x, y, z)");
        prints(add(A, mul(B, D)), "a + b * d");
        prints(div(A, B), "a / b");
        prints(new Expr.Binary(Expr.BinaryOp.REM, A, B), "a % b");
        prints(fma(A, neg(B), D), "Math.fma(a, -b, d)");
        prints(sqrt(abs(A)), "Math.sqrt(Math.abs(a))");
        prints(max(A, min(B, D)), "Math.max(a, Math.min(b, d))");
        prints(add(I, J), "i + j");
        prints(sub(mul(I, J), c(100000)), "i * j - 100000");
        prints(div(I, J), "i / j");
        prints(rem(I, J), "i % j");
        prints(neg(I), "-i");
        prints(abs(I), "Math.abs(i)");
        prints(max(I, J), "Math.max(i, j)");
        prints(div(add(L, M), M), "(l + m) / m");
        prints(rem(L, M), "l % m");
        prints(mul(neg(L), abs(M)), "-l * Math.abs(m)");
        prints(min(L, M), "Math.min(l, m)");
        sameBits();
    }

    @Test
    void bitsAndTruthValuesAreTheSame() throws Exception {
        prints(and(I, or(J, xor(I, c(-7)))), "i & (j | (i ^ -7))");
        prints(add(shl(I, 3), J), "(i << 3) + j");
        prints(shl(add(I, J), 3), "(i + j) << 3");
        prints(xor(xor(I, J), c(300)), "i ^ j ^ 300");
        prints(eq(and(I, c(1)), c(0)), "(i & 1) == 0");
        prints(ushr(I, 9), "i >>> 9");
        prints(shr(L, 40), "l >> 40");
        prints(new Expr.Binary(Expr.BinaryOp.SHL, L, I), "l << i");
        prints(new Expr.Binary(Expr.BinaryOp.USHR, L, and(I, c(63))), "l >>> (i & 63)");
        prints(xor(L, and(M, c(0x5555555555555555L))), "l ^ (m & 6148914691236517205L)");
        prints(bits(X), "Float.floatToRawIntBits(x)");
        prints(fromBits(I), "Float.intBitsToFloat(i)");
        prints(bits(A), "Double.doubleToRawLongBits(a)");
        prints(fromBits(L), "Double.longBitsToDouble(l)");
        prints(lt(X, Y), "x < y");
        prints(not(lt(X, Y)), "!(x < y)");
        prints(not(and(P, Q)), "!(p && q)");
        prints(not(P), "!p");
        prints(and(P, lt(X, Y)), "p && x < y");
        prints(or(and(P, Q), not(Q)), "(p && q) || !q");
        prints(and(P, or(Q, ge(A, B))), "p && (q || a >= b)");
        prints(and(P, gt(load(V, c(1)), X)), "p & (v[1] > x)");
        prints(or(P, load(W, c(1))), "p | w[1]");
        prints(xor(P, Q), "p ^ q");
        prints(eq(P, Q), "p == q");
        prints(ne(P, le(I, c(0))), "p != (i <= 0)");
        for (Var[] pair : new Var[][] {{X, Y}, {A, B}, {I, J}, {L, M}}) {
            String t = pair[0].name() + " %s " + pair[1].name();
            prints(eq(pair[0], pair[1]), t.formatted("=="));
            prints(ne(pair[0], pair[1]), t.formatted("!="));
            prints(lt(pair[0], pair[1]), t.formatted("<"));
            prints(le(pair[0], pair[1]), t.formatted("<="));
            prints(gt(pair[0], pair[1]), t.formatted(">"));
            prints(ge(pair[0], pair[1]), t.formatted(">="));
            prints(select(not(or(lt(pair[0], pair[1]), P)), c(1), c(2)), "!(" + t.formatted("<") + " || p) ? 1 : 2");
        }
        sameBits();
    }

    @Test
    void selectionsConversionsAndCallsAreTheSame() throws Exception {
        prints(select(lt(X, c(0f)), neg(X), X), "x < 0.0f ? -x : x");
        prints(add(X, select(P, Y, Z)), "x + (p ? y : z)");
        prints(select(select(P, Q, lt(I, J)), X, select(Q, Y, Z)), "(p ? q : i < j) ? x : q ? y : z");
        prints(select(P, select(Q, X, Y), Z), "p ? (q ? x : y) : z");
        prints(fma(X, select(P, Y, Z), select(lt(A, B), X, c(2f))), "Math.fma(x, p ? y : z, a < b ? x : 2.0f)");
        prints(select(and(c(true), P), I, J), "true && p ? i : j");
        prints(select(and(P, c(false)), I, J), "p && false ? i : j");
        prints(select(or(c(true), P), I, J), "true || p ? i : j");
        prints(select(c(false), I, J), "false ? i : j");
        prints(select(not(c(false)), A, B), "!false ? a : b");
        prints(load(V, select(P, c(1), select(Q, c(2), c(3)))), "v[p ? 1 : q ? 2 : 3]");
        prints(load(new Expr.ArrayLiteral(Scalar.F64, List.of(A, select(P, B, D), c(1.0))), select(Q, c(1), c(0))),
                "(new double[] {a, p ? b : d, 1.0})[q ? 1 : 0]");
        prints(length(new Expr.NewArray(Type.FLOATS, c(300))), "(new float[300][]).length");
        prints(load(new Expr.NewArray(Scalar.I64, c(3)), c(1)), "(new long[3])[1]");
        prints(load(new Expr.ArrayLiteral(Scalar.BOOL, List.of(P, eq(X, Y))), c(1)), "(new boolean[] {p, x == y})[1]");
        prints(length(V), "v.length");
        for (Var from : List.of(X, A, I, L)) {
            for (Scalar to : List.of(Scalar.F32, Scalar.F64, Scalar.I32, Scalar.I64)) {
                boolean same = from.type() == to;
                prints(new Expr.Convert(to, from), (same ? "" : "(" + to + ") ") + from.name());
            }
        }
        prints(mul(convert(Scalar.F32, add(I, J)), X), "(float) (i + j) * x");
        prints(convert(Scalar.I32, neg(X)), "(int) -x");
        prints(call(new Target.External(Target.Kind.STATIC, MATH, "multiplyHigh", List.of(Scalar.I64, Scalar.I64),
                Scalar.I64),
                L, M), "Math.multiplyHigh(l, m)");
        Target.External path = new Target.External(Target.Kind.STATIC, Type.PATH, "of",
                List.of(Type.STRING, new Type.ArrayOf(Type.STRING)), Type.PATH);
        Expr some = call(path, c("a\"\\\n\u00e9/b"), new Expr.NewArray(Type.STRING, c(0)));
        Expr count = call(new Target.External(Target.Kind.INTERFACE, Type.PATH, "getNameCount", List.of(Type.PATH),
                Scalar.I32),
                some);
        prints(count, "Path.of(\"a\\\"\\\\\\n\\u00e9/b\", new String[0]).getNameCount()");
        Type.Reference builder = new Type.Reference("java.lang.StringBuilder");
        Expr made = new Expr.New(builder, List.of(Type.STRING), List.of(select(P, c("xyz"), c(""))));
        prints(call(new Target.External(Target.Kind.VIRTUAL, builder, "length", List.of(builder), Scalar.I32), made),
                "new StringBuilder(p ? \"xyz\" : \"\").length()");
        prints(call(new Target.External(Target.Kind.VIRTUAL, Type.STRING, "length", List.of(Type.STRING), Scalar.I32),
                new Expr.Convert(Type.STRING, new Expr.Convert(Type.OBJECT, c("abc")))),
                        "((String) (Object) \"abc\").length()");
        sameBits();
    }

    @Test
    void constantsKeepTheirBits() throws Exception {
        prints(c(0f), "0.0f");
        prints(c(-0f), "-0.0f");
        prints(c(1f), "1.0f");
        prints(c(2f), "2.0f");
        prints(c(0.1f), "0.1f");
        prints(c(1e-5f), "1.0E-5f");
        prints(c(Float.MIN_VALUE), "1.4E-45f");
        prints(c(Float.MAX_VALUE), "3.4028235E38f");
        prints(c(Float.NaN), "Float.NaN");
        prints(bits(c(Float.intBitsToFloat(0xffc00001))), "Float.floatToRawIntBits(Float.intBitsToFloat(0xffc00001))");
        prints(c(Float.POSITIVE_INFINITY), "Float.POSITIVE_INFINITY");
        prints(c(Float.NEGATIVE_INFINITY), "Float.NEGATIVE_INFINITY");
        prints(c(0.0), "0.0");
        prints(c(-0.0), "-0.0");
        prints(c(1.0), "1.0");
        prints(c(Math.PI), "3.141592653589793");
        prints(c(Double.MIN_VALUE), "4.9E-324");
        prints(c(Double.NaN), "Double.NaN");
        prints(bits(c(Double.longBitsToDouble(0xfff8000000000001L))),
                "Double.doubleToRawLongBits(Double.longBitsToDouble(0xfff8000000000001L))");
        prints(c(Double.NEGATIVE_INFINITY), "Double.NEGATIVE_INFINITY");
        for (int k : new int[] {-1, 0, 5, 6, -128, 127, 128, -129, 32767, 32768, -32768, -32769, Integer.MAX_VALUE}) {
            prints(c(k), Integer.toString(k));
            prints(c((long) k), k + "L");
        }
        prints(c(Integer.MIN_VALUE), "Integer.MIN_VALUE");
        prints(c(Long.MIN_VALUE), "Long.MIN_VALUE");
        prints(c(Long.MAX_VALUE), "9223372036854775807L");
        prints(neg(c(Long.MIN_VALUE)), "-Long.MIN_VALUE");
        prints(c(true), "true");
        prints(c(false), "false");
        sameBits();
    }

    private void sameBits() throws Exception {
        List<Function> functions = new ArrayList<>();
        for (Row row : rows) {
            assertEquals(row.text(), row.e().toString());
            functions.add(new Function(Function.Access.PUBLIC, true, "row" + functions.size(), VARIABLES,
                    row.e().type(),
                    List.of(), "", List.of(returns(row.e()))));
        }
        ClassCode code = new ClassCode("rows.Rows", "Rows.java", "", List.of(), functions, List.of());
        Verify.check(code);
        Class<?> bytecode = Emitted.fromBytecode(code);
        Class<?> java = InMemoryJavac.load(code.name(), JavaText.emit(code));
        Class<?>[] types = VARIABLES.stream().map(x -> CodeEvaluator.javaClass(x.type())).toArray(Class[]::new);
        for (int k = 0; k < rows.size(); k++) {
            Method first = bytecode.getMethod("row" + k, types);
            Method second = java.getMethod("row" + k, types);
            Expr e = rows.get(k).e();
            for (Map<String, Object> values : assignments(variables(e))) {
                Object[] arguments = VARIABLES.stream()
                        .map(x -> values.getOrDefault(x.name(), UGLY.get(x.type()).get(0))).toArray();
                Object wanted = outcome(() -> CodeEvaluator.value(e, values));
                assertEquals(wanted, outcome(() -> first.invoke(null, arguments)), () -> "bytecode of " + e + " at "
                        + values);
                assertEquals(wanted, outcome(() -> second.invoke(null, arguments)), () -> "javac of " + e + " at "
                        + values);
            }
        }
    }

    private interface Computed {
        Object value() throws Exception;
    }

    private static Object outcome(Computed computed) throws Exception {
        try {
            return Emitted.comparable(computed.value());
        } catch (ArithmeticException e) {
            return e.getClass();      // a compiled one has no message
        } catch (InvocationTargetException e) {
            return e.getCause().getClass();
        }
    }

    private static List<Var> variables(Expr e) {
        if (e instanceof Var x) {
            return List.of(x);
        }
        return Tree.operands(e).stream().flatMap(x -> variables(x).stream()).distinct().toList();
    }

    private static List<Map<String, Object>> assignments(List<Var> variables) {
        List<Map<String, Object>> all = new ArrayList<>(List.of(Map.of()));
        for (Var x : variables) {
            List<Map<String, Object>> next = new ArrayList<>();
            for (Map<String, Object> some : all) {
                for (Object value : UGLY.get(x.type())) {
                    Map<String, Object> more = new HashMap<>(some);
                    more.put(x.name(), value);
                    next.add(more);
                }
            }
            all = next;
        }
        return all;
    }

    @Test
    void theEvaluatorAgreesWithValuesKnownBeforehand() {
        assertEquals(Arrays.asList(0.1f + 0.2f, Float.floatToIntBits(-0f), Integer.MIN_VALUE, Integer.MAX_VALUE, 0,
                true),
                Arrays.asList(CodeEvaluator.value(add(c(0.1f), c(0.2f)), Map.of()),
                        Float.floatToIntBits((Float) CodeEvaluator.value(min(c(0f), c(-0f)), Map.of())),
                        CodeEvaluator.value(abs(c(Integer.MIN_VALUE)), Map.of()),
                        CodeEvaluator.value(convert(Scalar.I32, c(1e20)), Map.of()),
                        CodeEvaluator.value(convert(Scalar.I32, c(Float.NaN)), Map.of()),
                        CodeEvaluator.value(ne(c(Float.NaN), c(Float.NaN)), Map.of())));
    }
}
