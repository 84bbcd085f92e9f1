package org.nablac.op;

import java.util.Arrays;
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

    /** Number of elements of one row of {@code table}. */
    static int length(HostArray table) {
        return Arrays.stream(table.shape()).skip(1).reduce(1, (a, b) -> a * b);
    }

    /** {@code table} with {@code rows[n]} added to row {@code index[n]}, or put in its place; row −1 is skipped. */
    static HostArray write(HostArray table, HostArray index, HostArray rows, boolean add) {
        HostArray y = new HostArray(table.dtype(), table.shape(), table.data().clone());
        int length = length(table);
        for (int n = 0; n < index.count(); n++) {
            int row = at(index, n, table.shape()[0]);
            for (int k = 0; k < length && row >= 0; k++) {
                double value = rows.data()[n * length + k];
                y.data()[row * length + k] = add ? y.data()[row * length + k] + value : value;
            }
        }
        return y;
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
