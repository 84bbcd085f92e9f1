package org.nablac.lower.examples;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.code.Function;
import org.nablac.code.Scalar;
import org.nablac.code.Stmt;
import org.nablac.code.Tree;
import org.nablac.code.Type;
import org.nablac.lower.Argument;
import org.nablac.lower.KernelCode;
import org.nablac.lower.lanes.LaneFold;
import org.nablac.lower.lanes.LaneLoops;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;

/**
 * Steps on a <em>group</em> of examples that name different rows: none reads what another writes, so the scores of all
 * come first, then, in lanes, what follows from the scores alone, then all updates. The bits are those of one step
 * after the other.
 * <pre>{@code
 * while (first < until) {
 *     for each example until one names a row of an earlier one, at most 32: values[k][q] = the scores
 *     for q in 0 … 31: values[l][q] = f(values[k][q])
 *     for each example: update with values[l][q]; sum += loss
 *     first = that one;
 * }
 * }</pre>
 */
final class ExampleGroups {
    /** Examples at most: the lanes of two of the widest vectors, so that neither has to wait for its own numbers. */
    private static final int MOST = 2 * LaneFold.LANES;
    /** Marks of rows, by their last bits: rows with equal bits are taken for one. */
    private static final int MARKS = 4096;
    private static final int SCALAR = 1;
    /** Numbers of the arrays in which the lanes of sums wait, which nothing else has. */
    private static final int LANES = 200;

    private final KernelCode.Variant kernel;
    private final ExamplePhases phases;
    /** For each set of rows that some arrays have in common, expressions of the example. */
    private final List<Set<Expr>> rows;

    private ExampleGroups(KernelCode.Variant kernel, ExamplePhases phases, List<Set<Expr>> rows) {
        this.kernel = kernel;
        this.phases = phases;
        this.rows = rows;
    }

    /** Nothing where examples may meet elsewhere than in rows, or where nothing but sums and updates is computed. */
    static Optional<ExampleGroups> of(KernelCode.Variant kernel) {
        return ExamplePhases.of(kernel).flatMap(p -> ExampleMeetings.of(kernel, p)
                .map(rows -> new ExampleGroups(kernel, p, rows)));
    }

    KernelCode code(KernelCode like, String name) {
        KernelCode.Variant scalar = new Writer(name, SCALAR).write();
        Map<Integer, KernelCode.Variant> lanes = new LinkedHashMap<>();
        like.lanes().keySet().forEach(length -> lanes.put(length, new Writer(name, length).write()));
        return new KernelCode(scalar.function(), scalar.arguments(), like.range(), like.cut(), lanes);
    }

    /** The functions for {@code length} lanes, one for each phase: a method of all is too long for HotSpot's C1. */
    private final class Writer {
        private final String name;
        private final int length;
        private final ExampleFrame frame = new ExampleFrame(kernel);
        private final Var values;
        private final Var first = frame.fresh("first", Scalar.I32);
        private final Var last = frame.fresh("last", Scalar.I32);
        private final List<Var> carried;
        private final Set<Var> sums = kernel.privates();
        private final Set<String> declared = new LinkedHashSet<>();

        Writer(String name, int length) {
            this.name = name;
            this.length = length;
            carried = List.copyOf(phases.carried());
            values = frame.parameter(new Argument.Scratch(DType.F32, Dim.of(MOST * (carried.size() + 1)), 0),
                    "values", Type.FLOATS);
        }

        KernelCode.Variant write() {
            List<Stmt> group = new ArrayList<>(scores());
            group.add(Code.evaluate(called("Between", Scalar.VOID, List.of(between()))));
            group.add(Code.assign(frame.sum, called("Updates", Scalar.F64,
                    List.of(updates(), Code.returns(frame.sum)))));
            group.add(Code.assign(first, last));
            List<Stmt> body = new ArrayList<>(ExampleRows.of(kernel).touchesOfLarge(frame));
            body.add(Code.let(first, frame.from));
            body.add(new Stmt.While(Code.lt(first, frame.to), group));
            return frame.finish(name, body);
        }

