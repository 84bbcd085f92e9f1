package org.nablac.emit;

import static org.nablac.code.Code.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.nablac.code.Expr;
import org.nablac.code.Expr.BinaryOp;
import org.nablac.code.Expr.CompareOp;
import org.nablac.code.Expr.Var;
import org.nablac.code.Function;
import org.nablac.code.Scalar;
import org.nablac.code.Stmt;
import org.nablac.code.Target;
import org.nablac.code.Type;

/**
 * Random well-typed functions that end; arrays have {@value #LENGTH} elements. The bits of a NaN are never looked at.
 */
final class RandomCode {
    static final int LENGTH = 8;
    static final List<Var> PARAMETERS = List.of(v("x", Scalar.F32), v("y", Scalar.F32), v("a", Scalar.F64),
            v("i", Scalar.I32), v("j", Scalar.I32), v("l", Scalar.I64), v("p", Scalar.BOOL),
            v("floats", Type.FLOATS), v("doubles", Type.DOUBLES), v("ints", Type.INTS));
    private static final List<Scalar> TYPES = List.of(Scalar.F32, Scalar.F32, Scalar.F64, Scalar.I32, Scalar.I64,
            Scalar.BOOL);

    private final Random random;
    private final List<Function> callable;
    private final List<Var> fixed = new ArrayList<>();
    private List<Var> scope = new ArrayList<>(PARAMETERS);
    private Scalar returns = Scalar.F32;
    private int names;

    private RandomCode(Random random, List<Function> callable) {
        this.random = random;
        this.callable = callable;
    }

