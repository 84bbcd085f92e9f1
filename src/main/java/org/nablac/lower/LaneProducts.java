package org.nablac.lower;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Const;
import org.nablac.code.Expr.Var;
import org.nablac.code.Stmt;
import org.nablac.graph.Contract;
import org.nablac.graph.Node;
import org.nablac.lower.LeftOperand.Part;
import org.nablac.lower.LeftOperand.Rows;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;

/**
 * Matrix products in vectors. A <em>strip</em> is some rows, a <em>panel</em> some vectors of columns; where they meet
 * is a <em>tile</em> of sums over all terms, held in registers. Few rows or terms are read where they are, but for
 * panels of the right operand where it is held transposed, and at the right edge: those are packed, term after term.
 * A left operand that is not stored is computed for some strips, which then meet all columns.
 */
final class LaneProducts {
    /** Numbers of the scratch arrays, which no other form of a product uses. */
    private static final int SUMS = 100;
    private static final int PANEL = 101;
    /** Columns of which a strip's sums are held at once: a multiple of every panel's. */
    private static final int MOST_COLUMNS = 512;
    /** The longest vectors; all forms of a kernel share their scratch arrays. */
    private static final int LONGEST = 16;
    private static final int HIGHEST = 12;
    /** Vectors of a panel that is packed. */
    private static final int PACKED_WIDTH = 2;

    /**
     * Tiles that fill the registers.
     *
     * @param low rows of a strip at the end, which does rows of the one before again; 0 if there is none
     * @param width vectors
     */
    private record Tiles(int high, int low, int width) {
        /** For rows that are fewer than a low strip's: one after the other. */
        static final Tiles SINGLE = new Tiles(1, 0, 8);

        static Tiles of(int length) {
            return length == LONGEST ? new Tiles(HIGHEST, 8, 2) : new Tiles(6, 4, 2);
        }

        /** All of so many rows at once. */
        static Tiles all(int rows, int length) {
            return new Tiles(rows, 0, rows == 1 ? 8 : rows <= (length == LONGEST ? 6 : 2) ? 4 : 2);
        }
    }

    /**
     * Panels that are done alike: all of {@code width} vectors, or one of as many columns as there are.
     *
     * @param count columns, from column {@code from} on
     * @param array of the right operand, in which column {@code from} begins at {@code at}
     * @param step from one term to the next
     */
    private record Panels(int width, Expr from, Expr count, boolean isSingle, Var array, Expr at, Expr step) {
    }

    private final String name;
    private final Body body;
    private final Reading reading;
    private final ProductWork work;
    private final int length;
    private final LeftOperand left;
    private final Node right;
    private final Contract op;
    private final Dim rows;
    private final Dim columns;
    private final Dim depth;
    private final Optional<Range> range;
    private final List<Expr> batch = new ArrayList<>();
    private final ProductEnd end;

    /** @param name of the kernel */
    LaneProducts(String name, Body body, Reading reading, ProductWork work, int length, Optional<Range> range) {
        this.name = name;
        this.body = body;
        this.reading = reading;
        this.work = work;
        this.length = length;
        this.range = range;
        Node product = work.product();
        this.left = new LeftOperand(name, body, reading, work, batch);
        this.right = product.input(1);
        this.op = (Contract) product.op();
        int rank = product.type().rank();
        this.rows = product.shape().dim(rank - 2);
        this.columns = product.shape().dim(rank - 1);
        this.depth = product.input(0).shape().dim(op.transposeLeft() ? rank - 2 : rank - 1);
        this.end = new ProductEnd(name, body, reading, work, length, batch);
    }

    /** Whether this product is worth vectors: one row times an operand held transposed would be all packing. */
    static boolean isWorthIt(ProductWork work) {
        Node product = work.product();
        boolean oneRow = product.shape().dim(product.type().rank() - 2).is(1);
        boolean narrow = product.shape().dim(product.type().rank() - 1).isConstant()
                && product.shape().dim(product.type().rank() - 1).constant() < 4;
        boolean allPacking = oneRow && ((Contract) product.op()).transposeRight();
        return product.type().dtype() == DType.F32 && !narrow && !allPacking;
    }

