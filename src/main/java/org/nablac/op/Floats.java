package org.nablac.op;

import java.util.List;
import org.nablac.graph.ShapeError;
import org.nablac.tensor.Shape;
import org.nablac.tensor.TensorType;

/** The type rules that composites share. */
final class Floats {
    private Floats() {
    }

    /** {@code x}, if it is a dense tensor of floats. */
    static TensorType dense(String op, TensorType x) {
        Axes.dense(op, x);
        DTypes.sameFloat(op, List.of(x.dtype()));
        return x;
    }

    /** The same, if it has the ascending {@code axes}. */
    static TensorType dense(String op, TensorType x, List<Integer> axes) {
        Axes.check(op, axes, x);
        return dense(op, x);
    }

    /** The type of both, if they are dense tensors of floats of one shape. */
    static TensorType same(String op, TensorType x, TensorType y) {
        dense(op, x);
        dense(op, y);
        DTypes.sameFloat(op, List.of(x.dtype(), y.dtype()));
        if (!x.shape().equals(y.shape())) {
            throw new ShapeError(op, "shapes differ",
                    x.shape() + " is not " + y.shape() + "; broadcast one to the other");
        }
        return x;
    }

    /** The type of {@code x} without its last axis, of which {@code index} names one element each. */
    static TensorType picked(String op, TensorType x, TensorType index) {
        Axes.dense(op, x);
        Sparse.index(op, index);
        if (x.rank() == 0) {
            throw new ShapeError(op, "nothing to choose from", "[] has no axis; [..., C] would fit");
        }
        Shape wanted = x.shape().without(List.of(x.rank() - 1));
        if (!index.shape().equals(wanted)) {
            throw new ShapeError(op, "the indices do not fit", index.shape() + " is not " + wanted
                    + ": one index for each list of " + x.dim(x.rank() - 1) + " in " + x.shape());
        }
        return x.with(wanted);
    }
}
