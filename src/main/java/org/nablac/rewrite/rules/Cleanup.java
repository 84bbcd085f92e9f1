package org.nablac.rewrite.rules;

import static org.nablac.op.Add.add;
import static org.nablac.op.Mul.mul;
import static org.nablac.op.Neg.neg;
import static org.nablac.op.Pow.pow;
import static org.nablac.op.Reciprocal.reciprocal;
import static org.nablac.op.Sqrt.sqrt;
import static org.nablac.op.Square.square;
import static org.nablac.op.StopGradient.stopGradient;
import static org.nablac.op.Sub.sub;
import static org.nablac.op.Sum.sum;
import static org.nablac.rewrite.Promise.EXACT;
import static org.nablac.rewrite.Promise.FAST;
import static org.nablac.rewrite.Promise.fast;
import static org.nablac.rewrite.Rule.rule;
import static org.nablac.rewrite.Rule.structural;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nablac.graph.Node;
import org.nablac.op.Add;
import org.nablac.op.AddRows;
import org.nablac.op.Broadcast;
import org.nablac.op.Concat;
import org.nablac.op.Constant;
import org.nablac.op.Mul;
import org.nablac.op.SizeOf;
import org.nablac.op.Sum;
import org.nablac.rewrite.Rule;
import org.nablac.tensor.Dim;

/** What derived gradients and updates leave behind. */
final class Cleanup {
    static final List<Rule> RULES = List.of(
            rule("stopGradient x = x", EXACT, h -> stopGradient(h.x()), h -> h.x()),
            // signs move outwards, where they meet
            rule("(−x)·y = −(x·y)", EXACT, h -> mul(neg(h.x()), h.y()), h -> neg(mul(h.x(), h.y()))),
            rule("(−x) − y = −(x + y)", FAST, h -> sub(neg(h.x()), h.y()), h -> neg(add(h.x(), h.y()))),
            structural("(x·a)·b = x·(a·b)", fast(-8, 8, 2), Mul.class,
                    h -> mul(mul(h.x(), h.c(3)), h.c(5)), Cleanup::constants),
            structural("(x·repeat r)·repeat s = x·repeat(r·s)", fast(-8, 8, 3), Mul.class,
                    h -> mul(h.repeat(h.r()), mul(h.x(), h.repeat(h.input("f32[A]")))), Cleanup::repeatedFactors),
            // powers, as products
            rule("x^1.5 = x·√x", fast(0.1, 8, 2), h -> pow(h.x(), 1.5), h -> mul(h.x(), sqrt(h.x()))),
            rule("x^0.5 = √x", fast(0, 8, 1), h -> pow(h.x(), 0.5), h -> sqrt(h.x())),
            rule("x^−0.5 = 1/√x", fast(0.1, 8, 2), h -> pow(h.x(), -0.5), h -> reciprocal(sqrt(h.x()))),
            rule("x^−2 = 1/x²", fast(0.1, 8, 2), h -> pow(h.x(), -2), h -> reciprocal(square(h.x()))),
            rule("x^3 = x·x²", fast(-8, 8, 2), h -> pow(h.x(), 3), h -> mul(h.x(), square(h.x()))),
            rule("x^4 = (x²)²", fast(-8, 8, 2), h -> pow(h.x(), 4), h -> square(square(h.x()))),
            // sums
            structural("Σ Σ x = Σ x", FAST, Sum.class, h -> sum(sum(h.x(), List.of(1)), List.of(0)), Cleanup::sumOfSum),
            structural("Σ x + Σ y = Σ (x + y)", FAST, Add.class,
                    h -> add(sum(h.x(), h.axes()), sum(h.y(), h.axes())), Cleanup::sumOfSums),
            structural("Σ of repeated x = n·x", FAST, Sum.class,
                    h -> sum(h.repeat(h.r()), h.axes()), Cleanup::sumOfRepeated),
            // rows
            structural("add rows i | j = add rows i, then rows j", EXACT, AddRows.class,
                    h -> AddRows.addRows(h.input("f32[4, 2]"),
                            Concat.concat(List.of(h.input("i32[A]"), h.input("i32[B]")), 0),
                            Concat.concat(List.of(h.input("f32[A, 2]"), h.input("f32[B, 2]")), 0)),
                    Cleanup::rowsInTurn));

    private Cleanup() {
    }