    void lower() {
        body.emit(new Stmt.Line(work.product().origin().line()));
        for (int a = 0; a < work.product().type().rank() - 2; a++) {
            Dim size = work.product().shape().dim(a);
            Bounds matrices = Bounds.of(body, range, a, size);
            batch.add(matrices.isPart() ? body.open("batch", matrices.from(), matrices.to(), 1)
                    : body.open("batch", size));
        }
        if (!PackedProducts.isWorthIt(rows, columns, depth)) {
            inPlace();
            return;
        }
        int outer = body.level();
        Optional<Expr> few = Stream.of(rows, depth).filter(d -> !d.isConstant())
                .<Expr>map(d -> Code.lt(body.size(d), Code.c(PackedProducts.MANY_ROWS))).reduce(Code::or);
        few.ifPresent(isFew -> {
            body.when(isFew);
            inPlace();
            body.closeTo(outer);
            body.when(Code.not(isFew));
        });
        new PackedProducts(name, body, reading, work, length, range, batch, left).lower();
        body.closeTo(outer);
    }

    /** Operands that are read where they are, wherever that can be. */
    private void inPlace() {
        Bounds held = rowsHeld();
        Tiles usual = Tiles.of(length);
        if (rows.isConstant() && !held.isPart()) {
            boolean atOnce = rows.constant() <= usual.high && !down().isPart();
            rows(atOnce ? Tiles.all((int) rows.constant(), length) : usual);
            return;
        }
        int outer = body.level();
        Expr isFew = body.let("isFew", Code.lt(Code.sub(held.to(), held.from()), Code.c(usual.low)), outer);
        body.when(Code.not(isFew));
        rows(usual);
        body.closeTo(outer);
        body.when(isFew);
        rows(Tiles.SINGLE);
        body.closeTo(outer);
    }

    /** The rows that this call passes on. */
    private Bounds down() {
        return Bounds.of(body, range, work.product().type().rank() - 2, rows);
    }

    /** The rows that there are, of which tiles may sum those of other calls too. */
    private Bounds rowsHeld() {
        return Bounds.of(body, Optional.empty(), work.product().type().rank() - 2, rows);
    }

    /** All rows, some after the others if the left operand is to be computed, so that each line is so once. */
    private void rows(Tiles tiles) {
        int outer = body.level();
        columns(tiles, left.open(down(), rowsHeld(), Bounds.terms(body, depth), depth, tiles.low, length));
        body.closeTo(outer);
    }

    /** All columns; those panels that begin in the part, where a call is for some. */
    private void columns(Tiles tiles, Rows some) {
        int width = columns.isConstant() ? Math.toIntExact(Math.min(tiles.width,
                Math.ceilDiv(columns.constant(), length))) : tiles.width;
        int across = (op.transposeRight() ? PACKED_WIDTH : width) * length;
        Bounds part = Bounds.of(body, range, work.product().type().rank() - 1, columns);
        Expr all = body.size(columns);
        Expr from = part.isPart() ? body.named("from", Strips.roundedUp(part.from(), across)) : Code.c(0);
        Expr to = part.isPart() ? body.named("to", Code.min(Strips.roundedUp(part.to(), across), all)) : all;
        if (op.transposeRight()) {
            packed(tiles, some, from, to);
            return;
        }
        Expr whole = columns.isConstant() ? Code.c(multiple(columns.constant(), across))
                : body.named("whole", Code.sub(all, Code.rem(all, Code.c(across))));
        Expr vectors = columns.isConstant() ? Code.c(multiple(columns.constant(), length)) : whole;
        inPlace(tiles, some, width, from, part.isPart() ? body.named("end", Code.min(to, whole)) : whole);
        if (vectors instanceof Const a && whole instanceof Const b && !a.equals(b)) {
            int over = ((Integer) a.value() - (Integer) b.value()) / length;
            begunHere(part, whole, () -> inPlace(tiles, some, over, whole, vectors));
        }
        if (!vectors.equals(all)) {
            begunHere(part, vectors, () -> packed(tiles, some, vectors, all));
        }
    }

