package org.nablac;

import java.util.ArrayList;
import java.util.List;
import org.nablac.graph.Node;
import org.nablac.graph.ShapeError;
import org.nablac.op.Broadcast;
import org.nablac.op.Reshape;
import org.nablac.tensor.Dim;
import org.nablac.tensor.Shape;

/** How shapes meet: counted from the right, sizes are equal or one of them is 1 or missing. */
final class Broadcasting {
    private Broadcasting() {
    }

    /** The tensors repeated to their common shape, for the function called {@code op}. */
    static List<Node> together(String op, Node... x) {
        Shape common = x[0].shape();
        for (Node other : x) {
            common = common(op, common, other.shape());
        }
        List<Node> repeated = new ArrayList<>();
        for (Node other : x) {
            repeated.add(to(op, other, common));
        }
        return repeated;
    }

    /** The smallest shape to which both repeat. */
    static Shape common(String op, Shape a, Shape b) {
        List<Dim> dims = new ArrayList<>();
        int rank = Math.max(a.rank(), b.rank());
        for (int axis = 0; axis < rank; axis++) {
            Dim x = dimOf(a, rank, axis);
            Dim y = dimOf(b, rank, axis);
            if (!x.equals(y) && !x.is(1) && !y.is(1)) {
                throw new ShapeError(op, "shapes do not meet", a + " and " + b + ", counted from the right: "
                        + x + " is not " + y + advice(a, b));
            }
            dims.add(x.is(1) ? y : x);
        }
        return new Shape(dims);
    }

    private static Dim dimOf(Shape s, int rank, int axis) {
        int own = axis - (rank - s.rank());
        return own < 0 ? Dim.ONE : s.dim(own);
    }

    /** The usual slip: a value for each row is given without the axis along which it repeats. */
    private static String advice(Shape a, Shape b) {
        Shape small = a.rank() < b.rank() ? a : b;
        Shape large = a.rank() < b.rank() ? b : a;
        if (small.rank() > 0 && small.rank() + 1 == large.rank()
                && small.dims().equals(large.dims().subList(0, small.rank()))) {
            return "; " + small + " with .expand(-1) would fit";
        }
        return "";
    }

    /** {@code x} repeated to {@code shape}: along new leading axes, and along axes of size 1. */
    static Node to(String op, Node x, Shape shape) {
        if (x.shape().equals(shape)) {
            return x;
        }
        if (x.shape().rank() > shape.rank() || !common(op, x.shape(), shape).equals(shape)) {
            throw new ShapeError(op, "shapes do not meet", x.shape() + " does not repeat to " + shape);
        }
        List<Integer> axes = new ArrayList<>();
        List<Dim> kept = new ArrayList<>();
        for (int i = 0; i < x.shape().rank(); i++) {
            int axis = shape.rank() - x.shape().rank() + i;
            if (x.shape().dim(i).equals(shape.dim(axis))) {
                axes.add(axis);
                kept.add(shape.dim(axis));
            }
        }
        return Broadcast.broadcast(Reshape.reshape(x, new Shape(kept)), shape, axes);
    }
}
