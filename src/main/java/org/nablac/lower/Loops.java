package org.nablac.lower;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.code.Scalar;
import org.nablac.code.Stmt;
import org.nablac.code.Type;
import org.nablac.graph.Leaf;
import org.nablac.graph.Move;
import org.nablac.graph.Node;
import org.nablac.graph.Reduce;
import org.nablac.graph.Rows;
import org.nablac.lower.lanes.LaneFold;
import org.nablac.schedule.Kernel;
import org.nablac.schedule.MemoryPlan.Storage;
import org.nablac.schedule.Schedule;
import org.nablac.schedule.Stage;
import org.nablac.schedule.Work;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;

/** Kernels of elementwise works, reductions, moves and row writes: nested loops. */
final class Loops {
    private static final String[] NAMES = {"i", "j", "k", "l", "m", "o", "p", "q"};

    private final Schedule schedule;
    private final Body body;
    private final Reading reading;
    private int scratches;

    /** A reduction in progress: 16 lanes in an array, or one variable where order does not matter. */
    private record Accumulator(Var held, boolean isLanes) {
    }

    Loops(Schedule schedule, Body body, Reading reading) {
        this.schedule = schedule;
        this.body = body;
        this.reading = reading;
    }

    void lower(Kernel kernel, Optional<Range> range) {
        Bounds rows = Bounds.of(body, range, 0, kernel.rows());
        stages(kernel, rows.isPart() ? body.open(NAMES[0], rows.from(), rows.to(), 1)
                : body.open(NAMES[0], kernel.rows()));
    }

    /** The same for the rows that are in {@code list} alone, an {@link Argument.Nonzeros}. */
    void lower(Kernel kernel, Var list) {
        Var count = body.let("count", Code.load(list, Code.c(0)), body.level());
        Var t = body.open("t", Code.c(0), count, 1);
        stages(kernel, body.let(NAMES[0], Code.load(list, Code.add(t, Code.c(1))), body.level()));
    }

    private void stages(Kernel kernel, Expr row) {
        reading.rowsAt(body.level());
        for (Stage stage : kernel.stages()) {
            stage(stage, row);
        }
    }

    private void stage(Stage stage, Expr row) {
        int rowLevel = body.level();
        Work first = stage.works().get(0);
        body.emit(new Stmt.Line(first.node().origin().line()));
        List<Dim> inner = Schedule.innerLoops(first);
        int reduced = stage.works().stream().mapToInt(Work::reduced).max().orElse(0);
        List<Expr> index = new ArrayList<>();
        for (int a = 0; a < inner.size() - reduced; a++) {
            index.add(body.open(NAMES[Math.min(a + 1, 7)], inner.get(a)));
        }
        int keptLevel = body.level();
        Map<Work, Accumulator> accumulators = new HashMap<>();
        for (Work w : stage.works()) {
            if (w instanceof Work.Fold f) {
                accumulators.put(w, begin(f));
            }
        }
        List<Expr> kept = List.copyOf(index);
        for (int a = inner.size() - reduced; a < inner.size(); a++) {
            index.add(body.open(NAMES[Math.min(a + 1, 7)], inner.get(a)));
        }
        elements(stage, row, index, accumulators, inner.subList(inner.size() - reduced, inner.size()));
        body.closeTo(keptLevel);
        for (Work w : stage.works()) {
            if (w instanceof Work.Fold f) {
                Expr result = end(f, accumulators.get(w));
                List<Expr> at = index(w, row, kept);
                put(f.node(), at, result);
            }
        }
        body.closeTo(rowLevel);
    }

    /** The index in the space of {@code w}, whose first axis is the row unless all its axes are reduced. */
    private static List<Expr> index(Work w, Expr row, List<Expr> inner) {
        if (w.space().rank() == w.reduced()) {
            return inner;
        }
        List<Expr> all = new ArrayList<>();
        all.add(row);
        all.addAll(inner);
        return all;
    }

    /** All values first, then all effects: what is overwritten has been read. */
    private void elements(Stage stage, Expr row, List<Expr> inner,
            Map<Work, Accumulator> accumulators, List<Dim> reduced) {
        List<Runnable> effects = new ArrayList<>();
        boolean several = stage.works().size() > 1;
        for (Work w : stage.works()) {
            List<Expr> at = index(w, row, inner);
            Expr value = value(w, at);
            Expr v = several && !Body.isTrivial(value) ? body.let("value", value, body.level()) : value;
            if (w instanceof Work.Element && several) {
                reading.remember(w.node(), at, v, body.level());
            }
            switch (w) {
                case Work.Element e -> effects.add(() -> put(e.node(), at, v));
                case Work.Fill f -> effects.add(() -> reading.store(f.node(), at, v));
                case Work.Fold f -> effects.add(() -> add(f, accumulators.get(f), inner, reduced, v));
                case Work.Part p -> effects.add(() -> reading.store(p.node(), target(p, at), v));
                case Work.Copy c -> effects.add(() -> copy(c, at, v));
                case Work.Scatter s -> {
                    Expr index = reading.read(s.node().input(1), at.subList(0, 1));
                    Expr r = Body.isTrivial(index) ? index : body.let("row", index, body.level(index));
                    effects.add(() -> scatter(s, r, at, v));
                }
                case Work.Product p -> throw new IllegalStateException(p + " is no loop");
                case Work.Lead l -> throw new IllegalStateException(l + " is no loop");
            }
        }
        effects.forEach(Runnable::run);
    }

