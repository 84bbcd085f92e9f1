package org.nablac.lower.lanes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Expr.BinaryOp;
import org.nablac.code.Expr.Const;
import org.nablac.code.Expr.Var;
import org.nablac.code.Scalar;
import org.nablac.code.Stmt;
import org.nablac.code.Tree;
import org.nablac.code.Type;

/**
 * The body of one loop, for as many of its turns at once as there are lanes. In it a value is <em>uniform</em>,
 * the same in every lane, or an <em>index</em>, one more in each lane than in the one before, or
 * <em>lanes</em>. A <em>sum</em> is an array of 16 virtual lanes to which element r is added at r mod 16: while
 * the loop runs, variables hold it.
 */
final class LaneBody {
    private final LaneLoops function;
    private final Stmt.For loop;
    private final Set<Var> privates;
    private final int length;
    /** What is written in the loop. */
    private final Set<Var> stored = new HashSet<>();
    private final Map<Var, BinaryOp> best = new HashMap<>();
    /** The sums, each with the variables that hold it, from virtual lane 0 on. */
    private final Map<Var, List<Var>> sums = new HashMap<>();
    /** The extremes, each with the variables that hold it: they do not wait for each other. */
    private final Map<Var, List<Var>> bests = new HashMap<>();
    private final LaneValues values;
    private List<Stmt> out = new ArrayList<>();
    /** Variables that hold an extreme. */
    private int held = 1;

    /** The loop is not one over adjacent elements. */
    static final class NoLanes extends RuntimeException {
        private static final long serialVersionUID = 1;

        NoLanes(String why) {
            super(why, null, false, false);
        }
    }

    /** @throws NoLanes if the loop cannot be one over lanes */
    LaneBody(LaneLoops function, Stmt.For loop, Set<Var> privates) {
        this.function = function;
        this.loop = loop;
        this.privates = privates;
        this.length = function.length();
        Set<Var> assigned = new HashSet<>();
        scan(loop.body(), assigned);
        check();
        this.values = new LaneValues(function, loop.variable(), stored, assigned, privates);
        // a first attempt, so that whoever asks knows at once
        before(new ArrayList<>());
        at(loop.variable());
    }

    /** How far the loop goes in one turn. */
    int step() {
        return sums.isEmpty() ? held * length : LaneFold.LANES;
    }

    /** Whether turns wait for those before them, since each compares with the best so far, and for nothing else. */
    boolean isWaiting() {
        return !best.isEmpty() && sums.isEmpty();
    }

    /** From now on {@code count} vectors a turn, which do not wait for each other. */
    void hold(int count) {
        held = count;
    }

    private void scan(List<Stmt> body, Set<Var> assigned) {
        for (Stmt s : body) {
            switch (s) {
                case Stmt.Store t -> {
                    Var array = (Var) t.array();
                    boolean sum = lanePosition(t.index(), body).isPresent();
                    if (sum) {
                        sums.put(array, List.of());
                    } else if (!privates.contains(array)) {
                        stored.add(array);
                    }
                }
                case Stmt.Assign a -> {
                    boolean extreme = a.value() instanceof Expr.Binary b && b.left().equals(a.variable())
                            && (b.op() == BinaryOp.MAX || b.op() == BinaryOp.MIN) && b.type() == Scalar.F32;
                    if (!extreme || best.put(a.variable(), ((Expr.Binary) a.value()).op()) != null) {
                        throw new NoLanes(a.toString());
                    }
                    assigned.add(a.variable());
                }
                case Stmt.For f -> scan(f.body(), assigned);
                case Stmt.If f -> {
                    scan(f.yes(), assigned);
                    scan(f.no(), assigned);
                }
                case Stmt.Let l -> { }
                case Stmt.Line l -> { }
                case Stmt.Comment c -> { }
                default -> throw new NoLanes(s.toString());
            }
        }
    }

