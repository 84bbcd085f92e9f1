package org.nablac.lower;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.code.Stmt;
import org.nablac.graph.Contract;
import org.nablac.graph.Node;
import org.nablac.lower.PackedElements.Columns;
import org.nablac.lower.Strips.Strip;
import org.nablac.schedule.Work;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;

/**
 * Matrix products of many rows and columns in vectors. Both operands are packed, each number where the innermost loop
 * reads it: the left one in <em>strips</em> of rows, as many rows at once as stay in the cache, a <em>block</em>; the
 * right one in <em>panels</em> of columns, each just before all strips are multiplied with it, so that it stays in the
 * cache of the first level. Strip times panel is a <em>tile</em>. The output itself holds the sums, if the product
 * ends in nothing else; or the elementwise node that it ends in takes them up while they are in the cache.
 *
 * <p>Strips are high, but for one or two low ones at the end where that leaves fewer rows over; the last panel is
 * <em>narrow</em>, of one vector, where that holds the columns that are left.
 */
final class PackedProducts {
    /** Numbers of the scratch arrays, which no other form of a product uses. */
    private static final int TILES = 110;
    private static final int STRIPS = 111;
    private static final int PANELS = 112;
    /** From how many rows on, or terms where their number is known only to the call, packing pays. */
    static final int MANY_ROWS = 64;
    /** From how many columns or terms on packing pays. */
    private static final int MANY = 32;
    /** Elements of a block: 768 KB, less than half of a cache of the second level. */
    private static final int BLOCK = 192 * 1024;
    /** Rows of a block: a multiple of the rows of a strip. */
    private static final int MOST_ROWS = 960;
    private static final int ROWS_UNIT = 24;
    /** Terms that are packed at once: those of a panel and a strip stay in the cache of the first level. */
    private static final int TERMS_AT_ONCE = 256;
    /** Elements of the panels that are packed at once: 512 KB. */
    private static final int COLUMNS = 128 * 1024;
    /** Columns of panels that are packed at once. */
    private static final int MOST_COLUMNS = 512;
    /** Vectors of a panel. */
    private static final int WIDTH = 2;

    /** Lanes of a vector, and the rows of strips that its registers hold the sums of. */
    private record Shape(int length, int high, int low) {
        int columns() {
            return WIDTH * length;
        }
    }

    /** All forms of a kernel share their scratch arrays, which have room for this one's. */
    private static final Shape WIDEST = new Shape(16, 12, 8);

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
    private final PackedElements elements;
    private final PackedTile high;
    private final PackedTile low;
    /** The first column of the narrow panel, if the last panel is. */
    private final Optional<Expr> narrow;