    private Expr value(Work w, List<Expr> at) {
        Node n = w.node();
        return switch (w) {
            case Work.Element e -> reading.compute(n, at);
            case Work.Fold f -> reading.read(n.input(0), f.inputIndex(at));
            case Work.Fill f -> reading.read(n.input(0), at);
            case Work.Scatter s -> reading.read(n.input(2), at);
            case Work.Part p -> reading.read(n.input(p.input()), at);
            case Work.Copy c -> reading.read(n, at);
            case Work.Product p -> throw new IllegalStateException(p + " is no loop");
            case Work.Lead l -> throw new IllegalStateException(l + " is no loop");
        };
    }

    private List<Expr> target(Work.Part p, List<Expr> at) {
        return ((Move.Push) p.node().op()).target(p.node().inputs().stream().map(Node::type).toList(),
                p.input(), body::size, at);
    }

    /** Stores a value, or keeps it in a variable for the rest of the row. */
    private void put(Node n, List<Expr> at, Expr value) {
        if (schedule.memory().storage().get(n) instanceof Storage.InRegister) {
            Expr v = Body.isTrivial(value) ? value : body.let(Body.identifier(n.op().name()), value, body.level());
            reading.register(n, v);
        } else {
            reading.store(n, at, value);
        }
    }

    private void copy(Work.Copy c, List<Expr> at, Expr value) {
        DType dtype = c.node().type().dtype();
        Type array = new Type.ArrayOf(Body.scalar(dtype));
        Var to = switch (c.to()) {
            case Work.Destination.Leaf l -> body.argument(new Argument.Leaf(l.leaf()),
                    Body.identifier(((Leaf.Stored) l.leaf().op()).label()), array);
            case Work.Destination.Output o -> body.argument(new Argument.Output(o.name()), "out", array);
        };
        reading.write(to, reading.flat(c.node().shape(), at), value);
    }

    /** {@code table[row] += value} or {@code table[row] = value}; row −1 is left out where the rows are computed. */
    private void scatter(Work.Scatter s, Expr row, List<Expr> at, Expr value) {
        Node n = s.node();
        List<Expr> to = new ArrayList<>();
        to.add(row);
        to.addAll(at.subList(1, at.size()));
        Expr flat = body.hoist(reading.flat(n, to), "at");
        Expr array = reading.array(n);
        Expr written = ((Rows.Write) n.op()).adds() ? Code.add(Code.load(array, flat), value) : value;
        Stmt store = Code.store(array, flat, written);
        boolean given = n.input(1).op() instanceof Leaf.Stored;
        body.emit(given ? store : new Stmt.If(Code.ge(row, Code.c(0)), List.of(store), List.of()));
    }

    private Accumulator begin(Work.Fold f) {
        Reduce op = (Reduce) f.node().op();
        DType dtype = f.node().type().dtype();
        Scalar scalar = Scalar.of(dtype);
        if (op.isOrderFree()) {
            return new Accumulator(body.let("best", op.identity(scalar), body.level()), false);
        }
        Var lanes = body.scratch(dtype, Dim.of(LaneFold.LANES * LaneFold.LANES), scratches++);
        Var l = body.open("lane", Code.c(0), Code.c(LaneFold.LANES), 1);
        body.emit(Code.store(lanes, l, op.identity(scalar)));
        body.close();
        return new Accumulator(lanes, true);
    }

    private void add(Work.Fold f, Accumulator a, List<Expr> inner, List<Dim> reduced, Expr x) {
        Reduce op = (Reduce) f.node().op();
        if (!a.isLanes()) {
            body.emit(Code.assign(a.held(), op.combine(a.held(), x)));
            return;
        }
        Expr position = Code.c(0);
        int first = inner.size() - reduced.size();
        for (int r = 0; r < reduced.size(); r++) {
            position = Code.add(Code.mul(position, body.size(reduced.get(r))), inner.get(first + r));
        }
        Expr lane = position instanceof Expr.Const ? position : Code.and(position, Code.c(LaneFold.LANES - 1));
        Expr at = Body.isTrivial(lane) ? lane : body.let("lane", lane, body.level());
        body.emit(Code.store(a.held(), at, op.combine(Code.load(a.held(), at), x)));
    }

    private Expr end(Work.Fold f, Accumulator a) {
        if (!a.isLanes()) {
            return body.let(Body.identifier(f.node().op().name()), a.held(), body.level());
        }
        Reduce op = (Reduce) f.node().op();
        return body.let(Body.identifier(f.node().op().name()), LaneFold.of(a.held(), op::combine), body.level());
    }
}
