package org.nablac.lower.lanes;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Expr.BinaryOp;
import org.nablac.code.Expr.Const;
import org.nablac.code.Expr.UnaryOp;
import org.nablac.code.Expr.Var;
import org.nablac.code.Function;
import org.nablac.code.Scalar;
import org.nablac.code.Stmt;
import org.nablac.code.Type;
import org.nablac.code.Tree;
import org.nablac.lower.lanes.LaneBody.NoLanes;

/** The expressions of one loop over lanes. */
final class LaneValues {
    private final LaneLoops function;
    private final Var variable;
    private final Set<Var> stored;
    /** Variables that change from turn to turn. */
    private final Set<Var> changing;
    private final int length;
    /** What stands for the loop's own variables: a scalar of the first lane, or lanes. */
    private final Map<Var, Expr> renamed = new HashMap<>();
    private final Set<Var> indices = new HashSet<>();
    /** Arrays of which each lane has its own. */
    private final Set<Var> privates;
    private List<Stmt> out = List.of();

    LaneValues(LaneLoops function, Var variable, Set<Var> stored, Set<Var> assigned, Set<Var> privates) {
        this.privates = privates;
        this.function = function;
        this.variable = variable;
        this.stored = stored;
        this.changing = assigned;
        this.length = function.length();
    }

    /** Begins the turns from {@code i} on; what is computed on the way is written to {@code to}. */
    void begin(Expr i, List<Stmt> to) {
        out = to;
        renamed.clear();
        indices.clear();
        renamed.put(variable, i);
        indices.add(variable);
    }

    void to(List<Stmt> block) {
        out = block;
    }

    /** A variable of the loop that is the same in every lane. */
    Var uniform(Var v) {
        Var named = function.fresh(v, v.type());
        renamed.put(v, named);
        return named;
    }

    void let(Stmt.Let l, List<Stmt> to) {
        Var v = l.variable();
        boolean index = v.type() == Scalar.I32 && isIndex(l.value());
        if (index || isUniform(l.value())) {
            Expr value = scalar(l.value());
            Var named = uniform(v);
            to.add(Code.let(named, value));
            if (index) {
                indices.add(v);
            }
        } else if (isVirtualLane(l.value())) {
            renamed.put(v, new Const(Scalar.BOOL, false));      // only sums use it, and they know it
        } else {
            Expr value = lanes(l.value());
            Var named = function.fresh(v, value.type());
            to.add(Code.let(named, value));
            renamed.put(v, named);
        }
    }

    private boolean isVirtualLane(Expr e) {
        return e instanceof Expr.Binary b && b.op() == BinaryOp.AND && b.right().equals(Code.c(LaneFold.LANES - 1))
                && isIndex(b.left());
    }

    /** Whether {@code e} is the same in every lane, and no turn changes it. */
    boolean isUniform(Expr e) {
        if (e instanceof Var v) {
            return !indices.contains(v) && !changing.contains(v)
                    && !(renamed.get(v) instanceof Expr r && !(r.type() instanceof Scalar && r.type() == v.type()));
        }
        if (e instanceof Expr.Load l && l.array() instanceof Var a && (stored.contains(a) || privates.contains(a))) {
            return false;
        }
        return Tree.isRepeatable(e) && Tree.operands(e).stream().allMatch(this::isUniform);
    }

    /** Whether the int {@code e} is one more in each lane than in the one before. */
    private boolean isIndex(Expr e) {
        if (e instanceof Var v) {
            return indices.contains(v);
        }
        if (e instanceof Expr.Binary b && (b.op() == BinaryOp.ADD || b.op() == BinaryOp.SUB)
                && b.type() == Scalar.I32) {
            return isIndex(b.left()) && isUniform(b.right())
                    || b.op() == BinaryOp.ADD && isUniform(b.left()) && isIndex(b.right());
        }
        return false;
    }

    /** {@code e} in the first lane; of what is uniform or an index. */
    Expr scalar(Expr e) {
        return Tree.replace(e, renamed);
    }

