package org.nablac.lower;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.code.Stmt;
import org.nablac.graph.Contract;
import org.nablac.graph.Node;
import org.nablac.schedule.Work;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;

/**
 * Matrix products in vectors. A <em>panel</em> is some vectors of columns; for each panel, strips of rows; for each
 * strip a <em>tile</em> of sums over all terms, held in registers, which the elementwise node that the product ends in
 * then takes up. A panel of the right operand is read where it is, or packed first, term after term: where the operand
 * is held transposed, and at the right edge, padded with zeros.
 */
final class LaneProducts {
    /** Numbers of the scratch arrays, which no other form of a product uses. */
    private static final int TILE = 100;
    private static final int PANEL = 101;
    /** Terms that are packed at once from an operand held transposed: one line of the cache. */
    private static final int PACKED_TERMS = 16;

    private final String name;
    private final Body body;
    private final Reading reading;
    private final Work.Product work;
    private final int length;
    private final Node left;
    private final Node right;
    private final Contract op;
    private final Dim rows;
    private final Dim columns;
    private final Dim depth;
    private final Optional<Range> range;
    private final List<Expr> batch = new ArrayList<>();

    /** @param name of the kernel */
    LaneProducts(String name, Body body, Reading reading, Work.Product work, int length, Optional<Range> range) {
        this.name = name;
        this.body = body;
        this.reading = reading;
        this.work = work;
        this.length = length;
        this.range = range;
        Node product = work.product();
        this.left = product.input(0);
        this.right = product.input(1);
        this.op = (Contract) product.op();
        int rank = product.type().rank();
        this.rows = product.shape().dim(rank - 2);
        this.columns = product.shape().dim(rank - 1);
        this.depth = left.shape().dim(op.transposeLeft() ? rank - 2 : rank - 1);
    }

    /** Whether this product is worth vectors: one row times an operand held transposed would be all packing. */
    static boolean isWorthIt(Work.Product work) {
        Node product = work.product();
        boolean oneRow = product.shape().dim(product.type().rank() - 2).is(1);
        boolean narrow = product.shape().dim(product.type().rank() - 1).isConstant()
                && product.shape().dim(product.type().rank() - 1).constant() < 4;
        boolean allPacking = oneRow && ((Contract) product.op()).transposeRight();
        return product.type().dtype() == DType.F32 && !narrow && !allPacking;
    }

    /** Rows of a tile: as many as registers hold, with the vectors of {@link #width}. */
    private int height() {
        return rows.is(1) ? 1 : length == 16 ? 8 : 4;
    }

    /** Vectors of a tile in one row. */
    private int width() {
        return rows.is(1) ? 8 : length == 16 ? 3 : 2;
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
        new PackedProducts(name, body, reading, work, length, range, batch).lower();
        body.closeTo(outer);
    }

    /** Operands that are read where they are, wherever that can be. */
    private void inPlace() {
        int outer = body.level();
        int across = width() * length;
        Bounds part = Bounds.of(body, range, work.product().type().rank() - 1, columns);
        Expr from = part.isPart() ? Code.mul(Code.div(Code.add(part.from(), Code.c(across - 1)), Code.c(across)),
                Code.c(across)) : Code.c(0);
        if (!columns.isConstant()) {
            Expr all = body.size(columns);
            Expr whole = Code.sub(all, Code.c(across - 1));
            Var j = body.open("j", from, part.isPart() ? Code.min(part.to(), whole) : whole, across);
            panel(j, width(), Code.c(across), op.transposeRight());
            body.closeTo(outer);
            Expr done = body.let("done", Code.sub(all, Code.rem(all, Code.c(across))), body.level());
            edge(done, width(), body.let("rest", Code.sub(all, done), body.level()), true, part);
            return;
        }
        int all = Math.toIntExact(columns.constant());
        if (all >= across) {
            boolean one = all / across == 1 && !part.isPart();
            Expr end = Code.c(all - across + 1);
            Expr j = one ? Code.c(0) : body.open("j", from, part.isPart() ? Code.min(part.to(), end) : end, across);
            panel(j, width(), Code.c(across), op.transposeRight());
            body.closeTo(outer);
        }
        int rest = all % across;
        int whole = rest / length;
        if (whole > 0) {
            edge(Code.c(all - rest), whole, Code.c(whole * length), op.transposeRight(), part);
        }
        if (rest % length > 0) {
            edge(Code.c(all - rest % length), 1, Code.c(rest % length), true, part);
        }
    }

    /** The panel at column {@code j}, in the part in which it begins. */
    private void edge(Expr j, int width, Expr columns, boolean packed, Bounds part) {
        int outer = body.level();
        if (part.isPart()) {
            body.when(Code.and(Code.le(part.from(), j), Code.lt(j, part.to())));
        }
        panel(j, width, columns, packed);
        body.closeTo(outer);
    }

