package org.nablac.lower;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.code.Function;
import org.nablac.code.Scalar;
import org.nablac.code.Stmt;
import org.nablac.graph.Contract;
import org.nablac.graph.Node;
import org.nablac.lower.Strips.Strip;
import org.nablac.schedule.Work;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;

/**
 * Matrix products of many rows and columns in vectors. Both operands are packed, each number where the innermost loop
 * reads it: the left one in <em>strips</em> of rows, as many rows at once as stay in the cache, a <em>block</em>; the
 * right one in <em>panels</em> of columns. Strip times panel is a <em>tile</em>, whose sums the elementwise node that
 * the product ends in takes up while they are in the cache.
 *
 * <p>Strips are high, but for one or two low ones at the end where that leaves fewer rows over.
 */
final class PackedProducts {
    /** Numbers of the scratch arrays, which no other form of a product uses. */
    private static final int TILES = 110;
    private static final int STRIPS = 111;
    private static final int PANELS = 112;
    /** From how many rows on packing the right operand pays. */
    static final int MANY_ROWS = 64;
    /** From how many columns or terms on packing pays. */
    private static final int MANY = 32;
    /** Elements of a block: 768 KB, less than half of a cache of the second level. */
    private static final int BLOCK = 192 * 1024;
    /** Rows of a block: a multiple of the rows of a strip. */
    private static final int MOST_ROWS = 960;
    private static final int ROWS_UNIT = 24;
    /** Elements of the panels that are packed at once: 512 KB. */
    private static final int COLUMNS = 128 * 1024;
    /** Columns of panels that are packed at once. */
    private static final int MOST_COLUMNS = 256;
    /** Vectors of a panel. */
    private static final int WIDTH = 2;

    /** What a function that finishes tiles is told of them. */
    private static final List<String> LOCALS = List.of("tiles", "top", "height", "left", "width", "batch");

    private final String name;
    private final Body body;
    private final Reading reading;
    private final Work.Product work;
    private final Optional<Range> range;
    private final int length;
    private final Node left;
    private final Node right;
    private final Contract op;
    private final Dim rows;
    private final Dim columns;
    private final Dim depth;
    private final List<Expr> batch;
    private final PackedTile high;
    private final PackedTile low;

    /**
     * @param name of the kernel
     * @param batch which of the matrices is at hand
     */
    PackedProducts(String name, Body body, Reading reading, Work.Product work, int length, Optional<Range> range,
                   List<Expr> batch) {
        this.name = name;
        this.body = body;
        this.reading = reading;
        this.work = work;
        this.length = length;
        this.range = range;
        this.batch = batch;
        Node product = work.product();
        this.left = product.input(0);
        this.right = product.input(1);
        this.op = (Contract) product.op();
        int rank = product.type().rank();
        this.rows = product.shape().dim(rank - 2);
        this.columns = product.shape().dim(rank - 1);
        this.depth = left.shape().dim(op.transposeLeft() ? rank - 2 : rank - 1);
        this.high = new PackedTile(length, length == 16 ? 12 : 6, WIDTH, false);
        this.low = new PackedTile(length, length == 16 ? 8 : 4, WIDTH, false);
    }

    /** Whether it is, as far as the sizes are known, a product of many rows, columns and terms. */
    static boolean isWorthIt(Dim rows, Dim columns, Dim depth) {
        return isMany(rows, MANY_ROWS) && isMany(columns, MANY) && isMany(depth, MANY);
    }

    private static boolean isMany(Dim d, int least) {
        return !d.isConstant() || d.constant() >= least;
    }

    void lower() {
        int rank = work.product().type().rank();
        Bounds down = Bounds.of(body, range, rank - 2, rows);
        int most = rowsOfBlock();
        boolean single = rows.isConstant() && rows.constant() <= most && !down.isPart();
        int outer = body.level();
        Expr first = single ? Code.c(0) : body.open("block", down.from(), down.to(), most);
        Expr last = single ? down.to()
                : body.let("blockEnd", Code.min(Code.add(first, Code.c(most)), down.to()), body.level());
        block(first, last);
        body.closeTo(outer);
    }

