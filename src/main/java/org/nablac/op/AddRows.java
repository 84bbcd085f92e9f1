package org.nablac.op;

import java.util.List;
import java.util.Optional;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Node;
import org.nablac.graph.Rows;
import org.nablac.tensor.Dim;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.TensorType;

/** The table with {@code values[n]} added to row {@code index[n]}, for n in ascending order; row −1 is skipped. */
public record AddRows() implements Rows.Write {

    /** {@code table [R, K…]}, {@code index i32[N]}, {@code values [N, K…]} to {@code [R, K…]}. */
    public static Node addRows(Node table, Node index, Node values) {
        return table.arena().node(new AddRows(), table, index, values);
    }

    @Override
    public String name() {
        return "addRows";
    }

    @Override
    public boolean adds() {
        return true;
    }

    @Override
    public TensorType type(List<TensorType> inputs) {
        TensorType table = inputs.get(0);
        Sparse.table(name(), table);
        Sparse.rows(name(), inputs.get(1), inputs.get(2), Sparse.row(table));
        DTypes.sameNumber(name(), List.of(table.dtype(), inputs.get(2).dtype()));
        return table;
    }

    @Override
    public Optional<Dim> indexBound(int input, List<TensorType> inputs) {
        return input == 1 ? Optional.of(inputs.get(0).dim(0)) : Optional.empty();
    }

    // dtable = dy, dvalues[n] = dy[index[n]]
    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        return List.of(Optional.of(cotangent), Optional.empty(), Optional.of(Gather.gather(cotangent, node.input(1))));
    }

    @Override
    public HostArray value(Evaluation evaluation, List<HostArray> inputs) {
        return Sparse.write(inputs.get(0), inputs.get(1), inputs.get(2), true);
    }

    @Override
    public String doc() {
        return "table[index[n]] += values[n] for each n in order; row -1 is skipped";
    }
}
