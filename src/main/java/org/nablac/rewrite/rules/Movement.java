package org.nablac.rewrite.rules;

import static org.nablac.op.Broadcast.broadcast;
import static org.nablac.op.Concat.concat;
import static org.nablac.op.Reshape.reshape;
import static org.nablac.op.Slice.slice;
import static org.nablac.op.Transpose.transpose;
import static org.nablac.rewrite.Promise.EXACT;
import static org.nablac.rewrite.Rule.structural;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nablac.graph.Node;
import org.nablac.op.Broadcast;
import org.nablac.op.Concat;
import org.nablac.op.MatMul;
import org.nablac.op.MaxOver;
import org.nablac.op.Reshape;
import org.nablac.op.Slice;
import org.nablac.op.Transpose;
import org.nablac.rewrite.Rule;
import org.nablac.tensor.Dim;
import org.nablac.tensor.Shape;

/** Elements move once, or not at all. */
final class Movement {
    private static final Dim TWO = Dim.of(2);

    static final List<Rule> RULES = List.of(
            structural("transpose transpose x = transpose x", EXACT, Transpose.class,
                    h -> transpose(transpose(h.input("f32[A, B, 2]"), List.of(1, 2, 0)), List.of(1, 0, 2)),
                    Movement::transposed),
            structural("transpose (repeat x) = repeat x", EXACT, Transpose.class,
                    h -> transpose(h.repeat(h.r()), List.of(1, 0)), Movement::transposedRepeat),
            structural("transpose of axes of one element = reshape", EXACT, Transpose.class,
                    h -> transpose(h.input("f32[A, 1, B]"), List.of(1, 0, 2)), Movement::transposedUnits),
            structural("reshape reshape x = reshape x", EXACT, Reshape.class,
                    h -> reshape(reshape(h.input("f32[A, 6]"), Shape.parse("[A, 2, 3]")), Shape.parse("[A, 3, 2]")),
                    Movement::reshaped),
            structural("reshape (repeat scalar) = repeat scalar", EXACT, Reshape.class,
                    h -> reshape(h.one(), Shape.parse("[B, A]")), Movement::reshapedRepeat),
            structural("repeat repeat x = repeat x", EXACT, Broadcast.class,
                    h -> broadcast(broadcast(h.r(), Shape.parse("[2, A]")), Shape.parse("[B, 2, A]")),
                    Movement::repeated),
            structural("repeat along one element = reshape", EXACT, Broadcast.class,
                    h -> broadcast(h.r(), Shape.parse("[1, A]")), Movement::repeatedUnits),
            structural("slice slice x = slice x", EXACT, Slice.class,
                    h -> slice(slice(h.input("f32[5, A]"), 0, Dim.ONE, Dim.of(4)), 0, Dim.ONE, TWO), Movement::sliced),
            structural("slice (repeat x) = repeat (slice x)", EXACT, Slice.class,
                    h -> slice(broadcast(h.r(), Shape.parse("[4, A]")), 0, Dim.ONE, TWO), Movement::slicedRepeat),
            structural("slice (x | y) = slice y", EXACT, Slice.class,
                    h -> slice(concat(List.of(h.input("f32[A, 2]"), h.input("f32[A, 4]")), 1), 1, Dim.of(3), TWO),
                    Movement::slicedConcat),
            structural("(x | y) | z = x | y | z", EXACT, Concat.class,
                    h -> concat(List.of(concat(List.of(h.x(), h.y()), 1), h.z()), 1), Movement::joined),
            structural("slice x | next slice x = slice x", EXACT, Concat.class,
                    h -> inTwo(h.input("f32[5]")),
                    Movement::joinedSlices),
            structural("transpose(x)·y = x·y with x held transposed", EXACT, MatMul.class,
                    h -> MatMul.matmul(transpose(h.input("f32[2, A]"), List.of(1, 0)), h.input("f32[2, B]")),
                    Movement::held),
            structural("transpose(x·y) = transpose(y)·transpose(x)", EXACT, Transpose.class,
                    h -> transpose(MatMul.matmul(h.input("f32[A, 2]"), h.input("f32[2, B]")), List.of(1, 0)),
                    Movement::swapped),
            structural("max over one element = reshape", EXACT, MaxOver.class,
                    h -> MaxOver.maxOver(h.input("f32[A, 1]"), List.of(1)), Movement::maxOfOne),
            structural("max over repeated x = x", EXACT, MaxOver.class,
                    h -> MaxOver.maxOver(h.repeat(h.r()), h.axes()), Movement::maxOfRepeated));

    private Movement() {
    }

    /** The elements of {@code x} but the first, in two slices. */
    private static Node inTwo(Node x) {
        return concat(List.of(slice(x, 0, Dim.ONE, TWO), slice(x, 0, Dim.of(3), TWO)), 0);
    }

    private static Optional<Node> transposed(Transpose op, Node n) {
        return n.input(0).op() instanceof Transpose inner
                ? Optional.of(transpose(n.input(0).input(0),
                        op.permutation().stream().map(inner.permutation()::get).toList()))
                : Optional.empty();
    }

    private static Optional<Node> transposedRepeat(Transpose op, Node n) {
        if (!(n.input(0).op() instanceof Broadcast inner)) {
            return Optional.empty();
        }
        List<Integer> axes = inner.axes().stream().map(op.permutation()::indexOf).toList();
        return Forms.isAscending(axes) ? Optional.of(broadcast(n.input(0).input(0), n.shape(), axes))
                : Optional.empty();
    }

    private static Optional<Node> transposedUnits(Transpose op, Node n) {
        Shape from = n.input(0).shape();
        return Forms.isAscending(op.permutation().stream().filter(a -> !from.dim(a).is(1)).toList())
                ? Optional.of(reshape(n.input(0), n.shape()))
                : Optional.empty();
    }

