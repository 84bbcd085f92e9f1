package org.nablac.lower;

import static org.nablac.lower.OwnFunction.with;

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
import org.nablac.tensor.Dim;

/**
 * The left operand of a matrix product. If it is not stored it is a few operations on what is, and the product does
 * them itself while it takes up its rows: for some of the operand's <em>lines</em> and terms at a time, into an array
 * that is read in the place of the stored one. The right operand has no such form: every strip of rows reads all of it,
 * so that computing it once is storing it.
 *
 * <p>A line is a row of the product: a row of the operand, or a column of one that is held transposed.
 */
final class LeftOperand {
    /** Number of the array of what is computed, which nothing else of a product uses. */
    private static final int COMPUTED = 120;
    /** Lines of which all terms are computed at once: strips of any height, and no more than stays in the cache. */
    private static final int ROWS = 48;
    /** The same of lines that are columns: so many are long loops. */
    private static final int COLUMNS = 192;
    /** Rows more that the strips at the end may do. */
    private static final int MORE = 8;

    private final String name;
    private final Body body;
    private final Reading reading;
    private final Node product;
    private final Node node;
    private final boolean byTerm;
    private final List<Expr> batch;
    private Optional<OwnFunction> computing = Optional.empty();

    /**
     * @param name of the kernel
     * @param batch which matrix, where the product is one of many
     */
    LeftOperand(String name, Body body, Reading reading, ProductWork work, List<Expr> batch) {
        this.name = name;
        this.body = body;
        this.reading = reading;
        this.product = work.product();
        this.node = product.input(0);
        this.byTerm = ((Contract) product.op()).transposeLeft();
        this.batch = batch;
    }

    /** Some of the operand, in an array. */
    interface Part {
        Var array();

        /** Where the element of a line and a term is. */
        Expr at(Expr line, Expr term);

        /** From one row of the array to the next. */
        Expr step();
    }

    /** All of it. */
    private final class Stored implements Part {
        @Override
        public Var array() {
            return reading.array(node);
        }

        @Override
        public Expr at(Expr line, Expr term) {
            return reading.flat(node, with(batch, byTerm ? List.of(term, line) : List.of(line, term)));
        }

        @Override
        public Expr step() {
            return body.size(node.shape().dim(node.type().rank() - 1));
        }
    }

    /** Those lines that have been computed last. */
    private record Computed(Var array, Lines lines, boolean byTerm, Expr step) implements Part {
        @Override
        public Expr at(Expr line, Expr term) {
            Expr down = behind(lines.first, line);
            Expr along = behind(lines.term, term);
            return byTerm ? Code.add(Code.mul(along, step), down) : Code.add(Code.mul(down, step), along);
        }

        /** {@code to − from}. */
        private static Expr behind(Expr from, Expr to) {
            return to.equals(from) ? Code.c(0)
                    : to instanceof Expr.Binary b && b.op() == Expr.BinaryOp.ADD && b.left().equals(from) ? b.right()
                    : Code.sub(to, from);
        }
    }

    /** Lines {@code first} to {@code first + count}, and of each so many terms from {@code term} on. */
    record Lines(Expr first, Expr count, Expr term, Expr terms) {
    }

    /** What arrays of computed lines hold at the most. */
    record Most(int lines, Dim terms) {
    }

    boolean isStored() {
        return reading.isStored(node);
    }

    /** The operand as it is stored. */
    Part stored() {
        return new Stored();
    }

    /** Emits the loops that compute {@code lines}. */
    Part compute(Lines lines, Most most) {
        Part part = part(lines, most);
        body.emit(new Stmt.Line(node.origin().line()));
        int level = body.level();
        elements(body, reading, part.array(), part.step(), own(lines), batch);
        body.closeTo(level);
        body.emit(new Stmt.Line(product.origin().line()));
        return part;
    }

    /** Emits a call of a function in vectors of {@code length} lanes that computes {@code lines}. */
    Part compute(Lines lines, Most most, int length) {
        Part part = part(lines, most);
        if (computing.isEmpty()) {
            computing = Optional.of(function(part.array(), length));
        }
        body.emit(computing.get().call(with(with(List.of(part.array(), part.step()), own(lines)), batch)));
        return part;
    }

