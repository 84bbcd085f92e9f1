package org.nablac.op;

import java.util.List;
import java.util.Optional;
import org.nablac.graph.Composite;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Node;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.TensorType;

/** {@code y[i] = x[i] − log Σ exp x} along {@code axis}. */
public record LogSoftmax(int axis) implements Composite {

    public static Node logSoftmax(Node x, int axis) {
        return x.arena().node(new LogSoftmax(axis), x);
    }

    @Override
    public String name() {
        return "logSoftmax";
    }

    @Override
    public TensorType type(List<TensorType> inputs) {
        return Floats.dense(name(), inputs.get(0), List.of(axis));
    }

    // y = (x − m) − log Σ exp(x − m)
    @Override
    public Node expand(Node node) {
        Node x = node.input(0);
        Shifted s = Shifted.of(x, List.of(axis));
        return Sub.sub(s.x(), Axes.repeat(Log.log(s.sum()), x, List.of(axis)));
    }

    // dx = dy − softmax(x) · Σ dy
    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        Node x = node.input(0);
        Node total = Axes.repeat(Sum.sum(cotangent, List.of(axis)), x, List.of(axis));
        return List.of(Optional.of(Sub.sub(cotangent, Mul.mul(Softmax.softmax(x, axis), total))));
    }

    @Override
    public HostArray value(Evaluation evaluation, List<HostArray> inputs) {
        HostArray x = inputs.get(0);
        return Axes.combine(x, Shifted.logSumExp(x, List.of(axis)), List.of(axis), (a, l) -> a - l);
    }

    @Override
    public String doc() {
        return "y[i] = x[i] - log Σ exp x along one axis";
    }
}