    private int rowsOfBlock() {
        long fit = depth.isConstant() ? BLOCK / depth.constant() : MOST_ROWS;
        long most = Math.min(MOST_ROWS, Math.max(ROWS_UNIT, fit / ROWS_UNIT * ROWS_UNIT));
        return Math.toIntExact(most);
    }

    /** Rows {@code first} to {@code last}. */
    private void block(Expr first, Expr last) {
        int level = body.level();
        long most = rows.isConstant() ? Math.min(rows.constant(), rowsOfBlock()) : rowsOfBlock();
        Dim size = depth.plus(Dim.of(1)).times(Dim.of(most + low.height())).plus(Dim.of(length));
        Var packed = body.scratch(DType.F32, size, STRIPS);
        Expr terms = named("terms", even(body.size(depth)));
        Strips strips = Strips.of(body, first, last, high.height(), low.height());
        Strip packing = strips.open(body, Code.c(0), strips.count());
        boolean byTerm = op.transposeLeft();
        Expr from = reading.flat(left, byTerm ? index(Code.c(0), packing.row()) : index(packing.row(), Code.c(0)));
        Expr to = named("at", Code.mul(Code.sub(packing.row(), first), terms));
        Operand rowsOfLeft = new Operand(left, from, byTerm ? rows : depth, byTerm);
        body.emit(packing.choose(pack(rowsOfLeft, high.height(), true, packing.count(), packed, to),
                pack(rowsOfLeft, low.height(), true, packing.count(), packed, to)));
        body.closeTo(level);
        panels(strips, packed, terms);
    }

    /** An operand from one of its lines on; {@code isBeside}: the others lie beside it and not after it. */
    private record Operand(Node node, Expr from, Dim step, boolean isBeside) {
    }

    private Stmt pack(Operand lines, int across, boolean isLeft, Expr count, Var packed, Expr to) {
        Packing packing = new Packing(length, across, isLeft);
        Var array = reading.array(lines.node);
        Expr step = body.size(lines.step);
        Expr terms = body.size(depth);
        return lines.isBeside ? packing.beside(array, lines.from, step, count, terms, packed, to)
                : packing.after(array, lines.from, step, count, terms, packed, to);
    }

    /** All columns, some panels at a time, of the rows whose strips are packed. */
    private void panels(Strips strips, Var packed, Expr terms) {
        int across = high.columns();
        int most = columnsAtOnce();
        Bounds part = Bounds.of(body, range, work.product().type().rank() - 1, columns);
        boolean single = !part.isPart() && columns.isConstant() && columns.constant() <= most;
        Expr all = body.size(columns);
        Expr end = part.isPart() ? named("end", Code.min(Strips.roundedUp(part.to(), across), all)) : all;
        Expr first = single ? Code.c(0) : body.open("first", part.isPart()
                ? Strips.roundedUp(part.from(), across) : Code.c(0), end, most);
        boolean whole = !part.isPart() && columns.isConstant() && columns.constant() % most == 0;
        Expr last = single ? end : whole ? named("last", Code.add(first, Code.c(most)))
                : named("last", Code.min(Code.add(first, Code.c(most)), end));
        Expr width = single ? end : whole ? Code.c(most) : named("width", Code.sub(last, first));
        Var panels = body.scratch(DType.F32, depth.plus(Dim.of(1)).times(Dim.of(most)), PANELS);
        int level = body.level();
        Var j = body.open("j", first, last, across);
        boolean byTerm = !op.transposeRight();
        Expr from = reading.flat(right, byTerm ? index(Code.c(0), j) : index(j, Code.c(0)));
        body.emit(pack(new Operand(right, from, byTerm ? columns : depth, byTerm), across, false,
                Code.min(Code.c(across), Code.sub(all, j)), panels, Code.mul(Code.sub(j, first), terms)));
        body.closeTo(level);
        Strip strip = strips.open(body, Code.c(0), strips.count());
        Var tiles = body.scratch(DType.F32, Dim.of((long) high.height() * most), TILES);
        Expr at = named("at", Code.mul(Code.sub(strip.row(), strips.first()), terms));
        int inStrip = body.level();
        Var column = body.open("j", first, last, across);
        Expr to = named("to", Code.sub(column, first));
        Expr panel = named("panel", Code.mul(to, terms));
        body.emit(strip.choose(high.call(packed, at, panels, panel, terms, tiles, to, Code.c(most)),
                low.call(packed, at, panels, panel, terms, tiles, to, Code.c(most))));
        body.closeTo(inStrip);
        finish(strip, first, width, tiles);
    }

