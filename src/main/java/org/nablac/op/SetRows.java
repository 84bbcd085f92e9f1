package org.nablac.op;

import java.util.List;
import java.util.Optional;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Node;
import org.nablac.graph.Rows;
import org.nablac.tensor.Dim;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.TensorType;

/**
 * The table with {@code values[n]} in the place of row {@code index[n]}; row −1 is skipped. No row is to be named twice
 * (that of the last would stand, while the gradient counts both).
 */
public record SetRows() implements Rows.Write {

    /** {@code table [R, K…]}, {@code index i32[N]} without duplicates, {@code values [N, K…]} to {@code [R, K…]}. */
    public static Node setRows(Node table, Node index, Node values) {
        return table.arena().node(new SetRows(), table, index, values);
    }

    @Override
    public String name() {
        return "setRows";
    }

    @Override
    public boolean adds() {
        return false;
    }

    @Override
    public TensorType type(List<TensorType> inputs) {
        TensorType table = inputs.get(0);
        Sparse.table(name(), table);
        Sparse.rows(name(), inputs.get(1), inputs.get(2), Sparse.row(table));
        DTypes.same(name(), List.of(table.dtype(), inputs.get(2).dtype()));
        return table;
    }

    @Override
    public Optional<Dim> indexBound(int input, List<TensorType> inputs) {
        return input == 1 ? Optional.of(inputs.get(0).dim(0)) : Optional.empty();
    }

    // dtable = dy with zeros in the rows that were set, dvalues[n] = dy[index[n]]
    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        Node index = node.input(1);
        Node rest = setRows(cotangent, index, Constant.constantLike(node.input(2), 0));
        return List.of(Optional.of(rest), Optional.empty(), Optional.of(Gather.gather(cotangent, index)));
    }

    @Override
    public HostArray value(Evaluation evaluation, List<HostArray> inputs) {
        return Sparse.write(inputs.get(0), inputs.get(1), inputs.get(2), false);
    }

    @Override
    public String doc() {
        return "table[index[n]] = values[n], no row twice; row -1 is skipped";
    }
}
