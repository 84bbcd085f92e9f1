package org.nablac.op;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Node;
import org.nablac.graph.Rows;
import org.nablac.tensor.Dim;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.Shape;
import org.nablac.tensor.TensorType;

/** {@code y[n…] = table[index[n…]]}, whole rows: table {@code [R, K…]}, index {@code i32[N…]} to {@code [N…, K…]}. */
public record Gather() implements Rows.Read {

    /** The rows of {@code table} that {@code index} names; row −1 is zeros. */
    public static Node gather(Node table, Node index) {
        return table.arena().node(new Gather(), table, index);
    }

    @Override
    public String name() {
        return "gather";
    }

    @Override
    public TensorType type(List<TensorType> inputs) {
        Sparse.table(name(), inputs.get(0));
        Sparse.index(name(), inputs.get(1));
        return inputs.get(0).with(Sparse.stack(inputs.get(1).shape(), Sparse.row(inputs.get(0))));
    }

    @Override
    public Optional<Dim> indexBound(int input, List<TensorType> inputs) {
        return input == 1 ? Optional.of(inputs.get(0).dim(0)) : Optional.empty();
    }

    // dtable = the rows dy at index, row-sparse
    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        TensorType table = node.input(0).type();
        Shape flat = Shape.of(node.input(1).shape().count());
        Node index = Reshape.reshape(node.input(1), flat);
        Node rows = Reshape.reshape(cotangent, Sparse.stack(flat, Sparse.row(table)));
        return List.of(Optional.of(RowSparse.rowSparse(index, rows, table.dim(0))), Optional.empty());
    }

    @Override
    public HostArray value(Evaluation evaluation, List<HostArray> inputs) {
        HostArray table = inputs.get(0);
        HostArray index = inputs.get(1);
        int[] shape = Arrays.copyOf(index.shape(), index.rank() + table.rank() - 1);
        System.arraycopy(table.shape(), 1, shape, index.rank(), table.rank() - 1);
        HostArray y = HostArray.zeros(table.dtype(), shape);
        int length = Sparse.length(table);
        for (int n = 0; n < index.count(); n++) {
            int row = Sparse.at(index, n, table.shape()[0]);
            if (row >= 0) {
                System.arraycopy(table.data(), row * length, y.data(), n * length, length);
            }
        }
        return y;
    }

    @Override
    public String doc() {
        return "y[n] = table[index[n]]: the rows of a table that an index names; row -1 is zeros";
    }
}
