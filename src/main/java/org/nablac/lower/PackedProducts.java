package org.nablac.lower;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.code.Stmt;
import org.nablac.graph.Contract;
import org.nablac.graph.Node;
import org.nablac.lower.PackedElements.Columns;
import org.nablac.lower.PackedOperands.Narrow;
import org.nablac.lower.PackedOperands.Packed;
import org.nablac.lower.PackedOperands.Terms;
import org.nablac.lower.Strips.Strip;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;

/**
 * Matrix products of many rows and columns in vectors. Both operands are packed, each number where the innermost loop
 * reads it: the right one in <em>panels</em> of columns, as many as stay in the cache of the second level; the left one
 * in <em>strips</em> of rows, each of which is multiplied with all panels while it is in the cache of the first level.
 * Strip times panel is a <em>tile</em>. The output itself holds the sums, if the product ends in nothing else; or the
 * elementwise node that it ends in takes them up while they are in the cache: those of a <em>block</em> of rows, if not
 * all terms are packed at once.
 *
 * <p>Strips are high, but for one or two low ones at the end where that leaves fewer rows over; the last panel is
 * <em>narrow</em>, of one vector, where that holds the columns that are left.
 */
final class PackedProducts {
    /** Number of the scratch array, which no other form of a product uses. */
    private static final int TILES = 110;
    /** From how many rows on, or terms where their number is known only to the call, packing pays. */
    static final int MANY_ROWS = 64;
    /** From how many columns or terms on packing pays. */
    private static final int MANY = 32;
    /** Elements of a block: 768 KB, less than half of a cache of the second level. */
    private static final int BLOCK = 192 * 1024;
    /** Rows of a block: a multiple of the rows of a strip. */
    private static final int MOST_ROWS = 960;
    private static final int ROWS_UNIT = 24;
    /** Terms that are packed at once: those of a strip stay in the cache of the first level. */
    private static final int TERMS_AT_ONCE = 256;
    /** Runs of terms whose panels are packed at once, where the columns are few. */
    private static final int RUNS = 2;
    /** Elements of the panels of a run: 256 KB. */
    private static final int COLUMNS = 64 * 1024;
    /** Columns of panels that are packed at once. */
    private static final int MOST_COLUMNS = 512;
    /** Strips that are packed at once, if not all are. */
    private static final int GROUP = 16;
    /** Vectors of a panel. */
    private static final int WIDTH = 2;
    /** The fewest lanes of a narrow panel: twice as many of fewer are not done sooner. */
    private static final int LEAST_LANES = 8;

    /** Lanes of a vector, and the rows of strips that its registers hold the sums of. */
    record Shape(int length, int high, int low) {
        int columns() {
            return WIDTH * length;
        }
    }

    /** All forms of a kernel share their scratch arrays, which have room for this one's. */
    static final Shape WIDEST = new Shape(16, 12, 8);

    private final Body body;
    private final Reading reading;
    private final ProductWork work;
    private final Optional<Range> range;
    private final int length;
    private final Dim rows;
    private final Dim columns;
    private final Dim depth;
    private final List<Expr> batch;
    private final PackedElements elements;
    private final PackedTile high;
    private final PackedTile low;
    private final PackedOperands operands;

    /**
     * @param name of the kernel
     * @param batch which of the matrices is at hand
     */
    PackedProducts(String name, Body body, Reading reading, ProductWork work, int length, Optional<Range> range,
                   List<Expr> batch, LeftOperand left) {
        this.body = body;
        this.reading = reading;
        this.work = work;
        this.length = length;
        this.range = range;
        this.batch = batch;
        Node product = work.product();
        int rank = product.type().rank();
        this.rows = product.shape().dim(rank - 2);
        this.columns = product.shape().dim(rank - 1);
        boolean byTerm = ((Contract) product.op()).transposeLeft();
        this.depth = product.input(0).shape().dim(byTerm ? rank - 2 : rank - 1);
        Shape shape = length == WIDEST.length ? WIDEST : new Shape(length, 6, 4);
        this.elements = new PackedElements(name, body, reading, work, length, batch);
        this.high = new PackedTile(length, shape.high, WIDTH, false);
        this.low = new PackedTile(length, shape.low, WIDTH, false);
        int most = isCut() ? GROUP * WIDEST.high
                : rows.isConstant() ? Math.toIntExact(Math.min(rows.constant(), rowsOfBlock())) : rowsOfBlock();
        this.operands = new PackedOperands(body, reading, work, batch, left,
                new PackedOperands.Most(most, roundedUp(columnsAtOnce()), termsAtOnce(), runs()), high, low, narrow());
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
        boolean single = runs() > 1 || rows.isConstant() && rows.constant() <= most && !down.isPart();
        int outer = body.level();
        Expr first = single ? down.from() : body.open("block", down.from(), down.to(), most);
        Expr last = single ? down.to()
                : body.let("blockEnd", Code.min(Code.add(first, Code.c(most)), down.to()), body.level());
        block(first, last);
        body.closeTo(outer);
    }