        /** A call of a function of its own that does this, in lanes. */
        private Expr called(String phase, Type returns, List<Stmt> body) {
            return called(phase, returns, body, f -> length == SCALAR ? f : LaneLoops.orAsItIs(f, length, sums));
        }

        private Expr called(String phase, Type returns, List<Stmt> body, UnaryOperator<Function> form) {
            Set<Var> parameters = ExamplePhases.variables(body);
            Tree.declared(body).forEach(parameters::remove);
            Function f = Function.of(name + phase, List.copyOf(parameters), returns, "", body);
            return Code.call(form.apply(f), parameters.toArray(Expr[]::new));
        }

        /** values[k][q] */
        private Expr place(int k, Expr q) {
            return Code.add(Code.c(k * MOST), q);
        }

        private Expr value(Var v, Expr q) {
            return Code.load(values, place(carried.indexOf(v), q));
        }

        private Stmt keep(Var v, Expr q) {
            return Code.store(values, place(carried.indexOf(v), q), v);
        }

        /**
         * The scores of each example, and how many examples there are in the group. In lanes, the lanes of sums are
         * kept first, and folded for some examples at once afterwards: the fold of one is a chain of operations that
         * wait for each other.
         */
        private List<Stmt> scores() {
            Map<Stmt.Let, Var> folds = length == SCALAR ? Map.of() : lastFolds();
            Set<Var> kept = new LinkedHashSet<>(phases.scored());
            Var q = frame.fresh("q", Scalar.I32);
            List<Stmt> own = new ArrayList<>();
            own.add(Code.let(q, Code.sub(last, first)));
            phases.scores().stream().filter(s -> !folds.containsKey(s)).forEach(own::add);
            List<Stmt> after = new ArrayList<>();
            folds.forEach((fold, sum) -> {
                if (kept.remove(fold.variable())) {
                    Var lanes = frame.parameter(new Argument.Scratch(DType.F32, Dim.of(MOST * LaneFold.LANES),
                            LANES + after.size()), "lanes", Type.FLOATS);
                    own.add(copy(sum, lanes, Code.mul(q, Code.c(LaneFold.LANES))));
                    after.add(Code.evaluate(called("Fold" + after.size(), Scalar.VOID,
                            List.of(folds(fold.variable(), lanes)), f -> f)));
                }
            });
            kept.forEach(v -> own.add(keep(v, q)));
            List<Stmt> all = new ArrayList<>();
            all.add(Code.let(last, called("Scores", Scalar.I32, whileApart(own))));
            all.addAll(after);
            return all;
        }

        /**
         * Does {@code own} for each example from {@code first} on, until one has a row with the mark of an earlier one;
         * for the first at the least. Returns where it ended: from within a loop that counts, of which HotSpot checks
         * most indices once, before it begins.
         */
        private List<Stmt> whileApart(List<Stmt> own) {
            Var most = frame.fresh("most", Scalar.I32);
            Var mark = frame.fresh("mark", Scalar.I32);
            Var marks = frame.parameter(new Argument.Scratch(DType.I32, Dim.of(MARKS * rows.size()), 0), "marks",
                    Type.INTS);
            List<Stmt> each = new ArrayList<>();
            List<Stmt> member = new ArrayList<>();
            Expr free = Code.c(true);
            for (int k = 0; k < rows.size(); k++) {
                for (Expr row : rows.get(k)) {
                    Var place = frame.fresh("place", Scalar.I32);
                    each.add(Code.let(place, Code.add(Code.and(row, Code.c(MARKS - 1)), Code.c(k * MARKS))));
                    Expr other = Code.ne(Code.load(marks, place), mark);
                    free = free instanceof Expr.Const ? other : Code.and(free, other);
                    member.add(Code.store(marks, place, mark));
                }
            }
            Expr apart = Code.or(free, Code.eq(last, first));
            each.add(new Stmt.If(Code.not(apart), List.of(Code.returns(last)), List.of()));
            each.addAll(member);
            each.addAll(own);
            return List.of(
                    Code.let(most, Code.add(first, Code.min(Code.sub(frame.to, first), Code.c(MOST)))),
                    Code.let(mark, Code.add(first, Code.c(1))),
                    new Stmt.For(last, first, most, 1, renamed(phases.with(frame.example(last), each))),
                    Code.returns(most));
        }