    /** Columns {@code j} to {@code j + columns} of all rows, in {@code width} vectors. */
    private void panel(Expr j, int width, Expr columns, boolean packed) {
        int outer = body.level();
        Dim size = depth.times(Dim.of(width() * length));
        Var panel = packed ? body.scratch(DType.F32, size, PANEL) : reading.array(right);
        if (packed) {
            pack(panel, j, width * length, columns);
        }
        Expr first = Bounds.terms(body, depth).from();
        Expr at = packed ? body.hoist(Code.mul(first, Code.c(width * length)), "at")
                : body.hoist(reading.flat(right, index(first, j)), "at");
        Expr step = packed ? Code.c(width * length) : body.size(this.columns);
        int height = height();
        boolean fewRows = rows.isConstant() && rows.constant() < height;
        Bounds down = Bounds.of(body, range, work.product().type().rank() - 2, rows);
        Expr end = down.to();
        if (!fewRows) {
            Expr i = rows.is(height) && !down.isPart() ? Code.c(0)
                    : body.open("i", down.from(), Code.sub(end, Code.c(height - 1)), height);
            tile(i, height, j, width, columns, panel, at, step);
            body.closeTo(outer);
        }
        if (height > 1 && (fewRows || down.isPart() || !rows.isConstant() || rows.constant() % height != 0)) {
            Var i = body.open("i", fewRows ? down.from() : down.whole(height), end, 1);
            tile(i, 1, j, width, columns, panel, at, step);
            body.closeTo(outer);
        }
    }

    private List<Expr> index(Expr row, Expr column) {
        List<Expr> all = new ArrayList<>(batch);
        all.add(row);
        all.add(column);
        return all;
    }

    /** {@code panel[k, c] = right[k, j + c]}, 0 where there is no such column. */
    private void pack(Var panel, Expr j, int width, Expr columns) {
        int outer = body.level();
        Bounds terms = Bounds.terms(body, depth);
        if (op.transposeRight()) {
            Var first = body.open("first", terms.from(), terms.to(), PACKED_TERMS);
            Var end = body.let("last", Code.min(Code.add(first, Code.c(PACKED_TERMS)), terms.to()), body.level());
            Var c = body.open("c", Code.c(0), columns, 1);
            Expr from = body.let("from", reading.flat(right, index(Code.add(j, c), Code.c(0))), body.level());
            Var k = body.open("k", first, end, 1);
            body.emit(Code.store(panel, Code.add(Code.mul(k, Code.c(width)), c),
                    Code.load(reading.array(right), Code.add(from, k))));
            body.closeTo(outer);
        } else {
            Var k = body.open("k", terms.from(), terms.to(), 1);
            Expr from = body.let("from", reading.flat(right, index(k, j)), body.level());
            Expr to = body.let("to", Code.mul(k, Code.c(width)), body.level());
            Var c = body.open("c", Code.c(0), columns, 1);
            body.emit(Code.store(panel, Code.add(to, c), Code.load(reading.array(right), Code.add(from, c))));
            body.closeTo(outer);
        }
        if (!columns.equals(Code.c(width))) {
            Var k = body.open("k", terms.from(), terms.to(), 1);
            Var c = body.open("c", columns, Code.c(width), 1);
            body.emit(Code.store(panel, Code.add(Code.mul(k, Code.c(width)), c), Code.c(0f)));
            body.closeTo(outer);
        }
    }

    private void tile(Expr i, int height, Expr j, int width, Expr columns, Var panel, Expr at, Expr step) {
        Var tile = body.scratch(DType.F32, Dim.of((long) height() * width() * length), TILE);
        boolean byTerm = op.transposeLeft();
        Bounds terms = Bounds.terms(body, depth);
        if (terms.isPart()) {
            begin(i, height, j, width, columns, tile);
        }
        LaneTiles shape = new LaneTiles(length, height, width, byTerm, terms.isPart());
        Expr from = reading.flat(left, byTerm ? index(terms.from(), i) : index(i, terms.from()));
        body.emit(shape.call(reading.array(left), from, body.size(byTerm ? rows : depth), panel, at, step,
                Code.sub(terms.to(), terms.from()), tile));
        Expr r = body.open("r", Dim.of(height));
        Expr row = Code.add(i, r);
        row = Body.isTrivial(row) ? row : body.let("row", row, body.level());
        Expr start = Code.mul(r, Code.c(width * length));
        start = Body.isTrivial(start) ? start : body.let("start", start, body.level());
        Var c = body.open("c", Code.c(0), columns, 1);
        List<Expr> place = index(row, Code.add(j, c));
        Expr sum = Code.load(tile, Code.add(start, c));
        Node n = work.node();
        if (n == work.product()) {
            reading.store(n, place, sum);
        } else {
            reading.remember(work.product(), place, body.let("sum", sum, body.level()), body.level());
            reading.store(n, place, reading.compute(n, place));
        }
    }

    /** The tile as the blocks before have left it. */
    private void begin(Expr i, int height, Expr j, int width, Expr columns, Var tile) {
        int outer = body.level();
        Expr r = body.open("r", Dim.of(height));
        Var c = body.open("c", Code.c(0), columns, 1);
        List<Expr> place = index(Code.add(i, r), Code.add(j, c));
        body.emit(Code.store(tile, Code.add(Code.mul(r, Code.c(width * length)), c),
                Code.load(reading.array(work.node()), reading.flat(work.node(), place))));
        body.closeTo(outer);
    }
}