    /**
     * @param name of the kernel
     * @param batch which of the matrices is at hand
     */
    PackedProducts(String name, Body body, Reading reading, Work.Product work, int length, Optional<Range> range,
                   List<Expr> batch) {
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
        Shape shape = length == WIDEST.length ? WIDEST : new Shape(length, 6, 4);
        this.elements = new PackedElements(name, body, reading, work, length, batch);
        this.high = new PackedTile(length, shape.high, WIDTH, false);
        this.low = new PackedTile(length, shape.low, WIDTH, false);
        this.narrow = narrow();
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

    /** Whether the terms are done some at a time, so that what is packed stays small however many they are. */
    private boolean isCut() {
        return body.cut() == Cut.TERMS || !depth.isConstant() || depth.constant() > TERMS_AT_ONCE;
    }

    private int rowsOfBlock() {
        if (isCut()) {
            return MOST_ROWS / 2;
        }
        long most = Math.min(MOST_ROWS, Math.max(ROWS_UNIT, BLOCK / depth.constant() / ROWS_UNIT * ROWS_UNIT));
        return Math.toIntExact(most);
    }

    /** Terms that are packed at once. */
    private Dim termsAtOnce() {
        return isCut() ? Dim.of(TERMS_AT_ONCE) : depth;
    }

    /** Terms {@code first} to {@code first + count}. */
    private record Terms(Expr first, Expr count) {
    }

    /** Rows {@code first} to {@code last}. */
    private void block(Expr first, Expr last) {
        Strips strips = Strips.of(body, first, last, high.height(), low.height());
        if (isCut()) {
            panels(strips, Optional.empty());
        } else {
            Terms all = new Terms(Code.c(0), body.size(depth));
            packStrips(strips, all);
            panels(strips, Optional.of(all));
        }
    }

    private Var packed() {
        long most = rows.isConstant() ? Math.min(rows.constant(), rowsOfBlock()) : rowsOfBlock();
        Dim size = termsAtOnce().times(Dim.of(most + WIDEST.low)).plus(Dim.of(WIDEST.length));
        return body.scratch(DType.F32, size, STRIPS);
    }

    private void packStrips(Strips strips, Terms terms) {
        int level = body.level();
        Var packed = packed();
        Strip strip = strips.open(body, Code.c(0), strips.count());
        boolean byTerm = op.transposeLeft();
        Expr from = reading.flat(left, byTerm ? index(terms.first, strip.row()) : index(strip.row(), terms.first));
        Expr to = body.named("at", Code.mul(Code.sub(strip.row(), strips.first()), terms.count));
        Operand lines = new Operand(left, from, byTerm ? rows : depth, byTerm);
        body.emit(strip.choose(pack(lines, high.height(), strip.count(), terms, packed, to),
                pack(lines, low.height(), strip.count(), terms, packed, to)));
        body.closeTo(level);
    }

    /** An operand from one of its lines on; {@code isBeside}: the others lie beside it and not after it. */
    private record Operand(Node node, Expr from, Dim step, boolean isBeside) {
    }

    private Stmt pack(Operand lines, int across, Expr count, Terms terms, Var packed, Expr to) {
        Packing packing = new Packing(length, across);
        Var array = reading.array(lines.node);
        Expr step = body.size(lines.step);
        return lines.isBeside ? packing.beside(array, lines.from, step, count, terms.count, packed, to)
                : packing.after(array, lines.from, step, count, terms.count, packed, to);
    }

    /** All columns, some panels at a time; {@code given}: the terms, if the strips are packed with all of them. */
    private void panels(Strips strips, Optional<Terms> given) {
        int across = high.columns();
        int most = columnsAtOnce();
        Bounds part = Bounds.of(body, range, work.product().type().rank() - 1, columns);
        boolean single = !part.isPart() && columns.isConstant() && columns.constant() <= most;
        Expr all = body.size(columns);
        Expr end = part.isPart() ? body.named("end", Code.min(Strips.roundedUp(part.to(), across), all)) : all;
        Expr first = single ? Code.c(0) : body.open("first", part.isPart()
                ? Strips.roundedUp(part.from(), across) : Code.c(0), end, most);
        boolean whole = !part.isPart() && columns.isConstant() && columns.constant() % most == 0;
        Expr last = single ? end : whole ? body.named("last", Code.add(first, Code.c(most)))
                : body.named("last", Code.min(Code.add(first, Code.c(most)), end));
        Expr width = single ? end : whole ? Code.c(most) : body.named("width", Code.sub(last, first));
        Columns at = new Columns(first, last, width, most);
        if (given.isPresent()) {
            tiles(strips, at, given.get(), Optional.empty());
            return;
        }
        Bounds sums = Bounds.terms(body, depth);
        Expr to = Code.max(sums.to(), Code.add(sums.from(), Code.c(1)));        // no terms: their sum is 0
        Var k = body.open("k", sums.from(), to, TERMS_AT_ONCE);
        Var count = body.let("terms", Code.min(Code.c(TERMS_AT_ONCE), Code.sub(sums.to(), k)), body.level());
        Terms terms = new Terms(k, count);
        packStrips(strips, terms);
        tiles(strips, at, terms, Optional.of(sums));
    }

    /** Columns of whole panels of the widest vectors. */
    private static int roundedUp(int columns) {
        return (columns + WIDEST.columns() - 1) / WIDEST.columns() * WIDEST.columns();
    }

    /**
     * All tiles of packed strips and some columns.
     *
     * @param all the terms of the call, where these are some of them: then the sums go on from those of the terms
     *     before, or from the output if the call itself has some of the terms only, and are finished after the last
     */
    private void tiles(Strips strips, Columns columns, Terms terms, Optional<Bounds> all) {
        int level = body.level();
        if (work.node() == work.product()) {
            Var j = body.open("j", columns.first(), columns.last(), high.columns());
            Var panel = packPanel(j, terms);
            Strip strip = strips.open(body, Code.c(0), strips.count());
            tileOfOutput(strips, strip, panel, j, columns, terms, all);
            body.closeTo(level);
        } else if (all.isPresent()) {
            Var tiles = scratchTiles(rowsOfBlock() + WIDEST.high, columns.most());
            Var j = body.open("j", columns.first(), columns.last(), high.columns());
            Var panel = packPanel(j, terms);
            Strip strip = strips.open(body, Code.c(0), strips.count());
            Expr place = Code.add(Code.mul(down(strips, strip), Code.c(columns.most())), Code.sub(j, columns.first()));
            sums(strip, at(strips, strip, terms), panel, j, terms, Code.eq(terms.first, Code.c(0)), tiles, place,
                    Code.c(columns.most()));
            body.closeTo(level);
            body.when(Code.eq(Code.add(terms.first, terms.count), all.get().to()));
            Strip done = strips.open(body, Code.c(0), strips.count());
            elements.call("_finish", false, done, Code.mul(down(strips, done), Code.c(columns.most())), columns, tiles);
            body.closeTo(level);
        } else {
            Var j = body.open("j", columns.first(), columns.last(), high.columns());
            Var panel = packPanel(j, terms);
            Strip strip = strips.open(body, Code.c(0), strips.count());
            finishedTile(strip, at(strips, strip, terms), panel, j, columns, terms);
            body.closeTo(level);
        }
    }

    /** A tile that is finished at once. */
    private void finishedTile(Strip strip, Expr at, Var panel, Expr j, Columns columns, Terms terms) {
        int across = high.columns();
        Var tile = scratchTiles(WIDEST.high, across);
        sums(strip, at, panel, j, terms, Code.c(true), tile, Code.c(0), Code.c(across));
        int level = body.level();
        Expr wide = body.named("wide", Code.min(Code.c(across), Code.sub(columns.last(), j)));
        boolean hasEdge = !this.columns.isConstant() || this.columns.constant() % across != 0;
        if (hasEdge) {
            body.when(Code.lt(wide, Code.c(across)));
            elements.call("_edge", false, strip, Code.c(0), new Columns(j, columns.last(), wide, across), tile);
            body.closeTo(level);
            body.when(Code.eq(wide, Code.c(across)));
        }
        elements.call("_finish", false, strip, Code.c(0), new Columns(j, columns.last(), Code.c(across), across), tile);
        body.closeTo(level);
    }

    private Var scratchTiles(int rows, int columns) {
        return body.scratch(DType.F32, Dim.of((long) rows * roundedUp(columns)), TILES);
    }

    private Optional<Expr> narrow() {
        long over = columns.isConstant() ? columns.constant() % high.columns() : 0;
        return over > 0 && over <= length ? Optional.of(Code.c(Math.toIntExact(columns.constant() - over)))
                : Optional.empty();
    }

    /** {@code wide}, or {@code ofNarrow} for the panel that begins at {@code j} if that is the narrow one. */
    private Stmt choose(Expr j, Stmt wide, Supplier<Stmt> ofNarrow) {
        return narrow.<Stmt>map(first -> new Stmt.If(Code.eq(j, first), List.of(ofNarrow.get()), List.of(wide)))
                .orElse(wide);
    }

    /** Packs the columns from {@code j} on. */
    private Var packPanel(Expr j, Terms terms) {
        Var panel = body.scratch(DType.F32, termsAtOnce().times(Dim.of(roundedUp(high.columns()))), PANELS);
        boolean byTerm = !op.transposeRight();
        Expr from = reading.flat(right, byTerm ? index(terms.first, j) : index(j, terms.first));
        Operand lines = new Operand(right, from, byTerm ? columns : depth, byTerm);
        Expr left = Code.sub(body.size(columns), j);
        body.emit(choose(j, pack(lines, high.columns(), Code.min(Code.c(high.columns()), left), terms, panel,
                Code.c(0)), () -> pack(lines, length, left, terms, panel, Code.c(0))));
        return panel;
    }

    private Expr down(Strips strips, Strip strip) {
        return body.named("down", Code.sub(strip.row(), strips.first()));
    }

    private Expr at(Strips strips, Strip strip, Terms terms) {
        return body.named("at", Code.mul(down(strips, strip), terms.count));
    }

    /** A tile whose sums the output itself holds, but at its edges, where not all of a tile is. */
    private void tileOfOutput(Strips strips, Strip strip, Var panel, Expr j, Columns columns, Terms terms,
                              Optional<Bounds> all) {
        int across = high.columns();
        Node n = work.node();
        Expr at = at(strips, strip, terms);
        boolean isPart = all.filter(Bounds::isPart).isPresent();
        Expr begins = isPart ? Code.c(false) : all.isEmpty() ? Code.c(true) : Code.eq(terms.first, Code.c(0));
        int level = body.level();
        Var isWhole = body.let("isWhole", Code.and(Code.le(Code.add(j, Code.c(across)), columns.last()),
                strip.isWhole()), level);
        body.when(isWhole);
        sums(strip, at, panel, j, terms, begins, reading.array(n), reading.flat(n, index(strip.row(), j)),
                body.size(this.columns));
        body.closeTo(level);
        body.when(Code.not(isWhole));
        Var tiles = scratchTiles(WIDEST.high, across);
        Expr width = body.let("wide", Code.min(Code.c(across), Code.sub(columns.last(), j)), body.level());
        Columns edge = new Columns(j, columns.last(), width, across);
        int inEdge = body.level();
        if (all.isPresent()) {
            body.when(Code.not(begins));
            elements.call("_begin", true, strip, Code.c(0), edge, tiles);
            body.closeTo(inEdge);
        }
        sums(strip, at, panel, j, terms, begins, tiles, Code.c(0), Code.c(across));
        elements.call("_finish", false, strip, Code.c(0), edge, tiles);
        body.closeTo(level);
    }

    /** The sums of a tile at {@code to}: from +0 if it {@code begins}, else from what is there. */
    private void sums(Strip strip, Expr at, Var panel, Expr j, Terms terms, Expr begins, Var sums, Expr to, Expr step) {
        Expr place = body.named("place", to);
        Function<PackedTile, Stmt> call = tile -> tile.call(packed(), at, panel, Code.c(0), terms.count, sums, place,
                step);
        Function<UnaryOperator<PackedTile>, Stmt> all = kind -> choose(j,
                strip.choose(call.apply(kind.apply(high)), call.apply(kind.apply(low))),
                () -> strip.choose(call.apply(kind.apply(high.narrow())), call.apply(kind.apply(low.narrow()))));
        if (begins.equals(Code.c(true))) {
            body.emit(all.apply(tile -> tile));
        } else if (begins.equals(Code.c(false))) {
            body.emit(all.apply(PackedTile::goingOn));
        } else {
            body.emit(new Stmt.If(begins, List.of(all.apply(tile -> tile)), List.of(all.apply(PackedTile::goingOn))));
        }
    }

    /** A multiple of a panel's. */
    private int columnsAtOnce() {
        long fit = isCut() ? MOST_COLUMNS : COLUMNS / depth.constant();
        int across = high.columns();
        long all = columns.isConstant() ? (columns.constant() + across - 1) / across * across : MOST_COLUMNS;
        return Math.toIntExact(Math.min(all, Math.max(1, Math.min(fit, MOST_COLUMNS) / across) * across));
    }

    private List<Expr> index(Expr row, Expr column) {
        List<Expr> all = new ArrayList<>(batch);
        all.add(row);
        all.add(column);
        return all;
    }
}