    /** x of an index {@code x & 15} that grows with the loop's variable. */
    private Optional<Expr> lanePosition(Expr index, List<Stmt> body) {
        Expr value = index;
        if (index instanceof Var v && function.definitions().containsKey(v)) {
            value = function.definitions().get(v);
        }
        if (value instanceof Expr.Binary b && b.op() == BinaryOp.AND && b.right().equals(Code.c(LaneFold.LANES - 1))
                && Linear.of(b.left(), function.definitions()).factor(loop.variable()) != 0) {
            return Optional.of(b.left());
        }
        return Optional.empty();
    }

    /**
     * What the loop writes it reads and writes at one place in each turn, or at places that are equal or far apart:
     * then no turn touches what another does.
     */
    private void check() {
        Map<Var, List<Linear>> places = new HashMap<>();
        Tree.eachAccess(loop.body(), (array, index) -> {
            if (stored.contains(array)) {
                places.computeIfAbsent(array, k -> new ArrayList<>()).add(Linear.of(index, function.definitions()));
            }
        });
        int extent = loop.from().equals(Code.c(0)) && loop.to() instanceof Const c ? (Integer) c.value() : 0;
        places.forEach((array, all) -> {
            Linear first = all.get(0);
            for (Linear l : all) {
                Linear apart = l.plus(first, -1);
                boolean same = apart.terms().isEmpty() && apart.constant() == 0;
                if (l.factor(loop.variable()) != 1 || !same && (extent == 0 || !apart.isMultipleOf(extent))) {
                    throw new NoLanes(array + " at " + l + " and " + first);
                }
            }
        });
    }

    /** Reads the sums into variables. */
    void before(List<Stmt> to) {
        for (Var sum : List.copyOf(sums.keySet())) {
            List<Var> held = new ArrayList<>();
            for (int lane = 0; lane < LaneFold.LANES; lane += length) {
                Var v = function.fresh(Code.i("sum"), new Type.Lanes(Scalar.F32, length));
                to.add(Code.let(v, lanesOf(sum, Code.c(lane))));
                held.add(v);
            }
            sums.put(sum, held);
        }
        for (Var v : best.keySet()) {
            List<Var> all = new ArrayList<>();
            for (int k = 0; k < held; k++) {
                all.add(function.fresh(v, new Type.Lanes(Scalar.F32, length)));
                to.add(Code.let(all.get(k), new Expr.Splat(v, length)));
            }
            bests.put(v, all);
        }
    }

    private Expr lanesOf(Expr array, Expr index) {
        if (!array.type().equals(Type.FLOATS) && !array.type().equals(Type.INTS)) {
            throw new NoLanes("lanes of " + array.type());
        }
        return new Expr.LoadLanes(array, index, length);
    }

    /** Writes the sums back. */
    void after(List<Stmt> to) {
        sums.forEach((sum, held) -> {
            for (int k = 0; k < held.size(); k++) {
                to.add(new Stmt.StoreLanes(sum, Code.c(k * length), held.get(k)));
            }
        });
        bests.forEach((v, all) -> {
            BinaryOp op = best.get(v);
            Expr lanes = all.stream().<Expr>map(x -> x).reduce((a, b) -> new Expr.Binary(op, a, b)).orElseThrow();
            to.add(Code.assign(v, new Expr.Binary(op, v, new Expr.FoldLanes(op, lanes))));
        });
    }

    /** The body for the turns from {@code i} on. */
    List<Stmt> at(Expr i) {
        out = new ArrayList<>();
        for (int first = 0; first < step(); first += length) {
            values.begin(Code.add(i, Code.c(first)), out);
            statements(loop.body(), first / length);
        }
        return out;
    }

    /** One turn of one vector from the loop's first turn on, which is a constant, all in all. */
    void once(List<Stmt> to) {
        List<Stmt> turn = new ArrayList<>();
        before(turn);
        out = turn;
        values.begin(loop.from(), out);
        statements(loop.body(), 0);
        after(turn);
        to.addAll(turn);
    }

