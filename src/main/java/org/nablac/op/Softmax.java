package org.nablac.op;

import java.util.List;
import java.util.Optional;
import org.nablac.graph.Composite;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Node;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.TensorType;

/** {@code y[i] = exp x[i] / Σ exp x} along {@code axis}. */
public record Softmax(int axis) implements Composite {

    public static Node softmax(Node x, int axis) {
        return x.arena().node(new Softmax(axis), x);
    }

    @Override
    public String name() {
        return "softmax";
    }

    @Override
    public TensorType type(List<TensorType> inputs) {
        return Floats.dense(name(), inputs.get(0), List.of(axis));
    }

    // y = exp(x − m) / Σ exp(x − m)
    @Override
    public Node expand(Node node) {
        Node x = node.input(0);
        Shifted s = Shifted.of(x, List.of(axis));
        return Div.div(s.exp(), Axes.repeat(s.sum(), x, List.of(axis)));
    }

    // dx = y · (dy − Σ dy·y)
    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        Node mean = Sum.sum(Mul.mul(cotangent, node), List.of(axis));
        return List.of(Optional.of(Mul.mul(node, Sub.sub(cotangent, Axes.repeat(mean, node, List.of(axis))))));
    }

    @Override
    public HostArray value(Evaluation evaluation, List<HostArray> inputs) {
        HostArray x = inputs.get(0);
        return Axes.combine(x, Shifted.logSumExp(x, List.of(axis)), List.of(axis), (a, l) -> Math.exp(a - l));
    }

    @Override
    public String doc() {
        return "y[i] = exp x[i] / Σ exp x along one axis";
    }
}