    private Part part(Lines lines, Most most) {
        Var array = body.scratch(node.type().dtype(), most.terms.times(Dim.of(most.lines)), COMPUTED);
        return new Computed(array, lines, byTerm, byTerm ? Code.c(most.lines) : body.size(most.terms));
    }

    /** The operand's rows and columns that {@code lines} are: the first of them and how many. */
    private List<Expr> own(Lines lines) {
        return byTerm ? List.of(lines.term, lines.terms, lines.first, lines.count)
                : List.of(lines.first, lines.count, lines.term, lines.terms);
    }

    private OwnFunction function(Var array, int length) {
        Body inner = new Body(body.cut());
        Var computed = inner.fresh("computed", array.type());
        Var step = inner.fresh("step", Scalar.I32);
        List<Var> own = new ArrayList<>();
        List.of("top", "height", "left", "width").forEach(n -> own.add(inner.fresh(n, Scalar.I32)));
        List<Var> matrix = batch.stream().map(b -> inner.fresh("batch", Scalar.I32)).toList();
        inner.emit(new Stmt.Line(node.origin().line()));
        elements(inner, reading.in(inner), computed, step, own, matrix);
        return OwnFunction.of(body, inner, name + "_left", node.op().name() + " of some rows and columns",
                with(with(List.of(computed, step), own), matrix), length);
    }

    /** Row after row of an array: {@code own} says which of the operand's. */
    private void elements(Body to, Reading element, Var array, Expr step, List<? extends Expr> own,
                          List<? extends Expr> matrix) {
        Expr r = own.get(1).equals(Code.c(1)) ? Code.c(0) : to.open("r", Code.c(0), own.get(1), 1);
        List<Expr> index = new ArrayList<>(matrix);
        index.add(to.named("row", Code.add(own.get(0), r)));
        Expr start = to.named("start", Code.mul(r, step));
        Var c = to.open("c", Code.c(0), own.get(3), 1);
        index.add(Code.add(own.get(2), c));
        element.write(array, Code.add(start, c), element.compute(node, index));
    }

    /** Rows of a product that are done with lines of its left operand. */
    record Rows(Bounds bounds, Part left) {
    }

    /**
     * All rows of a call, or, with a loop opened, some after the others where their lines are computed.
     *
     * @param held the rows that there are
     * @param low rows of the strips at the end, which do rows before or behind again if fewer are left; 0 if none does
     */
    Rows open(Bounds down, Bounds held, Bounds terms, Dim depth, int low, int length) {
        if (isStored()) {
            return new Rows(down, stored());
        }
        Dim rows = product.shape().dim(product.type().rank() - 2);
        boolean atOnce = rows.isConstant() && rows.constant() <= together() && !down.isPart();
        Bounds some = atOnce ? down : some(down);
        Expr first = some.from();
        Expr count = Code.sub(some.to(), first);
        if (low > 0 && !atOnce) {
            first = body.let("firstLine", Code.min(first, Code.sub(held.to(), Code.c(low))), body.level());
            Expr behind = Code.select(Code.lt(count, Code.c(together())), Code.c(low), Code.c(0));
            count = body.let("lines", Code.sub(Code.min(Code.add(some.to(), behind), held.to()), first), body.level());
        }
        Lines lines = new Lines(first, count, terms.from(), Code.sub(terms.to(), terms.from()));
        int most = atOnce ? Math.toIntExact(rows.constant()) : together() + MORE;
        return new Rows(some, compute(lines, new Most(most, depth), length));
    }

    private int together() {
        return byTerm ? COLUMNS : ROWS;
    }

    private Bounds some(Bounds down) {
        Var from = body.open("some", down.from(), down.to(), together());
        Expr to = Code.min(Code.add(from, Code.c(together())), down.to());
        return new Bounds(from, body.let("someEnd", to, body.level()), true);
    }
}
