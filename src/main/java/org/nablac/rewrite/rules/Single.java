package org.nablac.rewrite.rules;

import static org.nablac.op.Constant.constantLike;
import static org.nablac.op.Reshape.reshape;
import static org.nablac.rewrite.Promise.EXACT;
import static org.nablac.rewrite.Promise.FAST;
import static org.nablac.rewrite.Rule.structural;

import java.util.List;
import java.util.Optional;
import org.nablac.graph.Node;
import org.nablac.op.AddRows;
import org.nablac.op.Broadcast;
import org.nablac.op.Concat;
import org.nablac.op.Constant;
import org.nablac.op.FirstOccurrence;
import org.nablac.op.Gather;
import org.nablac.op.Input;
import org.nablac.op.LogSumExp;
import org.nablac.op.MatMul;
import org.nablac.op.Mul;
import org.nablac.op.Reshape;
import org.nablac.op.Slice;
import org.nablac.op.Sum;
import org.nablac.rewrite.Rule;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;
import org.nablac.tensor.Shape;

/** What axes of one element make superfluous: for the step of a single example. */
final class Single {
    static final List<Rule> RULES = List.of(
            structural("Σ over one element = reshape", FAST, Sum.class, // Σ −0 = +0
                    h -> Sum.sum(h.input("f32[1, A]"), List.of(0)), Single::sumOfOne),
            structural("logSumExp over one element = reshape", FAST, LogSumExp.class,
                    h -> LogSumExp.logSumExp(h.input("f32[1, A]"), List.of(0)), Single::logSumExpOfOne),
            structural("first occurrence of one index = 0", EXACT, FirstOccurrence.class,
                    h -> FirstOccurrence.firstOccurrence(Input.index(h.arena(), "j", Shape.of(1), Dim.of(4)),
                        Dim.of(4)),
                    Single::onlyOccurrence),
            structural("row 0 of one row = that row", EXACT, Gather.class,
                    h -> Gather.gather(h.input("f32[1, A]"), zero(h.x(), "[1]")), Single::onlyRow),
            structural("0 with row 0 of one row added = that row", FAST, AddRows.class, // 0 + −0 = +0
                    h -> AddRows.addRows(zero("f32", h.x(), "[1, A]"), zero(h.x(), "[1]"), h.input("f32[1, A]")),
                    Single::onlyAddedRow),
            structural("product over one element = outer product", FAST, MatMul.class, // 0 + x·y = +0 where x·y = −0
                    h -> MatMul.matmul(h.input("f32[1, A]"), h.input("f32[1, B]"), true, false), Single::outer));

    private Single() {
    }

    private static Node zero(Node any, String shape) {
        return zero("i32", any, shape);
    }

    private static Node zero(String dtype, Node any, String shape) {
        return Broadcast.broadcast(Constant.constant(any.arena(), DType.parse(dtype), 0), Shape.parse(shape));
    }

    private static boolean isZero(Node n) {
        return Forms.number(n).filter(v -> v == 0).isPresent();
    }

    private static Optional<Node> sumOfOne(Sum op, Node n) {
        return Forms.areUnit(n.input(0).shape(), op.axes()) ? Optional.of(reshape(n.input(0), n.shape()))
                : Optional.empty();
    }

    private static Optional<Node> logSumExpOfOne(LogSumExp op, Node n) {
        return Forms.areUnit(n.input(0).shape(), op.axes()) ? Optional.of(reshape(n.input(0), n.shape()))
                : Optional.empty();
    }

    /** Where the index cannot be −1: an input's elements are in [0, bound). */
    private static Optional<Node> onlyOccurrence(FirstOccurrence op, Node n) {
        return n.type().dim(0).is(1) && isGiven(n.input(0)) ? Optional.of(constantLike(n, 0)) : Optional.empty();
    }

    private static boolean isGiven(Node index) {
        return switch (index.op()) {
            case Input i -> !i.bound().is(0);
            case Reshape r -> isGiven(index.input(0));
            case Slice s -> isGiven(index.input(0));
            case Concat c -> index.inputs().stream().allMatch(Single::isGiven);
            default -> false;
        };
    }

    private static Optional<Node> onlyRow(Gather op, Node n) {
        boolean isOnly = n.input(0).type().dim(0).is(1) && n.shape().equals(n.input(0).shape()) && isZero(n.input(1));
        return isOnly ? Optional.of(n.input(0)) : Optional.empty();
    }

    private static Optional<Node> onlyAddedRow(AddRows op, Node n) {
        boolean isOnly = n.type().dim(0).is(1) && n.input(1).type().dim(0).is(1) && isZero(n.input(0))
                && isZero(n.input(1));
        return isOnly ? Optional.of(n.input(2)) : Optional.empty();
    }

    // c[b, i, j] = a[b, i]·b[b, j]
    private static Optional<Node> outer(MatMul op, Node n) {
        int rank = n.type().rank();
        Node a = n.input(0);
        Node b = n.input(1);
        if (!a.type().dim(op.transposeLeft() ? rank - 2 : rank - 1).is(1)) {
            return Optional.empty();
        }
        Shape rows = n.shape().without(List.of(rank - 1));
        Shape columns = n.shape().without(List.of(rank - 2));
        List<Integer> withoutRow = Forms.others(rank, List.of(rank - 2));
        return Optional.of(Mul.mul(
                Broadcast.broadcast(reshape(a, rows), n.shape(), Forms.all(rank - 1)),
                Broadcast.broadcast(reshape(b, columns), n.shape(), withoutRow)));
    }
}