    /** Two constant factors are one. */
    private static Optional<Node> constants(Mul op, Node n) {
        for (int i = 0; i < 2; i++) {
            Node product = n.input(1 - i);
            Optional<Double> b = Forms.number(n.input(i));
            for (int j = 0; j < 2 && b.isPresent() && product.op() instanceof Mul; j++) {
                Optional<Double> a = Forms.number(product.input(j));
                if (a.isPresent()) {
                    return Optional.of(mul(product.input(1 - j), Constant.constantLike(n, a.get() * b.get())));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Node> sumOfSum(Sum op, Node n) {
        if (!(n.input(0).op() instanceof Sum inner)) {
            return Optional.empty();
        }
        Node x = n.input(0).input(0);
        List<Integer> kept = Forms.others(x.type().rank(), inner.axes());
        List<Integer> axes = new ArrayList<>(inner.axes());
        op.axes().forEach(a -> axes.add(kept.get(a)));
        return Optional.of(sum(x, axes.stream().sorted().toList()));
    }

    private static Optional<Node> sumOfSums(Add op, Node n) {
        Node a = n.input(0);
        Node b = n.input(1);
        return a.op() instanceof Sum left && b.op() instanceof Sum right && left.axes().equals(right.axes())
                && a.input(0).shape().equals(b.input(0).shape())
                ? Optional.of(sum(add(a.input(0), b.input(0)), left.axes())) : Optional.empty();
    }

    private static Optional<Node> sumOfRepeated(Sum op, Node n) {
        if (!(n.input(0).op() instanceof Broadcast b) || op.axes().stream().anyMatch(b.axes()::contains)) {
            return Optional.empty();
        }
        Dim count = op.axes().stream().map(b.shape()::dim).reduce(Dim.ONE, Dim::times);
        List<Integer> kept = Forms.others(b.shape().rank(), op.axes());
        Node x = Broadcast.broadcast(n.input(0).input(0), n.shape(), b.axes().stream().map(kept::indexOf).toList());
        Node times = SizeOf.sizeOf(n.arena(), n.type().dtype(), count);
        return Optional.of(mul(x, Broadcast.broadcast(times, n.shape())));
    }

    /** The factor along fewer axes is multiplied with the other before that is repeated. */
    private static Optional<Node> repeatedFactors(Mul op, Node n) {
        for (int i = 0; i < 2; i++) {
            Node product = n.input(1 - i);
            for (int j = 0; j < 2 && product.op() instanceof Mul && n.input(i).op() instanceof Broadcast; j++) {
                Node other = product.input(j);
                if (other.op() instanceof Broadcast) {
                    Optional<Node> factor = joined(n.input(i), other);
                    factor = factor.isPresent() ? factor : joined(other, n.input(i));
                    if (factor.isPresent()) {
                        return Optional.of(mul(product.input(1 - j), factor.get()));
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** {@code a·b} of two broadcasts, as a broadcast over the axes of b, if those of a are among them. */
    private static Optional<Node> joined(Node a, Node b) {
        Broadcast from = (Broadcast) a.op();
        Broadcast to = (Broadcast) b.op();
        if (!to.axes().containsAll(from.axes())) {
            return Optional.empty();
        }
        Node x = Broadcast.broadcast(a.input(0), b.input(0).shape(),
                from.axes().stream().map(to.axes()::indexOf).toList());
        return Optional.of(Broadcast.broadcast(mul(x, b.input(0)), to.shape(), to.axes()));
    }

    /** One write for each part, so that no list of rows is put together first. */
    private static Optional<Node> rowsInTurn(AddRows op, Node n) {
        Node index = n.input(1);
        if (!(index.op() instanceof Concat) || !isJoinedAlike(index, n.input(2))) {
            return Optional.empty();
        }
        Node table = n.input(0);
        for (int i = 0; i < index.inputs().size(); i++) {
            table = AddRows.addRows(table, index.input(i), n.input(2).input(i));
        }
        return Optional.of(table);
    }

    /** Whether the rows are joined from parts as long as those of the index. */
    private static boolean isJoinedAlike(Node index, Node rows) {
        return rows.op() instanceof Concat c && c.axis() == 0
                && rows.inputs().stream().map(p -> p.type().dim(0)).toList()
                        .equals(index.inputs().stream().map(p -> p.type().dim(0)).toList());
    }
}