    /** The last multiple of {@code unit} up to {@code n}. */
    private static int multiple(long n, int unit) {
        return Math.toIntExact(n - n % unit);
    }

    /** Does something if the part has column {@code j}. */
    private void begunHere(Bounds part, Expr j, Runnable action) {
        int outer = body.level();
        if (part.isPart()) {
            body.when(Code.and(Code.le(part.from(), j), Code.lt(j, part.to())));
        }
        action.run();
        body.closeTo(outer);
    }

    /** Columns {@code from} to {@code to} in whole panels of the right operand as it is. */
    private void inPlace(Tiles tiles, Rows some, int width, Expr from, Expr to) {
        if (to.equals(from)) {
            return;
        }
        int outer = body.level();
        boolean atOnce = to instanceof Const c && (Integer) c.value() <= MOST_COLUMNS;
        Expr first = atOnce ? from : body.open("first", from, to, MOST_COLUMNS);
        Expr last = atOnce ? to : body.named("last", Code.min(Code.add(first, Code.c(MOST_COLUMNS)), to));
        Expr at = body.hoist(reading.flat(right, index(Bounds.terms(body, depth).from(), first)), "at");
        Expr count = Code.sub(last, first);
        boolean isSingle = count.equals(Code.c(width * length));
        strips(tiles, some, new Panels(width, first, count, isSingle, reading.array(right), at, body.size(columns)));
        body.closeTo(outer);
    }

    /** Columns {@code from} to {@code to}, those of each panel packed. */
    private void packed(Tiles tiles, Rows some, Expr from, Expr to) {
        int outer = body.level();
        int width = from instanceof Const a && to instanceof Const b
                && (Integer) b.value() - (Integer) a.value() <= length ? 1 : PACKED_WIDTH;
        int across = width * length;
        boolean single = from instanceof Const a && to instanceof Const b
                && (Integer) b.value() - (Integer) a.value() <= across;
        Expr j = single ? from : body.open("panel", from, to, across);
        boolean isWhole = columns.isConstant() && columns.constant() % across == 0;
        Expr count = single ? Code.sub(to, from) : isWhole ? Code.c(across)
                : body.named("count", Code.min(Code.c(across), Code.sub(to, j)));
        Dim size = depth.times(Dim.of(PACKED_WIDTH * LONGEST)).plus(Dim.of(LONGEST));
        Var panel = body.scratch(DType.F32, size, PANEL);
        Packing packing = new Packing(length, across);
        Bounds terms = Bounds.terms(body, depth);
        Expr many = Code.sub(terms.to(), terms.from());
        Var array = reading.array(right);
        body.emit(op.transposeRight()
                ? packing.after(array, reading.flat(right, index(j, terms.from())), body.size(depth), count, many,
                        panel, Code.c(0))
                : packing.beside(array, reading.flat(right, index(terms.from(), j)), body.size(columns), count, many,
                        panel, Code.c(0)));
        strips(tiles, some, new Panels(width, j, count, true, panel, Code.c(0), Code.c(across)));
        body.closeTo(outer);
    }

    /** Strip by strip. */
    private void strips(Tiles tiles, Rows some, Panels panels) {
        int outer = body.level();
        Bounds down = some.bounds();
        if (rows.is(tiles.high) && !down.isPart()) {
            strip(tiles.high, some.left(), panels, Code.c(0), Code.c(0), Code.c(tiles.high));
            return;
        }
        Expr inLow = tiles.low == 0 ? Code.c(0) : inLow(tiles, Code.sub(down.to(), down.from()));
        Expr end = Code.sub(down.to(), inLow);
        Var i = body.open("i", down.from(), Code.sub(end, Code.c(tiles.high - 1)), tiles.high);
        strip(tiles.high, some.left(), panels, i, Code.c(0), Code.c(tiles.high));
        body.closeTo(outer);
        if (inLow.equals(Code.c(0))) {
            return;
        }
        Var row = body.open("i", end, down.to(), tiles.low);
        if (inLow instanceof Const c && (Integer) c.value() % tiles.low == 0) {
            strip(tiles.low, some.left(), panels, row, Code.c(0), Code.c(tiles.low));
        } else {
            Expr top = body.named("top", Code.min(row, Code.sub(rowsHeld().to(), Code.c(tiles.low))));
            strip(tiles.low, some.left(), panels, top, Code.sub(row, top),
                    Code.min(Code.c(tiles.low), Code.sub(down.to(), row)));
        }
        body.closeTo(outer);
    }

