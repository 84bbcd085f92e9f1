package org.nablac.op;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.nablac.graph.Composite;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Node;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.TensorType;

/** {@code y = Σ x / n} over {@code axes}, which the result lacks; n is the number of elements along them. */
public record Mean(List<Integer> axes) implements Composite {
    public Mean {
        axes = List.copyOf(axes);
    }

    /** The mean over {@code axes}; {@code x} itself if there are none. */
    public static Node mean(Node x, List<Integer> axes) {
        return axes.isEmpty() ? x : x.arena().node(new Mean(axes), x);
    }

    /** The mean over every axis. */
    public static Node mean(Node x) {
        return mean(x, Axes.all(x.type().rank()));
    }

    @Override
    public String name() {
        return "mean";
    }

    @Override
    public TensorType type(List<TensorType> inputs) {
        return new Sum(axes).type(List.of(Floats.dense(name(), inputs.get(0), axes)));
    }

    @Override
    public Node expand(Node node) {
        return overCount(Sum.sum(node.input(0), axes), node.input(0));
    }

    /** {@code y / n} */
    private Node overCount(Node y, Node x) {
        Node n = SizeOf.sizeOf(x.arena(), x.type().dtype(), Axes.count(x.shape(), axes));
        return Div.div(y, Broadcast.broadcast(n, y.shape()));
    }

    // dx = dy / n, repeated along the axes
    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        Node x = node.input(0);
        return List.of(Optional.of(Axes.repeat(overCount(cotangent, x), x, axes)));
    }

    @Override
    public HostArray value(Evaluation evaluation, List<HostArray> inputs) {
        HostArray x = inputs.get(0);
        double n = axes.stream().mapToInt(a -> x.shape()[a]).reduce(1, (a, b) -> a * b);
        HostArray sum = Axes.fold(x, axes, 0, Double::sum);
        return new HostArray(x.dtype(), sum.shape(), Arrays.stream(sum.data()).map(s -> s / n).toArray());
    }

    @Override
    public String doc() {
        return "y = Σ x / n over some axes of n elements";
    }
}