        /** values[k][q] is the fold of the lanes of example q; those after the last example mean nothing. */
        private Stmt folds(Var sum, Var lanes) {
            Var q = frame.fresh("q", Scalar.I32);
            int side = LaneFold.sideBySide(length);
            return new Stmt.For(q, Code.c(0), Code.sub(last, first), side, LaneFold.sideBySide(lanes, q, side, values,
                    place(carried.indexOf(sum), q), frame::fresh));
        }

        /** The folds of sums that no other score reads, and the arrays of these; none if that is not so of all. */
        private Map<Stmt.Let, Var> lastFolds() {
            Map<Stmt.Let, Var> folds = new LinkedHashMap<>();
            for (Stmt s : phases.scores()) {
                if (s instanceof Stmt.Let l) {
                    LaneFold.folded(l, sums).ifPresent(array -> folds.put(l, array));
                }
            }
            List<Stmt> others = new ArrayList<>(phases.scores());
            others.removeAll(folds.keySet());
            Set<Var> read = ExamplePhases.variables(others);
            boolean areLast = folds.keySet().stream().noneMatch(l -> read.contains(l.variable()))
                    && folds.keySet().stream().allMatch(LaneFold::isSum);
            return areLast ? folds : Map.of();
        }

        /** {@code to[place + l] = from[l]} for each virtual lane */
        private Stmt copy(Var from, Var to, Expr place) {
            Var l = frame.fresh("lane", Scalar.I32);
            return Code.loop(l, Code.c(0), Code.c(LaneFold.LANES),
                    Code.store(to, Code.add(place, l), Code.load(from, l)));
        }

        private Stmt between() {
            Var q = frame.fresh("q", Scalar.I32);
            List<Stmt> body = new ArrayList<>();
            Set<Var> read = new LinkedHashSet<>(phases.scored());
            read.retainAll(ExamplePhases.variables(phases.between()));
            read.forEach(v -> body.add(Code.let(v, value(v, q))));
            body.addAll(loss(phases.between(), q));
            phases.derived().forEach(v -> body.add(keep(v, q)));
            Expr end = length == SCALAR ? Code.sub(last, first) : Code.c(MOST);
            return new Stmt.For(q, Code.c(0), end, 1, renamed(body));
        }

        private Stmt updates() {
            Var at = frame.fresh("at", Scalar.I32);
            Var q = frame.fresh("q", Scalar.I32);
            List<Stmt> own = new ArrayList<>();
            Set<Var> read = new LinkedHashSet<>(carried);
            read.retainAll(ExamplePhases.variables(phases.updates()));
            own.add(Code.let(q, Code.sub(at, first)));
            read.forEach(v -> own.add(Code.let(v, value(v, q))));
            own.addAll(loss(phases.updates(), q));
            own.add(frame.add(Code.load(values, place(carried.size(), q))));
            return new Stmt.For(at, first, last, 1, renamed(phases.with(frame.example(at), own)));
        }

        /** The loss of each example is one of the values. */
        private List<Stmt> loss(List<Stmt> statements, Expr q) {
            return statements.stream().map(s -> s instanceof Stmt.Store t && t.array().equals(phases.loss())
                    ? Code.store(values, place(carried.size(), q), t.value()) : s).toList();
        }

        /** What an earlier loop declared has another name here. */
        private List<Stmt> renamed(List<Stmt> body) {
            Map<Var, Expr> other = new LinkedHashMap<>();
            for (Var v : Tree.declared(body)) {
                if (!declared.add(v.name())) {
                    other.put(v, frame.fresh(v.name(), v.type()));
                }
            }
            return Tree.replace(body, other);
        }
    }
}