    private void statements(List<Stmt> body, int part) {
        for (Stmt s : body) {
            switch (s) {
                case Stmt.Let l -> values.let(l, out);
                case Stmt.Store t -> store(t, part, body);
                case Stmt.Assign a -> {
                    Var soFar = bests.get(a.variable()).get(part % held);
                    Expr x = values.lanes(((Expr.Binary) a.value()).right());
                    out.add(Code.assign(soFar, takenUp(best.get(a.variable()), x, soFar)));
                }
                case Stmt.For f -> nested(f, part);
                case Stmt.If f -> {
                    if (!values.isUniform(f.condition())) {
                        throw new NoLanes(f.condition().toString());
                    }
                    Expr condition = values.scalar(f.condition());
                    List<Stmt> yes = nested(f.yes(), part);
                    List<Stmt> no = nested(f.no(), part);
                    out.add(new Stmt.If(condition, yes, no));
                }
                case Stmt.Line l -> out.add(l);
                case Stmt.Comment c -> out.add(c);
                default -> throw new NoLanes(s.toString());
            }
        }
    }

    private List<Stmt> nested(List<Stmt> body, int part) {
        List<Stmt> outer = out;
        out = new ArrayList<>();
        values.to(out);
        statements(body, part);
        List<Stmt> made = out;
        out = outer;
        values.to(out);
        return made;
    }

    private void nested(Stmt.For f, int part) {
        if (!values.isUniform(f.from()) || !values.isUniform(f.to())) {
            throw new NoLanes(f.variable() + " has other bounds in each lane");
        }
        Expr from = values.scalar(f.from());
        Expr to = values.scalar(f.to());
        Var i = values.uniform(f.variable());
        out.add(new Stmt.For(i, from, to, f.step(), nested(f.body(), part)));
    }

    private void store(Stmt.Store s, int part, List<Stmt> body) {
        Var array = (Var) s.array();
        if (sums.containsKey(array)) {
            sum(s, part, body);
        } else if (privates.contains(array)) {
            if (!values.isUniform(s.index())) {
                throw new NoLanes(s.toString());
            }
            Expr value = values.lanes(s.value());
            out.add(new Stmt.StoreLanes(array, Code.mul(values.scalar(s.index()), Code.c(length)), value));
        } else {
            Expr value = values.lanes(s.value());
            if (value instanceof Expr.LoadLanes) {      // a variable, so that whoever reads the copy need not load it
                Var copied = function.fresh(Code.i("lanes"), value.type());
                out.add(Code.let(copied, value));
                value = copied;
            }
            out.add(new Stmt.StoreLanes(array, values.scalar(s.index()), value));
        }
    }

    /** {@code sum[r mod 16] op= x} where r is a multiple of 16 at the beginning of a turn. */
    private void sum(Stmt.Store s, int part, List<Stmt> body) {
        Linear position = Linear.of(lanePosition(s.index(), body).orElseThrow(() -> new NoLanes(s.toString())),
                function.definitions());
        boolean aligned = position.factor(loop.variable()) == 1
                && position.without(loop.variable()).isMultipleOf(LaneFold.LANES)
                && loop.from() instanceof Const c && (Integer) c.value() % LaneFold.LANES == 0;
        if (!aligned || !(s.value() instanceof Expr.Binary b) || !b.left().equals(new Expr.Load(s.array(), s.index()))
                || b.type() != Scalar.F32) {
            throw new NoLanes(s.toString());
        }
        Var held = sums.get((Var) s.array()).get(part);
        out.add(Code.assign(held, takenUp(b.op(), values.lanes(b.right()), held)));
    }

    /**
     * {@code x op soFar}: of {@code x} C2 knows the class, but not of a variable that the loop changes, on which a call
     * stays one where the process has had vectors of several lengths; then each turn makes objects.
     */
    private static Expr takenUp(BinaryOp op, Expr x, Var soFar) {
        return switch (op) {
            case ADD, MUL, MIN, MAX -> new Expr.Binary(op, x, soFar);
            default -> throw new NoLanes("a sum by " + op);
        };
    }
}
