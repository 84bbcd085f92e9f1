package org.nablac.op;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.nablac.graph.Composite;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Node;
import org.nablac.tensor.Dim;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.Shape;
import org.nablac.tensor.TensorType;
import org.nablac.tensor.UserError;

/**
 * In training, each element is dropped with probability {@code rate} and else divided by 1 − rate, so that its mean
 * stays; at inference nothing happens.
 *
 * @param rate in [0, 1)
 * @param stream of the random numbers; two layers with the same one drop the same places
 */
public record Dropout(double rate, int stream) implements Composite {
    public Dropout {
        if (!(rate >= 0 && rate < 1)) {
            throw new UserError("dropout: the rate is a share in [0, 1), not " + rate);
        }
    }

    /** {@code x}, some elements of it dropped; x itself if the rate is 0. */
    public static Node dropout(Node x, double rate, int stream) {
        return rate == 0 ? x : x.arena().node(new Dropout(rate, stream), x);
    }

    @Override
    public String name() {
        return "dropout";
    }

    @Override
    public TensorType type(List<TensorType> inputs) {
        return Floats.dense(name(), inputs.get(0));
    }

    // y = u < 1 − rate ? x / (1 − rate) : 0, with u uniform in [0, 1)
    @Override
    public Node expand(Node node) {
        Node x = node.input(0);
        Node u = Uniform.uniform(x.arena(), x.type().dtype(), x.shape(), stream);
        Node keep = Constant.constantLike(x, 1 - rate);
        return Select.select(Less.less(u, keep), Div.div(x, keep), Constant.constantLike(x, 0));
    }

    @Override
    public Node atInference(Node node) {
        return node.input(0);
    }

    // dx = dy, dropped at the same places
    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        return List.of(Optional.of(dropout(cotangent, rate, stream)));
    }

    @Override
    public HostArray value(Evaluation evaluation, List<HostArray> inputs) {
        HostArray x = inputs.get(0);
        Shape shape = new Shape(Arrays.stream(x.shape()).mapToObj(Dim::of).toList());
        HostArray u = new Uniform(x.dtype(), shape, stream).value(evaluation, List.of());
        double keep = new Constant(x.dtype(), 1 - rate).value();
        return Axes.combine(x, u, List.of(), (a, chance) -> chance < keep ? a / keep : 0);
    }

    @Override
    public String doc() {
        return "y = x / (1 - rate), or 0 with probability rate; x at inference";
    }
}
