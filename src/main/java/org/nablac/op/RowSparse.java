package org.nablac.op;

import java.util.List;
import java.util.Optional;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Node;
import org.nablac.graph.Rows;
import org.nablac.tensor.Dim;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.Layout;
import org.nablac.tensor.TensorType;

/**
 * The row-sparse tensor {@code [rows, K…]} that is {@code values[n]} at row {@code index[n]} and zero elsewhere; a row
 * named twice is the sum of its occurrences, in order, and row −1 is skipped. The only op whose result is held by rows.
 */
public record RowSparse(Dim rows) implements Rows.Make {

    /** {@code index i32[N]}, {@code values [N, K…]} to {@code rows [rows, K…]}. */
    public static Node rowSparse(Node index, Node values, Dim rows) {
        return index.arena().node(new RowSparse(rows), index, values);
    }

    /** The same tensor with every element held. */
    public static Node dense(Node x) {
        if (x.type().isDense()) {
            return x;
        }
        Node zero = Constant.constant(x.arena(), x.type().dtype(), 0);
        return AddRows.addRows(Broadcast.broadcast(zero, x.shape()), x.input(0), x.input(1));
    }

    @Override
    public String name() {
        return "rowSparse";
    }

    @Override
    public TensorType type(List<TensorType> inputs) {
        TensorType values = inputs.get(1);
        Sparse.table(name(), values);
        Sparse.rows(name(), inputs.get(0), values, Sparse.row(values));
        DTypes.sameFloat(name(), List.of(values.dtype()));
        return new TensorType(values.dtype(), values.shape().with(0, rows), Layout.ROWS);
    }

    @Override
    public Optional<Dim> indexBound(int input, List<TensorType> inputs) {
        return input == 0 ? Optional.of(rows) : Optional.empty();
    }

    // dvalues[n] = dy[index[n]]
    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        return List.of(Optional.empty(), Optional.of(Gather.gather(dense(cotangent), node.input(0))));
    }

    @Override
    public HostArray value(Evaluation evaluation, List<HostArray> inputs) {
        HostArray values = inputs.get(1);
        int[] shape = values.shape().clone();
        shape[0] = (int) rows.value(evaluation.sizes());
        return Sparse.write(HostArray.zeros(values.dtype(), shape), inputs.get(0), values, true);
    }

    @Override
    public String doc() {
        return "y[index[n]] += values[n], zero elsewhere, held by rows";
    }
}
