package org.nablac.schedule;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Scalar;
import org.nablac.graph.Contract;
import org.nablac.graph.Elementwise;
import org.nablac.graph.Leaf;
import org.nablac.graph.Move;
import org.nablac.graph.Node;
import org.nablac.graph.Reduce;
import org.nablac.graph.Rows;
import org.nablac.tensor.Dim;

/**
 * Which buffers a work reads, and where, found by following its cone with symbolic indices: that of a product and those
 * of its operands.
 */
final class Accesses {
    /** The term of its sum that a matrix product is at. */
    static final Expr TERM = Code.i("term");
    private static final Expr ANYWHERE = Code.i("anywhere");

    private final Predicate<Node> stored;
    private final List<Access> found = new ArrayList<>();
    private final Set<Access> seen = new HashSet<>();

    private Accesses(Predicate<Node> stored) {
        this.stored = stored;
    }

    /** The loop variable of axis {@code a} of a space. */
    static Expr axis(int a) {
        return Code.i("axis" + a);
    }

    static List<Access> of(Work work, Predicate<Node> stored) {
        Accesses all = new Accesses(stored);
        List<Expr> at = IntStream.range(0, work.space().rank()).mapToObj(Accesses::axis).toList();
        Node n = work.node();
        switch (work) {
            case Work.Element e -> all.compute(n, at);
            case Work.Fold f -> all.read(n.input(0), f.inputIndex(at));
            case Work.Fill f -> all.read(n.input(0), at);
            case Work.Scatter s -> {
                all.read(n.input(1), at.subList(0, 1));
                all.read(n.input(2), at);
            }
            case Work.Part p -> all.read(n.input(p.input()), at);
            case Work.Product p -> {
                if (n != p.product()) {
                    all.compute(n, at);
                }
                all.found.removeIf(a -> a.buffer() == p.product());
                boolean isMatrix = p.product().type().rank() == 2;
                Contract op = (Contract) p.product().op();
                all.read(p.product().input(0), isMatrix && op.transposeLeft() ? List.of(TERM, ANYWHERE)
                        : inRow(p.product().input(0)));
                all.read(p.product().input(1), isMatrix ? List.of(op.transposeRight() ? ANYWHERE : TERM, ANYWHERE)
                        : inRow(p.product().input(1)));
            }
            case Work.Copy c -> all.read(n, at);
            case Work.Lead l -> all.read(n.input(0), elsewhere(n.input(0)));
        }
        return all.found;
    }

    private static List<Expr> elsewhere(Node n) {
        return IntStream.range(0, n.type().rank()).<Expr>mapToObj(a -> ANYWHERE).toList();
    }

    /** In the reader's row, somewhere. */
    private static List<Expr> inRow(Node n) {
        return IntStream.range(0, n.type().rank()).mapToObj(a -> a == 0 ? axis(0) : ANYWHERE).toList();
    }

    private void read(Node n, List<Expr> index) {
        Access access = new Access(n, index);
        if (!seen.add(access)) {
            return;
        }
        if (stored.test(n)) {
            found.add(access);
        } else {
            compute(n, index);
        }
    }

    /** What computing {@code n} at {@code index} from its inputs reads. */
    private void compute(Node n, List<Expr> index) {
        switch (n.op()) {
            case Leaf l -> {
                if (l instanceof Leaf.Stored) {
                    found.add(new Access(n, index));
                }
            }
            case Elementwise e -> n.inputs().forEach(i -> read(i, index));
            case Move.Pull m -> read(n.input(0), m.source(n.input(0).type(), n.type(), Accesses::size, index));
            case Rows.Read g -> {
                int lookedUp = n.input(1).type().rank();
                read(n.input(1), index.subList(0, lookedUp));
                List<Expr> at = new ArrayList<>();
                at.add(Code.i("row" + n.id()));
                at.addAll(index.subList(lookedUp, index.size()));
                read(n.input(0), lookedUp == 1 ? at : shifted(at));
            }
            default -> throw new IllegalStateException(n + " must be stored, it cannot be computed where it is read");
        }
    }

    /** An index whose columns stand at other axes than the reader's is no access in the reader's column. */
    private static List<Expr> shifted(List<Expr> at) {
        return at.stream().<Expr>map(e -> ANYWHERE).toList();
    }

    static Expr size(Dim d) {
        return d.isConstant() ? Code.c((int) d.constant()) : Code.v("size " + d, Scalar.I32);
    }

    /** Whether this op can be computed where it is read. */
    static boolean canInline(Node n) {
        return switch (n.op()) {
            case Leaf l -> true;
            case Elementwise e -> true;
            case Move.Pull p -> true;
            case Rows.Read r -> true;
            case Move m -> false;
            case Reduce r -> false;
            case Contract c -> false;
            case Rows r -> false;
            case org.nablac.graph.Composite c -> throw new IllegalStateException(n + " is composite; expand it first");
        };
    }
}
