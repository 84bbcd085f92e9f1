package org.nablac.lower;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.code.Scalar;
import org.nablac.code.Stmt;
import org.nablac.graph.Contract;
import org.nablac.graph.Node;
import org.nablac.lower.LeftOperand.Lines;
import org.nablac.lower.LeftOperand.Most;
import org.nablac.lower.LeftOperand.Part;
import org.nablac.tensor.Dim;
import org.nablac.tensor.Shape;

/**
 * Matrix products in plain Java: strips of four rows, tiles of 4 × 4 (or 1 × 8) accumulators held in variables over the
 * whole sum, the finished strip passed on to the elementwise node that the product ends in. A left operand that is not
 * stored is computed strip by strip.
 */
final class Products {
    private static final int ROWS = 4;
    private static final int COLUMNS = 4;
    /** Tile width where there is one row only. */
    private static final int WIDE = 8;

    private final Body body;
    private final Reading reading;
    private final ProductWork work;
    private final LeftOperand left;
    private final Node right;
    private final Contract op;
    private final Dim rows;
    private final Dim columns;
    private final Dim depth;
    private final Scalar scalar;
    private final Optional<Range> range;
    private final List<Expr> batch = new ArrayList<>();

    Products(Body body, Reading reading, ProductWork work, Optional<Range> range) {
        this.body = body;
        this.reading = reading;
        this.work = work;
        this.range = range;
        Node product = work.product();
        this.left = new LeftOperand("", body, reading, work, batch);
        this.right = product.input(1);
        this.op = (Contract) product.op();
        int rank = product.type().rank();
        this.rows = product.shape().dim(rank - 2);
        this.columns = product.shape().dim(rank - 1);
        this.depth = product.input(0).shape().dim(op.transposeLeft() ? rank - 2 : rank - 1);
        this.scalar = Scalar.of(product.type().dtype());
    }

    void lower() {
        body.emit(new Stmt.Line(work.product().origin().line()));
        Shape shape = work.product().shape();
        for (int a = 0; a < shape.rank() - 2; a++) {
            Bounds matrices = Bounds.of(body, range, a, shape.dim(a));
            batch.add(matrices.isPart() ? body.open("batch", matrices.from(), matrices.to(), 1)
                    : body.open("batch", shape.dim(a)));
        }
        Bounds down = Bounds.of(body, range, shape.rank() - 2, rows);
        boolean fewRows = rows.isConstant() && rows.constant() < ROWS;
        if (!fewRows) {
            strips(down.from(), Code.sub(down.to(), Code.c(ROWS - 1)), ROWS);
        }
        if (fewRows || down.isPart() || !isMultiple(rows, ROWS)) {
            strips(fewRows ? down.from() : down.whole(ROWS), down.to(), 1);
        }
    }

    private static boolean isMultiple(Dim d, int of) {
        return d.isConstant() && d.constant() % of == 0;
    }

    private void strips(Expr from, Expr to, int height) {
        int outer = body.level();
        boolean single = rows.is(1);
        Expr i = single ? Code.c(0) : body.open("i", from, to, height);
        Var strip = body.scratch(work.product().type().dtype(), columns.times(Dim.of(height)), height);
        int width = height == 1 ? WIDE : COLUMNS;
        Part part = left.isStored() ? left.stored() : computed(i, height);
        Bounds across = Bounds.of(body, range, work.product().type().rank() - 1, columns);
        boolean narrow = columns.isConstant() && columns.constant() < width;
        if (!narrow) {
            tiles(i, part, strip, across.from(), Code.sub(across.to(), Code.c(width - 1)), height, width);
        }
        if (narrow || across.isPart() || !isMultiple(columns, width)) {
            tiles(i, part, strip, narrow ? Code.c(0) : across.whole(width), across.to(), height, 1);
        }
        finish(i, across, strip, height);
        body.closeTo(outer);
    }

    /** All terms of {@code height} lines of the left operand. */
    private Part computed(Expr i, int height) {
        Bounds terms = Bounds.terms(body, depth);
        return left.compute(new Lines(i, Code.c(height), terms.from(), Code.sub(terms.to(), terms.from())),
                new Most(height, depth));
    }

    /** Columns {@code from} to {@code to} of a strip, tile by tile. */
    private void tiles(Expr i, Part part, Var strip, Expr from, Expr to, int height, int width) {
        Var j = body.open("j", from, to, width);
        List<Var> sums = new ArrayList<>();
        for (int t = 0; t < height * width; t++) {
            sums.add(body.let("sum", start(Code.add(i, Code.c(t / width)), Code.add(j, Code.c(t % width))),
                    body.level()));
        }
        Bounds terms = Bounds.terms(body, depth);
        Var k = body.open("k", terms.from(), terms.to(), 1);
        List<Expr> a = new ArrayList<>();
        for (int r = 0; r < height; r++) {
            a.add(body.let("a", Code.load(part.array(), part.at(Code.add(i, Code.c(r)), k)), body.level()));
        }
        List<Expr> b = new ArrayList<>();
        for (int c = 0; c < width; c++) {
            b.add(ofRight(Code.add(j, Code.c(c)), k));
        }
        for (int r = 0; r < height; r++) {
            for (int c = 0; c < width; c++) {
                Var sum = sums.get(r * width + c);
                body.emit(Code.assign(sum, Code.fma(a.get(r), b.get(c), sum)));
            }
        }
        body.close();
        for (int r = 0; r < height; r++) {
            for (int c = 0; c < width; c++) {
                Expr at = Code.add(Code.mul(Code.c(r), body.size(columns)), Code.add(j, Code.c(c)));
                body.emit(Code.store(strip, at, sums.get(r * width + c)));
            }
        }
        body.close();
    }

    /** +0, or what the blocks before have left. */
    private Expr start(Expr row, Expr column) {
        if (body.cut() != Cut.TERMS) {
            return Code.constant(scalar, 0);
        }
        List<Expr> index = new ArrayList<>(batch);
        index.addAll(List.of(row, column));
        return Code.load(reading.array(work.product()), reading.flat(work.product(), index));
    }

    /** The right operand's element for a column and a term. */
    private Expr ofRight(Expr column, Expr k) {
        List<Expr> index = new ArrayList<>(batch);
        index.addAll(op.transposeRight() ? List.of(column, k) : List.of(k, column));
        return body.let("b", Code.load(reading.array(right), reading.flat(right, index)), body.level());
    }

    /** Passes the only row, all of whose sums are in {@code strip}, to the node that the product ends in. */
    void finish(Var strip) {
        finish(Code.c(0), Bounds.of(body, Optional.empty(), 0, columns), strip, 1);
    }

    private void finish(Expr i, Bounds across, Var strip, int height) {
        Expr r = body.open("r", Dim.of(height));
        Expr row = Code.add(i, r);
        Expr j = across.isPart() ? body.open("j", across.from(), across.to(), 1) : body.open("j", columns);
        List<Expr> index = new ArrayList<>(batch);
        index.add(Body.isTrivial(row) ? row : body.hoist(row, "row"));
        index.add(j);
        Expr sum = Code.load(strip, Code.add(body.hoist(Code.mul(r, body.size(columns)), "at"), j));
        work.end(body, reading, index, sum);
    }
}