    /** {@code e} in every lane. */
    Expr lanes(Expr expression) {
        if (isUniform(expression)) {
            if (expression.type() != Scalar.F32 && expression.type() != Scalar.I32) {
                throw new NoLanes("a uniform " + expression.type());
            }
            return new Expr.Splat(scalar(expression), length);
        }
        return switch (expression) {
            case Var e -> {
                Expr named = renamed.getOrDefault(e, e);
                if (indices.contains(e)) {
                    yield new Expr.Iota(named, length);
                }
                if (named.type() instanceof Scalar) {
                    throw new NoLanes(e.toString());
                }
                yield named;
            }
            case Expr.Load e -> load(e);
            case Expr.Unary e -> {
                Expr x = lanes(e.x());
                if (Type.element(x.type()) == Scalar.BOOL && e.op() != UnaryOp.NOT) {
                    throw new NoLanes(e.toString());
                }
                yield new Expr.Unary(e.op(), x);
            }
            case Expr.Binary e -> binary(e);
            case Expr.Compare e -> {
                Expr left = lanes(e.left());
                if (!(left.type() instanceof Type.Lanes)) {
                    throw new NoLanes(e.toString());
                }
                yield new Expr.Compare(e.op(), left, lanes(e.right()));
            }
            case Expr.Select e -> select(lanes(e.condition()), lanes(e.yes()), lanes(e.no()));
            case Expr.Fma e when e.type() == Scalar.F32 -> new Expr.Fma(lanes(e.a()), lanes(e.b()), lanes(e.c()));
            case Expr.Convert e when e.type().equals(e.x().type()) -> lanes(e.x());
            case Expr.Call e -> call(e);
            default -> throw new NoLanes(expression.toString());
        };
    }

    private Expr load(Expr.Load e) {
        Var array = (Var) e.array();
        if (!e.type().equals(Scalar.F32) && !e.type().equals(Scalar.I32)) {
            throw new NoLanes("lanes of " + e.type());
        }
        if (privates.contains(array) && isUniform(e.index())) {
            return new Expr.LoadLanes(array, Code.mul(scalar(e.index()), Code.c(length)), length);
        }
        if (!isIndex(e.index())) {
            throw new NoLanes(e.toString());
        }
        return new Expr.LoadLanes(array, scalar(e.index()), length);
    }

    private Expr binary(Expr.Binary e) {
        boolean isFloat = e.type() == Scalar.F32;
        Expr left = lanes(e.left());
        switch (e.op()) {
            case ADD, SUB, MUL, MIN, MAX -> { }
            case DIV -> require(isFloat, e);
            case REM -> require(false, e);
            case AND, OR -> { }
            case XOR -> require(e.type() == Scalar.I32, e);
            case SHL, SHR, USHR -> {
                require(e.right() instanceof Const, e);
                return new Expr.Binary(e.op(), left, e.right());
            }
        }
        Expr right = lanes(e.right());
        require(left.type().equals(right.type()), e);
        return new Expr.Binary(e.op(), left, right);
    }

    private static void require(boolean holds, Expr e) {
        if (!holds) {
            throw new NoLanes(e.toString());
        }
    }

    /** A mask chooses among lanes of its own kind: others are taken as such, bit by bit. */
    private static Expr select(Expr mask, Expr yes, Expr no) {
        require(mask.type() instanceof Type.Mask && yes.type() instanceof Type.Lanes
                && yes.type().equals(no.type()), mask);
        Type.Lanes of = ((Type.Mask) mask.type()).lanes();
        if (of.equals(yes.type())) {
            return new Expr.Select(mask, yes, no);
        }
        UnaryOp there = of.element() == Scalar.I32 ? UnaryOp.BITS : UnaryOp.FROM_BITS;
        UnaryOp back = of.element() == Scalar.I32 ? UnaryOp.FROM_BITS : UnaryOp.BITS;
        return new Expr.Unary(back, new Expr.Select(mask, new Expr.Unary(there, yes), new Expr.Unary(there, no)));
    }

    /** The body of an elementary function, in place: a vector that is passed or returned would be an object. */
    private Expr call(Expr.Call e) {
        if (!(e.target() instanceof Function f) || f.returns() != Scalar.F32) {
            throw new NoLanes(e.toString());
        }
        Map<Var, Expr> outer = new HashMap<>(renamed);
        Map<Var, Expr> inside = new HashMap<>();
        for (int i = 0; i < f.parameters().size(); i++) {
            Expr argument = lanes(e.arguments().get(i));
            Var named = function.fresh(f.parameters().get(i), argument.type());
            out.add(Code.let(named, argument));
            inside.put(f.parameters().get(i), named);
        }
        Set<Var> indicesOutside = Set.copyOf(indices);
        indices.clear();
        renamed.clear();
        renamed.putAll(inside);
        for (Stmt s : f.body()) {
            switch (s) {
                case Stmt.Let l -> let(l, out);
                case Stmt.Return r -> {
                    Expr value = lanes(r.value().orElseThrow());
                    renamed.clear();
                    renamed.putAll(outer);
                    indices.addAll(indicesOutside);
                    return value;
                }
                default -> throw new NoLanes(f.name());
            }
        }
        throw new NoLanes(f.name());
    }
}