    private static Optional<Node> reshaped(Reshape op, Node n) {
        return n.input(0).op() instanceof Reshape ? Optional.of(reshape(n.input(0).input(0), op.shape()))
                : Optional.empty();
    }

    private static Optional<Node> reshapedRepeat(Reshape op, Node n) {
        if (Forms.number(n.input(0)).isPresent() && n.input(0).type().rank() == 0) {
            return Optional.of(broadcast(n.input(0), op.shape()));
        }
        return Forms.isRepeatedScalar(n.input(0)) ? Optional.of(broadcast(n.input(0).input(0), op.shape()))
                : Optional.empty();
    }

    private static Optional<Node> repeated(Broadcast op, Node n) {
        return n.input(0).op() instanceof Broadcast inner
                ? Optional.of(broadcast(n.input(0).input(0), op.shape(),
                        inner.axes().stream().map(op.axes()::get).toList()))
                : Optional.empty();
    }

    /** But for a constant, which is known by its broadcast. */
    private static Optional<Node> repeatedUnits(Broadcast op, Node n) {
        boolean isReshape = Forms.areUnit(op.shape(), Forms.others(op.shape().rank(), op.axes()));
        return isReshape && Forms.number(n).isEmpty() ? Optional.of(reshape(n.input(0), op.shape())) : Optional.empty();
    }

    private static Optional<Node> sliced(Slice op, Node n) {
        return n.input(0).op() instanceof Slice inner && inner.axis() == op.axis()
                ? Optional.of(slice(n.input(0).input(0), op.axis(), inner.start().plus(op.start()), op.length()))
                : Optional.empty();
    }

    private static Optional<Node> slicedRepeat(Slice op, Node n) {
        if (!(n.input(0).op() instanceof Broadcast inner)) {
            return Optional.empty();
        }
        Node x = n.input(0).input(0);
        int axis = inner.axes().indexOf(op.axis());
        return Optional.of(broadcast(axis < 0 ? x : slice(x, axis, op.start(), op.length()), n.shape(), inner.axes()));
    }

    private static Optional<Node> slicedConcat(Slice op, Node n) {
        if (!(n.input(0).op() instanceof Concat inner) || inner.axis() != op.axis()) {
            return Optional.empty();
        }
        Dim start = op.start();
        for (Node part : n.input(0).inputs()) {
            Dim rest = part.type().dim(op.axis()).minus(start).minus(op.length());
            if (Forms.isNatural(start) && Forms.isNatural(rest)) {
                return Optional.of(slice(part, op.axis(), start, op.length()));
            }
            start = start.minus(part.type().dim(op.axis()));
        }
        return Optional.empty();
    }

    private static Optional<Node> joined(Concat op, Node n) {
        if (n.inputs().stream().noneMatch(i -> i.op().equals(op))) {
            return Optional.empty();
        }
        List<Node> parts = new ArrayList<>();
        n.inputs().forEach(i -> parts.addAll(i.op().equals(op) ? i.inputs() : List.of(i)));
        return Optional.of(concat(parts, op.axis()));
    }

    private static Optional<Node> joinedSlices(Concat op, Node n) {
        List<Node> parts = new ArrayList<>();
        for (Node next : n.inputs()) {
            int last = parts.size() - 1;
            if (last >= 0 && parts.get(last).op() instanceof Slice a && next.op() instanceof Slice b
                    && a.axis() == op.axis() && b.axis() == op.axis() && a.start().plus(a.length()).equals(b.start())
                    && parts.get(last).input(0) == next.input(0)) {
                parts.set(last, slice(next.input(0), op.axis(), a.start(), a.length().plus(b.length())));
            } else {
                parts.add(next);
            }
        }
        return parts.size() < n.inputs().size() ? Optional.of(concat(parts, op.axis())) : Optional.empty();
    }

    /** A product reads an operand whose last two axes are exchanged as it is held. */
    private static Optional<Node> held(MatMul op, Node n) {
        boolean left = isMatrixTransposed(n.input(0));
        boolean right = isMatrixTransposed(n.input(1));
        if (!left && !right) {
            return Optional.empty();
        }
        Node a = left ? n.input(0).input(0) : n.input(0);
        Node b = right ? n.input(1).input(0) : n.input(1);
        return Optional.of(MatMul.matmul(a, b, op.transposeLeft() ^ left, op.transposeRight() ^ right));
    }

    private static boolean isMatrixTransposed(Node n) {
        return n.op() instanceof Transpose t && t.permutation().size() >= 2
                && t.permutation().equals(Forms.lastTwoExchanged(t.permutation().size()));
    }

    // (AB)ᵀ = BᵀAᵀ: the same products, added in the same order
    private static Optional<Node> swapped(Transpose op, Node n) {
        return isMatrixTransposed(n) && n.input(0).op() instanceof MatMul m
                ? Optional.of(MatMul.matmul(n.input(0).input(1), n.input(0).input(0), !m.transposeRight(),
                        !m.transposeLeft()))
                : Optional.empty();
    }

    private static Optional<Node> maxOfOne(MaxOver op, Node n) {
        return Forms.areUnit(n.input(0).shape(), op.axes()) ? Optional.of(reshape(n.input(0), n.shape()))
                : Optional.empty();
    }

    private static Optional<Node> maxOfRepeated(MaxOver op, Node n) {
        return n.input(0).op() instanceof Broadcast b && b.axes().equals(Forms.others(b.shape().rank(), op.axes()))
                ? Optional.of(n.input(0).input(0))
                : Optional.empty();
    }
}