    /** Whether the terms are done some at a time, so that what is packed stays small however many they are. */
    private boolean isCut() {
        return body.cut() == Cut.TERMS || !depth.isConstant() || depth.constant() > TERMS_AT_ONCE;
    }

    /**
     * Runs of terms whose panels are packed together, so that all rows meet them: more than one where the panels of all
     * columns are as small as that, and the output itself holds the sums between two runs.
     */
    private int runs() {
        return isCut() && work.isOutput() && columns.isConstant()
                && roundedUp(Math.toIntExact(columns.constant())) * TERMS_AT_ONCE <= COLUMNS ? RUNS : 1;
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

    /** Rows {@code first} to {@code last}. */
    private void block(Expr first, Expr last) {
        Strips strips = Strips.of(body, first, last, high.height(), low.height());
        if (isCut()) {
            panels(strips, Optional.empty());
        } else {
            Terms all = new Terms(Code.c(0), body.size(depth));
            operands.packStrips(strips, Code.c(0), strips.count(), strips.first(), all);
            panels(strips, Optional.of(all));
        }
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
        int terms = runs() * TERMS_AT_ONCE;
        Var k = body.open("k", sums.from(), to, terms);
        Var count = body.let("terms", Code.min(Code.c(terms), Code.sub(sums.to(), k)), body.level());
        tiles(strips, at, new Terms(k, count), Optional.of(sums));
    }

    /** Opens the loop over the runs of some terms, if there can be several. */
    private Terms openRuns(Terms terms) {
        if (runs() == 1) {
            return terms;
        }
        Expr before = Code.div(Code.add(terms.count(), Code.c(TERMS_AT_ONCE - 1)), Code.c(TERMS_AT_ONCE));
        Var run = body.open("run", Code.c(0), Code.max(before, Code.c(1)), 1);
        Expr skipped = body.let("skipped", Code.mul(run, Code.c(TERMS_AT_ONCE)), body.level());
        return new Terms(body.let("firstTerm", Code.add(terms.first(), skipped), body.level()),
                body.let("termsOfRun", Code.min(Code.c(TERMS_AT_ONCE), Code.sub(terms.count(), skipped)),
                        body.level()), run);
    }

    /** Columns of whole panels of the widest vectors. */
    private static int roundedUp(int columns) {
        return (columns + WIDEST.columns() - 1) / WIDEST.columns() * WIDEST.columns();
    }

    /**
     * All tiles of packed strips and some columns.
     *
     * @param some terms
     * @param all the terms of the call, where these are some of them: then the sums go on from those of the terms
     *     before, or from the output if the call itself has some of the terms only, and are finished after the last
     */
    private void tiles(Strips strips, Columns columns, Terms some, Optional<Bounds> all) {
        int level = body.level();
        boolean isOutput = work.isOutput();
        operands.packPanels(columns, openRuns(some));
        body.closeTo(level);
        Terms terms = some;
        Strip strip;
        Expr row = strips.first();
        if (all.isPresent()) {
            Var group = body.open("group", Code.c(0), strips.count(), GROUP);
            Var end = body.let("groupEnd", Code.min(Code.add(group, Code.c(GROUP)), strips.count()), body.level());
            row = body.let("groupRow", strips.row(group), body.level());
            terms = openRuns(some);
            operands.packStrips(strips, group, end, row, terms);
            strip = strips.open(body, group, end);
        } else {
            strip = strips.open(body, Code.c(0), strips.count());
        }
        Packed left = operands.strip(strip, row, terms);
        Var j = body.open("j", columns.first(), columns.last(), high.columns());
        Tile tile = new Tile(strip, left, operands.panel(j, columns, terms), j, terms.count());
        if (isOutput) {
            tileOfOutput(tile, columns, terms, all);
        } else if (all.isEmpty()) {
            finishedTile(tile, columns);
        } else {
            Expr place = Code.add(Code.mul(down(strips, strip), Code.c(columns.most())), Code.sub(j, columns.first()));
            sums(tile, Code.eq(terms.first(), Code.c(0)), scratchSums(columns), place, Code.c(columns.most()));
        }
        body.closeTo(level);
        if (!isOutput && all.isPresent()) {
            body.when(Code.eq(Code.add(terms.first(), terms.count()), all.get().to()));
            Strip done = strips.open(body, Code.c(0), strips.count());
            elements.call("_finish", false, done, Code.mul(down(strips, done), Code.c(columns.most())), columns,
                    scratchSums(columns));
            body.closeTo(level);
        }
    }

    /** The sums of all tiles of a block and some columns. */
    private Var scratchSums(Columns columns) {
        return scratchTiles(rowsOfBlock() + WIDEST.high, columns.most());
    }

    /** A tile that is finished at once. */
    private void finishedTile(Tile at, Columns columns) {
        int across = high.columns();
        Strip strip = at.strip;
        Expr j = at.column;
        Var tile = scratchTiles(WIDEST.high, across);
        sums(at, Code.c(true), tile, Code.c(0), Code.c(across));
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

    private Optional<Narrow> narrow() {
        long over = columns.isConstant() ? columns.constant() % high.columns() : 0;
        int lanes = over <= length / 2 && length / 2 >= LEAST_LANES ? length / 2 : length;
        return over > 0 && over <= lanes
                ? Optional.of(new Narrow(Code.c(Math.toIntExact(columns.constant() - over)), lanes)) : Optional.empty();
    }

    private Expr down(Strips strips, Strip strip) {
        return body.named("down", Code.sub(strip.row(), strips.first()));
    }

    /** Whether the panel from {@code j} on is of as many columns as its tiles. */
    private Expr isWhole(Expr j, Columns columns) {
        Expr isWide = Code.le(Code.add(j, Code.c(high.columns())), columns.last());
        return operands.narrow().filter(n -> this.columns.constant() % n.length() == 0)
                .map(n -> Code.or(isWide, Code.eq(j, n.first()))).orElse(isWide);
    }

    /** A tile whose sums the output itself holds, but at its edges, where not all of a tile is. */
    private void tileOfOutput(Tile tile, Columns columns, Terms terms, Optional<Bounds> all) {
        int across = high.columns();
        Node n = work.product();
        Strip strip = tile.strip;
        Expr j = tile.column;
        boolean isPart = all.filter(Bounds::isPart).isPresent();
        Expr begins = isPart ? Code.c(false) : all.isEmpty() ? Code.c(true) : Code.eq(terms.first(), Code.c(0));
        int level = body.level();
        Var isWhole = body.let("isWhole", Code.and(isWhole(j, columns), strip.isWhole()), level);
        body.when(isWhole);
        sums(tile, begins, reading.array(n), reading.flat(n, index(strip.row(), j)),
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
        sums(tile, begins, tiles, Code.c(0), Code.c(across));
        elements.call("_finish", false, strip, Code.c(0), edge, tiles);
        body.closeTo(level);
    }

    /** A tile before its sums begin. */
    private record Tile(Strip strip, Packed left, Packed right, Expr column, Expr terms) {
    }

    /** The sums of a tile at {@code to}: from +0 if it {@code begins}, else from what is there. */
    private void sums(Tile tile, Expr begins, Var sums, Expr to, Expr step) {
        Expr place = body.named("place", to);
        Function<PackedTile, Stmt> call = t -> t.call(tile.left.array(), tile.left.from(), tile.right.array(),
                tile.right.from(), tile.terms, sums, place, step);
        Function<UnaryOperator<PackedTile>, Stmt> all = kind -> operands.choose(tile.column,
                tile.strip.choose(call.apply(kind.apply(high)), call.apply(kind.apply(low))),
                n -> tile.strip.choose(call.apply(kind.apply(high.narrow(n.length()))),
                        call.apply(kind.apply(low.narrow(n.length())))));
        if (begins.equals(Code.c(true))) {
            body.emit(all.apply(kind -> kind));
        } else if (begins.equals(Code.c(false))) {
            body.emit(all.apply(PackedTile::goingOn));
        } else {
            body.emit(new Stmt.If(begins, List.of(all.apply(kind -> kind)), List.of(all.apply(PackedTile::goingOn))));
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
