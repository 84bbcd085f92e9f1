package org.nablac.lower;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.code.Function;
import org.nablac.code.Scalar;
import org.nablac.code.Stmt;
import org.nablac.code.Tree;
import org.nablac.code.Type;
import org.nablac.graph.Leaf;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;

/** A function while it is written. */
final class Body implements Leaf.Context {
    private final Map<Argument, Var> arguments = new LinkedHashMap<>();
    private final Map<String, Integer> names = new HashMap<>();
    /** The scope that declares each variable; parameters are not in it. */
    private final Map<Var, Integer> levels = new HashMap<>();
    private final List<Scope> scopes = new ArrayList<>();
    private final Deque<UnaryOperator<List<Stmt>>> closing = new ArrayDeque<>();

    /** An open block: its statements so far, and what has been computed in it. */
    private static final class Scope {
        final List<Stmt> statements = new ArrayList<>();
        final Map<Object, Expr> known = new HashMap<>();
    }

    private final Cut cut;

    /** @param cut what the rows of a block are to the kernel that it belongs to */
    Body(Cut cut) {
        this.cut = cut;
        scopes.add(new Scope());
    }

    Cut cut() {
        return cut;
    }

    /** The innermost scope's number; 0 is the function itself. */
    int level() {
        return scopes.size() - 1;
    }

    void emit(Stmt s) {
        scopes.get(level()).statements.add(s);
    }

    /** Opens a loop and gives its variable. */
    Var open(String name, Expr from, Expr to, int step) {
        Expr limit = hoist(to, "end");
        Expr start = hoist(from, "start");
        Var i = fresh(name, Scalar.I32);
        scopes.add(new Scope());
        levels.put(i, level());
        closing.push(body -> List.of(new Stmt.For(i, start, limit, step, body)));
        return i;
    }

    /** The loop variable over a dimension: 0, without a loop, if that is 1. */
    Expr open(String name, Dim size) {
        return size.is(1) ? Code.c(0) : open(name, Code.c(0), size(size), 1);
    }

    /** Opens a block that runs if {@code condition} holds. */
    void when(Expr condition) {
        Expr known = hoist(condition, "isHere");
        scopes.add(new Scope());
        closing.push(body -> List.of(new Stmt.If(known, body, List.of())));
    }

    void close() {
        List<Stmt> body = scopes.remove(level()).statements;
        closing.pop().apply(body).forEach(this::emit);
    }

    /** Closes loops until {@code level} is the innermost. */
    void closeTo(int level) {
        while (level() > level) {
            close();
        }
    }

    /** A name that no other variable of the function has. */
    Var fresh(String name, Type type) {
        int count = names.merge(name, 1, Integer::sum);
        return Code.v(count == 1 ? name : name + "_" + count, type);
    }

    /** The outermost scope in which {@code e} can be computed. */
    int level(Expr e) {
        if (e instanceof Var v) {
            return levels.getOrDefault(v, 0);
        }
        int level = 0;
        for (Expr x : Tree.operands(e)) {
            level = Math.max(level, level(x));
        }
        return level;
    }

    /** A variable of the innermost scope that holds {@code e}, which is itself if it is trivial. */
    Expr named(String name, Expr e) {
        return isTrivial(e) ? e : let(name, e, level());
    }

    static boolean isTrivial(Expr e) {
        return e instanceof Expr.Const || e instanceof Var;
    }

    /** A variable with the value of {@code e}, computed in scope {@code level}. */
    Var let(String name, Expr e, int level) {
        Var v = fresh(name, e.type());
        scopes.get(level).statements.add(Code.let(v, e));
        levels.put(v, level);
        return v;
    }

    /** {@code e}, taken out of the loops that do not change it. */
    Expr hoist(Expr e, String name) {
        int level = level(e);
        if (isTrivial(e) || level == level()) {
            return e;
        }
        return scopes.get(level).known.computeIfAbsent(e, k -> let(name, e, level));
    }

    /** What has been computed under {@code key} in an open scope; or {@code otherwise}. */
    Expr known(Object key, Expr otherwise) {
        for (Scope s : scopes) {
            Expr e = s.known.get(key);
            if (e != null) {
                return e;
            }
        }
        return otherwise;
    }

    boolean isKnown(Object key) {
        return scopes.stream().anyMatch(s -> s.known.containsKey(key));
    }

    /** Remembers {@code e} under {@code key} for as long as scope {@code level} is open. */
    void remember(Object key, Expr e, int level) {
        scopes.get(level).known.put(key, e);
    }

    Var argument(Argument a, String name, Type type) {
        return arguments.computeIfAbsent(a, k -> fresh(name, type));
    }

    /** An array that means nothing before and after the kernel. */
    Var scratch(DType dtype, Dim size, int number) {
        return argument(new Argument.Scratch(dtype, size, number), "scratch", new Type.ArrayOf(scalar(dtype)));
    }

    @Override
    public Expr size(Dim dim) {
        if (dim.isConstant()) {
            return Code.c(Math.toIntExact(dim.constant()));
        }
        Expr sum = Code.c(0);
        for (Map.Entry<List<String>, Long> term : dim.terms()) {
            Expr product = Code.c(Math.toIntExact(term.getValue()));
            for (String name : term.getKey()) {
                product = Code.mul(product, argument(new Argument.Size(name), identifier(name), Scalar.I32));
            }
            sum = Code.add(sum, product);
        }
        return sum;
    }

    @Override
    public Expr seed() {
        return argument(new Argument.Seed(), "seed", Scalar.I64);
    }

    @Override
    public Expr step() {
        return argument(new Argument.Step(), "step", Scalar.I64);
    }

    @Override
    public Expr stream(int number) {
        return argument(new Argument.Stream(number), "stream", Scalar.I32);
    }

    /** A Java identifier that begins in lower case, for what the model calls {@code name}. */
    static String identifier(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9]+", "_");
        return Character.isLetter(plain.charAt(0))
                ? Character.toLowerCase(plain.charAt(0)) + plain.substring(1) : "_" + plain;
    }

    /** How one element of a dtype is held in an array: truth values as ints. */
    static Scalar scalar(DType dtype) {
        return switch (dtype) {
            case F32 -> Scalar.F32;
            case F64 -> Scalar.F64;
            case I32, BOOL -> Scalar.I32;
        };
    }

    KernelCode.Variant finish(String name, String doc) {
        closeTo(0);
        Function f = Function.of(name, List.copyOf(arguments.values()), Scalar.VOID, doc, scopes.get(0).statements);
        return new KernelCode.Variant(f, List.copyOf(arguments.keySet()));
    }
}
