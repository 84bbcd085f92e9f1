package org.nablac.op;

import java.util.List;
import java.util.Optional;
import org.nablac.graph.Composite;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Node;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.TensorType;

/** {@code y = log Σ exp x} over {@code axes}, which the result lacks: −∞ if all are, or none is there; +∞ if one is. */
public record LogSumExp(List<Integer> axes) implements Composite {
    public LogSumExp {
        axes = List.copyOf(axes);
    }

    /** {@code log Σ exp x} over {@code axes}; x itself if there are none. */
    public static Node logSumExp(Node x, List<Integer> axes) {
        return axes.isEmpty() ? x : x.arena().node(new LogSumExp(axes), x);
    }

    @Override
    public String name() {
        return "logSumExp";
    }

    @Override
    public TensorType type(List<TensorType> inputs) {
        TensorType x = Floats.dense(name(), inputs.get(0), axes);
        return x.with(x.shape().without(axes));
    }

    // y = m + log Σ exp(x − m)
    @Override
    public Node expand(Node node) {
        Shifted s = Shifted.of(node.input(0), axes);
        return Add.add(s.max(), Log.log(s.sum()));
    }

    // dx = dy · exp(x − y), which is softmax
    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        Node x = node.input(0);
        Node share = axes.size() == 1
                ? Softmax.softmax(x, axes.get(0))
                : Exp.exp(Sub.sub(x, Axes.repeat(node, x, axes)));
        return List.of(Optional.of(Mul.mul(Axes.repeat(cotangent, x, axes), share)));
    }

    @Override
    public HostArray value(Evaluation evaluation, List<HostArray> inputs) {
        return Shifted.logSumExp(inputs.get(0), axes);
    }

    @Override
    public String doc() {
        return "y = log Σ exp x over some axes, without overflow";
    }
}