    /** A multiple of a panel's. */
    private int columnsAtOnce() {
        long fit = depth.isConstant() ? COLUMNS / depth.constant() : MOST_COLUMNS;
        int across = high.columns();
        long all = columns.isConstant() ? (columns.constant() + across - 1) / across * across : MOST_COLUMNS;
        return Math.toIntExact(Math.min(all, Math.max(1, Math.min(fit, MOST_COLUMNS) / across) * across));
    }

    /**
     * What the product ends in, of each element of a strip's tiles. It is a function of its own, which the JVM compiles
     * well whatever stands around the call.
     */
    private void finish(Strip strip, Expr first, Expr width, Var tiles) {
        Body inner = new Body();
        Reading element = reading.in(inner);
        List<Expr> given = new ArrayList<>(List.of(tiles, strip.row(), strip.count(), first, width));
        given.addAll(batch);
        List<Expr> local = new ArrayList<>();
        List<Var> locals = new ArrayList<>();
        for (Expr e : given) {
            boolean isConstant = e instanceof Expr.Const;
            String called = LOCALS.get(Math.min(local.size(), LOCALS.size() - 1));
            local.add(isConstant ? e : inner.fresh(called, e.type()));
            if (!isConstant) {
                locals.add((Var) local.get(local.size() - 1));
            }
        }
        Var r = inner.open("r", Code.c(0), local.get(2), 1);
        List<Expr> place = new ArrayList<>(local.subList(5, local.size()));
        place.add(inner.let("row", Code.add(local.get(1), r), inner.level()));
        Expr start = inner.let("start", Code.mul(r, Code.c(columnsAtOnce())), inner.level());
        Var c = inner.open("c", Code.c(0), local.get(4), 1);
        place.add(Code.add(local.get(3), c));
        Expr sum = Code.load(local.get(0), Code.add(start, c));
        Node n = work.node();
        if (n == work.product()) {
            element.store(n, place, sum);
        } else {
            element.remember(work.product(), place, inner.let("sum", sum, inner.level()), inner.level());
            element.store(n, place, element.compute(n, place));
        }
        KernelCode.Variant made = inner.finish(name + "_finish", "");
        List<Var> parameters = new ArrayList<>(made.function().parameters());
        List<Expr> arguments = new ArrayList<>();
        for (int a = 0; a < parameters.size(); a++) {
            Var v = parameters.get(a);
            arguments.add(body.argument(made.arguments().get(a), v.name(), v.type()));
        }
        parameters.addAll(locals);
        given.stream().filter(e -> !(e instanceof Expr.Const)).forEach(arguments::add);
        Function f = Function.of(made.function().name(), parameters, Scalar.VOID,
                work.node().op().name() + " of sums", made.function().body());
        body.emit(Code.evaluate(Code.call(LaneLoops.orAsItIs(f, length), arguments.toArray(Expr[]::new))));
    }

    private List<Expr> index(Expr row, Expr column) {
        List<Expr> all = new ArrayList<>(batch);
        all.add(row);
        all.add(column);
        return all;
    }

    private Expr named(String name, Expr e) {
        return Body.isTrivial(e) ? e : body.let(name, e, body.level());
    }

    /** The next even number. */
    private static Expr even(Expr n) {
        return Code.add(n, n instanceof Expr.Const c ? Code.c((Integer) c.value() & 1) : Code.and(n, Code.c(1)));
    }
}
