package org.nablac.lower;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.code.Stmt;
import org.nablac.graph.Contract;
import org.nablac.graph.Node;
import org.nablac.lower.PackedElements.Columns;
import org.nablac.lower.Strips.Strip;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;

/**
 * Packs the operands of a matrix product, each number where a tile reads it: the left one in strips of rows, the right
 * one in panels of columns. What is packed of line l begins at {@code l · room}, counted from the first line packed.
 * A left operand that is not stored is computed where it is packed, a strip or a few at a time.
 *
 * @param batch which of the matrices is at hand
 * @param most what the scratch arrays hold
 * @param high a strip of many rows with a panel
 * @param low one of few rows
 * @param narrow the last panel, if that holds the columns that are left in one vector
 */
record PackedOperands(Body body, Reading reading, ProductWork work, List<Expr> batch, LeftOperand left, Most most,
                      PackedTile high, PackedTile low, Optional<Narrow> narrow) {
    /** Numbers of the scratch arrays, which no other form of a product uses. */
    private static final int STRIPS = 111;
    private static final int PANELS = 112;

    /** Columns of a left operand that are computed at once: several strips, so that they are vectors side by side. */
    private static final int COMPUTED = 48;

    /** Lines and terms that are packed at once, at the most; of columns those of so many {@code runs} of terms. */
    record Most(int rows, int columns, Dim terms, int runs) {
    }

    /** A panel of one vector of {@code length} lanes, from column {@code first} on. */
    record Narrow(Expr first, int length) {
    }

    /** Terms {@code first} to {@code first + count}, the run of that number among those whose panels are packed. */
    record Terms(Expr first, Expr count, Expr run) {
        Terms(Expr first, Expr count) {
            this(first, count, Code.c(0));
        }
    }

    /** What a tile reads: {@code array} from {@code from} on. */
    record Packed(Var array, Expr from) {
    }

    private Contract op() {
        return (Contract) work.product().op();
    }

    private Node right() {
        return work.product().input(1);
    }

    private Dim dim(Node n, int fromLast) {
        return n.shape().dim(n.type().rank() - fromLast);
    }

    private Var scratch(int lines, int number) {
        Dim room = most.terms.plus(Dim.of(Packing.APART));
        return body.scratch(DType.F32, room.times(Dim.of(lines)).plus(Dim.of(PackedProducts.WIDEST.length())), number);
    }

    private Var strips() {
        return scratch(most.rows + PackedProducts.WIDEST.low(), STRIPS);
    }

    private Var panels() {
        return scratch(most.columns * most.runs, PANELS);
    }

    /** Where the panels of a run of terms begin. */
    private Expr panelsAt(Terms terms) {
        return terms.run.equals(Code.c(0)) ? Code.c(0)
                : Code.mul(terms.run, body.size(most.terms.plus(Dim.of(Packing.APART)).times(Dim.of(most.columns))));
    }

    /** A strip, where {@code row} was packed first. */
    Packed strip(Strip strip, Expr row, Terms terms) {
        return new Packed(strips(), body.named("at", place(strip.row(), row, terms)));
    }

    /** The panel from column {@code j} on, where all of {@code columns} are packed. */
    Packed panel(Expr j, Columns columns, Terms terms) {
        return new Packed(panels(), body.named("panel", panelPlace(j, columns, terms)));
    }

    private static Expr place(Expr line, Expr first, Terms terms) {
        return Code.mul(Code.sub(line, first), Packing.room(terms.count));
    }

    private Expr panelPlace(Expr j, Columns columns, Terms terms) {
        return Code.add(panelsAt(terms), place(j, columns.first(), terms));
    }

    /** Packs strips {@code from} to {@code to}, of which the first begins at {@code row}. */
    void packStrips(Strips strips, Expr from, Expr to, Expr row, Terms terms) {
        if (left.isStored()) {
            packStrips(left.stored(), strips, from, to, row, row, terms);
            return;
        }
        int level = body.level();
        int lines = op().transposeLeft() ? COMPUTED : high.height();
        Var some = body.open("some", from, to, lines / high.height());
        Expr end = body.named("someEnd", Code.min(Code.add(some, Code.c(lines / high.height())), to));
        Expr first = body.named("someRow", strips.row(some));
        Expr last = Code.min(strips.row(end), strips.last());
        LeftOperand.Lines computed = new LeftOperand.Lines(first, body.named("lines", Code.sub(last, first)),
                terms.first, terms.count);
        packStrips(left.compute(computed, new LeftOperand.Most(op().transposeLeft() ? COMPUTED
                : PackedProducts.WIDEST.high(), most.terms), high.length()), strips, some, end, first, row, terms);
        body.closeTo(level);
    }

    /** Packs strips of which the first begins at {@code first}, where the one from {@code row} on was packed first. */
    private void packStrips(LeftOperand.Part operand, Strips strips, Expr from, Expr to, Expr first, Expr row,
                            Terms terms) {
        int level = body.level();
        Packing ofHigh = new Packing(high.length(), high.height());
        Packing ofLow = new Packing(low.length(), low.height());
        Expr rest = from;
        if (op().transposeLeft()) {
            rest = body.let("rest", Code.max(from, Code.min(to, strips.highs())), level);
            Expr inHigh = Code.mul(Code.sub(rest, from), Code.c(high.height()));
            body.emit(packRows(ofHigh, operand, first, Code.min(inHigh, Code.sub(strips.last(), first)), terms,
                    first.equals(row) ? Code.c(0) : place(first, row, terms)));
        }
        Strip strip = strips.open(body, rest, to);
        Expr place = body.named("at", place(strip.row(), row, terms));
        Stmt inLow = packRows(ofLow, operand, strip.row(), strip.count(), terms, place);
        body.emit(op().transposeLeft() ? inLow
                : strip.choose(packRows(ofHigh, operand, strip.row(), strip.count(), terms, place), inLow));
        body.closeTo(level);
    }

    /** Packs all panels of some columns. */
    void packPanels(Columns columns, Terms terms) {
        int level = body.level();
        int across = high.columns();
        Packing packing = new Packing(high.length(), across);
        Expr rest = columns.first();
        if (!op().transposeRight()) {
            Expr whole = body.named("whole", Code.mul(Code.div(columns.width(), Code.c(across)), Code.c(across)));
            body.emit(packColumns(packing, columns.first(), whole, terms, panelsAt(terms)));
            rest = body.named("rest", Code.add(columns.first(), whole));
        }
        Dim all = dim(work.product(), 1);
        if (op().transposeRight() || !all.isConstant() || all.constant() % across != 0) {
            Var j = body.open("j", rest, columns.last(), across);
            Expr there = Code.sub(body.size(all), j);
            Expr place = body.named("panel", panelPlace(j, columns, terms));
            body.emit(choose(j,
                    packColumns(packing, j, Code.min(Code.c(across), there), terms, place),
                    n -> packColumns(new Packing(high.length(), n.length), j, there, terms, place)));
        }
        body.closeTo(level);
    }

    /** {@code wide}, or {@code ofNarrow} for the panel that begins at {@code j} if that is the narrow one. */
    Stmt choose(Expr j, Stmt wide, Function<Narrow, Stmt> ofNarrow) {
        return narrow.<Stmt>map(n -> new Stmt.If(Code.eq(j, n.first), List.of(ofNarrow.apply(n)), List.of(wide)))
                .orElse(wide);
    }

    /** Packs {@code count} rows of the left operand from {@code row} on. */
    private Stmt packRows(Packing packing, LeftOperand.Part operand, Expr row, Expr count, Terms terms, Expr to) {
        return pack(packing, op().transposeLeft(), operand.at(row, terms.first), operand.step(), operand.array(), count,
                terms, strips(), to);
    }

    /** Packs {@code count} columns of the right operand from {@code column} on. */
    private Stmt packColumns(Packing packing, Expr column, Expr count, Terms terms, Expr to) {
        List<Expr> index = new ArrayList<>(batch);
        index.addAll(op().transposeRight() ? List.of(column, terms.first) : List.of(terms.first, column));
        return pack(packing, !op().transposeRight(), reading.flat(right(), index), body.size(dim(right(), 1)),
                reading.array(right()), count, terms, panels(), to);
    }

    private static Stmt pack(Packing packing, boolean isBeside, Expr from, Expr step, Var array, Expr count,
                             Terms terms, Var packed, Expr to) {
        return isBeside ? packing.beside(array, from, step, count, terms.count, packed, to)
                : packing.after(array, from, step, count, terms.count, packed, to);
    }
}