    /** A function of {@link #PARAMETERS}, which may call {@code callable} ones. */
    static Function function(Random random, String name, List<Function> callable) {
        RandomCode code = new RandomCode(random, callable);
        code.returns = code.pick(TYPES);
        List<Stmt> body = new ArrayList<>(code.block(3, 2 + random.nextInt(5)));
        body.add(returns(code.expr(code.returns, 4)));
        return new Function(Function.Access.PUBLIC, true, name, PARAMETERS, code.returns, List.of(),
                "Random function " + name + ".", body);
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private List<Stmt> block(int depth, int size) {
        List<Var> outer = scope;
        scope = new ArrayList<>(outer);
        List<Stmt> body = new ArrayList<>();
        for (int k = 0; k < size; k++) {
            body.addAll(statement(depth));
        }
        scope = depth == 3 ? scope : outer;
        return body;
    }

    private List<Stmt> statement(int depth) {
        int kind = random.nextInt(depth > 0 ? 12 : 7);
        return switch (kind) {
            case 0, 1, 2 -> {
                Type type = pick(TYPES);
                Expr value = expr(type, 3);
                Var variable = v("t" + names++, type);
                scope.add(variable);
                yield List.of(let(variable, value));
            }
            case 3 -> {
                Var variable = pick(scope.stream().filter(x -> x.type() instanceof Scalar && !fixed.contains(x))
                        .toList());
                yield List.of(assign(variable, random.nextInt(3) == 0 && variable.type() == Scalar.I32
                        ? add(variable, c(random.nextInt(70000) - 35000)) : expr(variable.type(), 3)));
            }
            case 4 -> {
                Expr at = index(2);
                Var floats = v("floats", Type.FLOATS);
                Expr value = expr(Scalar.F32, 3);
                yield List.of(store(floats, at, random.nextBoolean() ? value
                        : pick(List.of(add(load(floats, at), value), max(load(floats, at), value)))));
            }
            case 5 -> List.of(store(v("ints", Type.INTS), index(2), expr(Scalar.I32, 3)));
            case 6 -> List.of(new Stmt.Line(1 + random.nextInt(5)), new Stmt.Comment("remark " + names),
                    store(v("doubles", Type.DOUBLES), index(1), expr(Scalar.F64, 2)));
            case 7, 8 -> List.of(new Stmt.If(expr(Scalar.BOOL, 3), ending(depth - 1), random.nextBoolean() ? List.of()
                    : block(depth - 1, random.nextInt(3))));
            case 9, 10 -> List.of(loop(depth));
            default -> {
                Var k = i("k" + names++);
                scope.add(k);
                fixed.add(k);
                Expr goesOn = and(lt(k, c(1 + random.nextInt(5))), expr(Scalar.BOOL, 2));
                List<Stmt> body = new ArrayList<>(block(depth - 1, 2));
                body.add(assign(k, add(k, c(1))));
                yield List.of(let(k, c(0)), new Stmt.While(goesOn, body));
            }
        };
    }

    /** A block that may return. */
    private List<Stmt> ending(int depth) {
        List<Stmt> body = new ArrayList<>(block(depth, random.nextInt(3)));
        if (random.nextInt(3) == 0) {
            body.add(returns(expr(returns, 2)));
        }
        return body;
    }

    private Stmt loop(int depth) {
        Var k = i("k" + names++);
        Expr to = random.nextBoolean() ? c(LENGTH) : and(v("j", Scalar.I32), c(LENGTH - 1));
        Expr from = and(expr(Scalar.I32, 1), c(3));
        List<Var> outer = new ArrayList<>(scope);
        scope.add(k);
        fixed.add(k);
        fixed.add(v("j", Scalar.I32));      // the bound does not change
        List<Stmt> body = block(depth - 1, 1 + random.nextInt(3));
        fixed.remove(v("j", Scalar.I32));
        scope = outer;
        return new Stmt.For(k, from, to, 1 + random.nextInt(3), body);
    }

    private Expr index(int depth) {
        return and(expr(Scalar.I32, depth), c(LENGTH - 1));
    }

    private Expr expr(Type type, int depth) {
        List<Var> known = scope.stream().filter(x -> x.type().equals(type)).toList();
        if (depth == 0 || random.nextInt(8) == 0) {
            return known.isEmpty() || random.nextInt(4) == 0 ? leaf(type) : pick(known);
        }
        int kind = random.nextInt(7);
        if (kind == 0) {
            return select(expr(Scalar.BOOL, depth - 1), expr(type, depth - 1), expr(type, depth - 1));
        }
        List<Function> fitting = callable.stream().filter(f -> f.returns().equals(type)).toList();
        if (kind == 1 && !fitting.isEmpty() && depth < 3) {
            return call(pick(fitting), PARAMETERS.stream()
                    .map(p -> p.type() instanceof Scalar ? expr(p.type(), Math.min(1, depth - 1)) : p)
                    .toArray(Expr[]::new));
        }
        return switch ((Scalar) type) {
            case F32, F64 -> floating((Scalar) type, depth - 1);
            case I32, I64 -> integer((Scalar) type, depth - 1);
            case BOOL -> truth(depth - 1);
            case VOID -> throw new IllegalArgumentException("void");
        };
    }

    private Expr leaf(Type type) {
        List<Float> ugly = List.of(0f, -0f, 1f, 2f, 0.3f, -7.25f, Float.NaN, Float.MIN_VALUE, Float.NEGATIVE_INFINITY,
                1e30f);
        return switch ((Scalar) type) {
            case F32 -> c(pick(ugly));
            case F64 -> c(pick(ugly) * 1.1);
            case I32 -> c(random.nextInt() >> random.nextInt(32));
            case I64 -> c(random.nextLong() >> random.nextInt(64));
            case BOOL -> c(random.nextBoolean());
            case VOID -> throw new IllegalArgumentException("void");
        };
    }

    private Expr floating(Scalar type, int depth) {
        boolean single = type == Scalar.F32;
        return switch (random.nextInt(10)) {
            case 0 -> new Expr.Fma(expr(type, depth), expr(type, depth), expr(type, depth));
            case 1 -> load(single ? v("floats", Type.FLOATS) : v("doubles", Type.DOUBLES), index(depth));
            case 2 -> new Expr.Convert(type, expr(pick(List.of(Scalar.F32, Scalar.F64, Scalar.I32, Scalar.I64)),
                    depth));
            case 3 -> pick(List.<Expr>of(neg(expr(type, depth)), abs(expr(type, depth)), sqrt(expr(type, depth))));
            case 4 -> fromBits(expr(single ? Scalar.I32 : Scalar.I64, depth));
            default -> new Expr.Binary(pick(List.of(BinaryOp.ADD, BinaryOp.SUB, BinaryOp.MUL, BinaryOp.DIV,
                    BinaryOp.REM,
                    BinaryOp.MIN, BinaryOp.MAX)), expr(type, depth), expr(type, depth));
        };
    }

    private Expr integer(Scalar type, int depth) {
        return switch (random.nextInt(9)) {
            case 0 -> new Expr.Convert(type, expr(pick(List.of(Scalar.F32, Scalar.F64, Scalar.I32, Scalar.I64)),
                    depth));
            case 1 -> type == Scalar.I32 ? load(v("ints", Type.INTS), index(depth)) : bits(number(Scalar.F64));
            case 2 -> type == Scalar.I32 ? bits(number(Scalar.F32)) : abs(expr(type, depth));
            case 3 -> new Expr.Binary(pick(List.of(BinaryOp.SHL, BinaryOp.SHR, BinaryOp.USHR)), expr(type, depth),
                    expr(Scalar.I32, depth));
            case 4 -> type == Scalar.I32 ? call(new Target.External(Target.Kind.STATIC,
                    new Type.Reference("java.lang.Math"),
                    "floorMod", List.of(type, type), type), expr(type, depth), c(3)) : neg(expr(type, depth));
            default -> new Expr.Binary(pick(List.of(BinaryOp.ADD, BinaryOp.SUB, BinaryOp.MUL, BinaryOp.DIV,
                    BinaryOp.REM,
                    BinaryOp.MIN, BinaryOp.MAX, BinaryOp.AND, BinaryOp.OR, BinaryOp.XOR)), expr(type, depth),
                    expr(type, depth));
        };
    }

    /** A variable, or 1 if that is no number. */
    private Expr number(Scalar type) {
        Expr x = pick(scope.stream().filter(v -> v.type() == type).toList());
        return select(eq(x, x), x, constant(type, 1));
    }

    private Expr truth(int depth) {
        return switch (random.nextInt(5)) {
            case 0 -> not(expr(Scalar.BOOL, depth));
            case 1, 2 -> new Expr.Binary(pick(List.of(BinaryOp.AND, BinaryOp.OR, BinaryOp.XOR)),
                    expr(Scalar.BOOL, depth),
                    expr(Scalar.BOOL, depth));
            default -> {
                Scalar type = pick(TYPES);
                CompareOp op = type == Scalar.BOOL ? pick(List.of(CompareOp.EQ, CompareOp.NE))
                        : pick(List.of(CompareOp.values()));
                yield new Expr.Compare(op, expr(type, depth), type == Scalar.I32 && random.nextBoolean() ? c(0)
                        : expr(type, depth));
            }
        };
    }
}