    /** How many of {@code count} rows are done in low strips: if they are few, those of a high one with them. */
    private Expr inLow(Tiles tiles, Expr count) {
        int few = 2 * tiles.low - tiles.high;
        if (count instanceof Const c) {
            int all = (Integer) c.value();
            int over = all % tiles.high;
            return Code.c(over > 0 && over <= few && all > tiles.high ? over + tiles.high : over);
        }
        Expr over = body.named("over", Code.rem(count, Code.c(tiles.high)));
        Expr isFew = Code.and(Code.ne(over, Code.c(0)), Code.le(over, Code.c(few)));
        return body.named("inLow", Code.select(Code.and(isFew, Code.lt(Code.c(tiles.high), count)),
                Code.add(over, Code.c(tiles.high)), over));
    }

    /** Rows {@code top} to {@code top + height}, of which the first {@code skipped} are not passed on. */
    private void strip(int height, Part rows, Panels panels, Expr top, Expr skipped, Expr count) {
        int outer = body.level();
        Bounds terms = Bounds.terms(body, depth);
        LaneTiles tile = new LaneTiles(length, height, panels.width, op.transposeLeft(), terms.isPart());
        boolean isWhole = !terms.isPart() && (!panels.isSingle || panels.count.equals(Code.c(tile.columns())));
        boolean isPart = !skipped.equals(Code.c(0)) || !count.equals(Code.c(height));
        Optional<ProductEnd.InRegisters> atOnce = isWhole ? end.inRegisters(tile.sums(), isPart) : Optional.empty();
        Expr pitch = Code.c(pitch());
        Var sums = body.scratch(DType.F32, Dim.of((long) HIGHEST * pitch()), SUMS);
        if (terms.isPart()) {
            body.emit(end.begin(new ProductEnd.Strip(sums, Code.c(0), pitch, top, Code.c(height), panels.from,
                    panels.count)));
        }
        Expr j = panels.isSingle ? panels.from
                : body.open("j", panels.from, Code.add(panels.from, panels.count), tile.columns());
        Expr across = Code.sub(j, panels.from);
        Expr from = rows.at(top, terms.from());
        LaneTiles.Operands operands = new LaneTiles.Operands(rows.array(), from, rows.step(), panels.array,
                Code.add(panels.at, across), panels.step, Code.sub(terms.to(), terms.from()));
        List<Expr> places = index(top, j);
        if (isPart) {
            places.addAll(List.of(skipped, Code.add(skipped, count)));
        }
        body.emit(atOnce.map(e -> tile.call(operands, name + (isPart ? "_part" : "_tile"), e, places))
                .orElseGet(() -> tile.call(operands, sums, across, pitch)));
        body.closeTo(outer);
        if (atOnce.isEmpty()) {
            body.emit(end.finish(new ProductEnd.Strip(sums, Code.mul(skipped, pitch), pitch, Code.add(top, skipped),
                    count, panels.from, panels.count)));
        }
    }

    /** From one row of a strip's sums to the next. */
    private int pitch() {
        long all = columns.isConstant() ? Math.ceilDiv(columns.constant(), LONGEST) * LONGEST : MOST_COLUMNS;
        return Math.toIntExact(Math.min(all, MOST_COLUMNS));
    }

    private List<Expr> index(Expr row, Expr column) {
        List<Expr> all = new ArrayList<>(batch);
        all.add(row);
        all.add(column);
        return all;
    }
}
