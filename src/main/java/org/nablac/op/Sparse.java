package org.nablac.op;

import java.util.List;
import java.util.stream.Stream;
import org.nablac.graph.ShapeError;
import org.nablac.tensor.DType;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.Shape;
import org.nablac.tensor.TensorType;
import org.nablac.tensor.UserError;

/** What the ops that go by row share: a table {@code [R, K…]}, an index {@code i32[N…]}, rows {@code [N, K…]}. */
final class Sparse {
    private Sparse() {
    }

    /** Refuses what is not a dense table of rows. */
    static void table(String op, TensorType table) {
        Axes.dense(op, table);
        if (table.rank() == 0) {
            throw new ShapeError(op, "a table has rows", "[] has no axis; [R, ...] would fit");
        }
    }

    /** Refuses what is not an index. */
    static void index(String op, TensorType index) {
        Axes.dense(op, index);
        if (index.dtype() != DType.I32) {
            throw new ShapeError(op, "an index is i32", "given is " + index);
        }
    }

    /** Refuses values that are not one row of a table for each element of a list of indices. */
    static void rows(String op, TensorType index, TensorType values, Shape row) {
        index(op, index);
        Axes.dense(op, values);
        if (index.rank() != 1) {
            throw new ShapeError(op, "the index is a list", index.shape() + " is not of the form [N]");
        }
        Shape wanted = stack(index.shape(), row);
        if (!values.shape().equals(wanted)) {
            throw new ShapeError(op, "the rows do not fit", values.shape() + " is not " + wanted
                    + ": one row " + row + " for each of " + index.shape());
        }
    }

    /** The shape of one row of a table. */
    static Shape row(TensorType table) {
        return table.shape().without(List.of(0));
    }

    /** {@code [N…, K…]} */
    static Shape stack(Shape index, Shape row) {
        return new Shape(Stream.concat(index.dims().stream(), row.dims().stream()).toList());
    }

    /** Copies row {@code from} of {@code x} onto row {@code to} of {@code y}, or adds it. Row −1 reads zeros and is not written. */
    static void move(HostArray x, int from, HostArray y, int to, int length, boolean add) {
        for (int k = 0; k < length && to >= 0; k++) {
            double value = from < 0 ? 0 : x.data()[from * length + k];
            y.data()[to * length + k] = add ? y.data()[to * length + k] + value : value;
        }
    }

    /** Row number {@code n} of a list of indices. @throws UserError if it is not in [−1, bound) */
    static int at(HostArray index, int n, int bound) {
        int row = (int) index.data()[n];
        if (row < -1 || row >= bound) {
            throw new UserError("index " + row + " is not in [0, " + bound + ")");
        }
        return row;
    }
}
