package org.nablac.op;

import java.util.List;
import java.util.Optional;
import org.nablac.graph.Composite;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Node;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.TensorType;

/** {@code y[…] = x[…, index[…]]}: one element of each list along the last axis; index −1 gives 0. */
public record Pick() implements Composite {

    /** {@code x [..., C]}, {@code index i32[...]} in [0, C) to {@code [...]}. */
    public static Node pick(Node x, Node index) {
        return x.arena().node(new Pick(), x, index);
    }

    @Override
    public String name() {
        return "pick";
    }

    @Override
    public TensorType type(List<TensorType> inputs) {
        TensorType y = Floats.picked(name(), inputs.get(0), inputs.get(1));
        DTypes.sameFloat(name(), List.of(y.dtype()));
        return y;
    }

    @Override
    public Optional<Dim> indexBound(int input, List<TensorType> inputs) {
        return input == 1 ? Optional.of(inputs.get(0).dim(inputs.get(0).rank() - 1)) : Optional.empty();
    }

    /** Where in {@code x} the last axis is at {@code index}, a truth value for each element. */
    static Node chosen(Node x, Node index) {
        int last = x.type().rank() - 1;
        return Equal.equal(Iota.iota(x.arena(), DType.I32, x.shape(), last), Axes.repeat(index, x, List.of(last)));
    }

    // y = Σ_c (c = index ? x[c] : 0)
    @Override
    public Node expand(Node node) {
        Node x = node.input(0);
        Node alone = Select.select(chosen(x, node.input(1)), x, Constant.constantLike(x, 0));
        return Sum.sum(alone, List.of(x.type().rank() - 1));
    }

    // dx[c] = c = index ? dy : 0
    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        Node x = node.input(0);
        Node repeated = Axes.repeat(cotangent, x, List.of(x.type().rank() - 1));
        Node dx = Select.select(chosen(x, node.input(1)), repeated, Constant.constantLike(x, 0));
        return List.of(Optional.of(dx), Optional.empty());
    }

    @Override
    public HostArray value(Evaluation evaluation, List<HostArray> inputs) {
        HostArray x = inputs.get(0);
        HostArray index = inputs.get(1);
        int count = x.shape()[x.rank() - 1];
        HostArray y = HostArray.zeros(x.dtype(), index.shape());
        for (int n = 0; n < index.count(); n++) {
            int c = Sparse.at(index, n, count);
            y.data()[n] = c < 0 ? 0 : x.data()[n * count + c];
        }
        return y;
    }

    @Override
    public String doc() {
        return "y[n] = x[n, index[n]]: one element along the last axis";
    }
}
