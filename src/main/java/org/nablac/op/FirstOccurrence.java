package org.nablac.op;

import java.util.List;
import java.util.Optional;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Node;
import org.nablac.graph.Op;
import org.nablac.graph.Rows;
import org.nablac.graph.ShapeError;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.TensorType;

/**
 * {@code y[n] = min {m : index[m] = index[n]}}, and −1 where the index is −1: with it, rows named twice are summed into
 * one, {@code addRows(zeros, firstOccurrence(index), values)}.
 */
public record FirstOccurrence(Dim bound) implements Rows.Leaders {

    /** {@code index i32[N]}, in [−1, bound), to {@code i32[N]}. */
    public static Node firstOccurrence(Node index, Dim bound) {
        return index.arena().node(new FirstOccurrence(bound), index);
    }

    @Override
    public String name() {
        return "firstOccurrence";
    }

    @Override
    public TensorType type(List<TensorType> inputs) {
        TensorType index = inputs.get(0);
        Sparse.index(name(), index);
        if (index.rank() != 1) {
            throw new ShapeError(name(), "the index is a list", index.shape() + " is not of the form [N]");
        }
        return index;
    }

    @Override
    public Optional<Dim> indexBound(int input, List<TensorType> inputs) {
        return Optional.of(bound);
    }

    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        return Op.nothing(node);
    }

    @Override
    public HostArray value(Evaluation evaluation, List<HostArray> inputs) {
        HostArray index = inputs.get(0);
        HostArray y = HostArray.zeros(DType.I32, index.shape());
        int limit = (int) bound.value(evaluation.sizes());
        for (int n = 0; n < index.count(); n++) {
            int first = 0;
            while (index.data()[first] != index.data()[n]) {
                first++;
            }
            y.data()[n] = Sparse.at(index, n, limit) < 0 ? -1 : first;
        }
        return y;
    }

    @Override
    public String doc() {
        return "y[n] = the least m with index[m] = index[n]; -1 stays -1";
    }
}
