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
            structural("(x·a)·b = x·(a·b)", fast(-8, 8, 2), Mul.class, h -> mul(mul(h.x(), h.c(3)), h.c(5)), Cleanup::constants),
            // powers, as products
            rule("x^1.5 = x·√x", fast(0.1, 8, 2), h -> pow(h.x(), 1.5), h -> mul(h.x(), sqrt(h.x()))),
            rule("x^0.5 = √x", fast(0, 8, 1), h -> pow(h.x(), 0.5), h -> sqrt(h.x())),
            rule("x^−0.5 = 1/√x", fast(0.1, 8, 2), h -> pow(h.x(), -0.5), h -> reciprocal(sqrt(h.x()))),
            rule("x^−2 = 1/x²", fast(0.1, 8, 2), h -> pow(h.x(), -2), h -> reciprocal(square(h.x()))),
            rule("x^3 = x·x²", fast(-8, 8, 2), h -> pow(h.x(), 3), h -> mul(h.x(), square(h.x()))),
            rule("x^4 = (x²)²", fast(-8, 8, 2), h -> pow(h.x(), 4), h -> square(square(h.x()))),
            // sums
            structural("Σ Σ x = Σ x", FAST, Sum.class, h -> sum(sum(h.x(), List.of(1)), List.of(0)), Cleanup::sumOfSum),
            rule("Σ −x = −Σ x", FAST, h -> sum(neg(h.x()), h.axes()), h -> neg(sum(h.x(), h.axes()))),
            structural("Σ c·x = c·Σ x", FAST, Sum.class, h -> sum(mul(h.c(3), h.x()), h.axes()), Cleanup::sumOfScaled),
            structural("Σ of repeated x = n·x", FAST, Sum.class, h -> sum(h.repeat(h.r()), h.axes()), Cleanup::sumOfRepeated),
            // rows
            structural("add rows i | j = add rows i, then rows j", EXACT, AddRows.class,
                    h -> AddRows.addRows(h.input("f32[4, 2]"), Concat.concat(List.of(h.input("i32[A]"), h.input("i32[B]")), 0),
                            Concat.concat(List.of(h.input("f32[A, 2]"), h.input("f32[B, 2]")), 0)), Cleanup::rowsInTurn));

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

    private static Optional<Node> sumOfScaled(Sum op, Node n) {
        if (!(n.input(0).op() instanceof Mul)) {
            return Optional.empty();
        }
        for (int i = 0; i < 2; i++) {
            Node c = n.input(0).input(i);
            if (Forms.isRepeatedScalar(c)) {
                Node rest = sum(n.input(0).input(1 - i), op.axes());
                return Optional.of(mul(rest, Broadcast.broadcast(c.input(0), n.shape())));
            }
        }
        return Optional.empty();
    }

    private static Optional<Node> sumOfRepeated(Sum op, Node n) {
        if (!(n.input(0).op() instanceof Broadcast b) || op.axes().stream().anyMatch(b.axes()::contains)) {
            return Optional.empty();
        }
        Dim count = op.axes().stream().map(b.shape()::dim).reduce(Dim.ONE, Dim::times);
        List<Integer> kept = Forms.others(b.shape().rank(), op.axes());
        Node times = SizeOf.sizeOf(n.arena(), n.type().dtype(), count);
        Node x = Broadcast.broadcast(n.input(0).input(0), n.shape(), b.axes().stream().map(kept::indexOf).toList());
        return Optional.of(mul(x, Broadcast.broadcast(times, n.shape())));
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
