package org.nablac.op;

import java.util.List;
import java.util.Optional;
import org.nablac.graph.Composite;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Node;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.TensorType;

/** {@code l = log(1 + exp(−y·x))}: minus the logarithm of the probability σ(y·x) of the sign y = ±1 at score x. */
public record LogisticLoss() implements Composite {

    /** {@code score} and {@code sign} of one shape, which is the result's. */
    public static Node logisticLoss(Node score, Node sign) {
        return score.arena().node(new LogisticLoss(), score, sign);
    }

    @Override
    public String name() {
        return "logisticLoss";
    }

    @Override
    public TensorType type(List<TensorType> inputs) {
        return Floats.same(name(), inputs.get(0), inputs.get(1));
    }

    // l = softplus(−y·x)
    @Override
    public Node expand(Node node) {
        return Softplus.softplus(against(node));
    }

    /** {@code −y·x} */
    private static Node against(Node node) {
        return Neg.neg(Mul.mul(node.input(1), node.input(0)));
    }

    // dx = −dl · y · σ(−y·x), dy = −dl · x · σ(−y·x)
    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        Node slope = Neg.neg(Mul.mul(cotangent, Sigmoid.sigmoid(against(node))));
        return List.of(Optional.of(Mul.mul(slope, node.input(1))), Optional.of(Mul.mul(slope, node.input(0))));
    }

    @Override
    public HostArray value(Evaluation evaluation, List<HostArray> inputs) {
        HostArray x = inputs.get(0);
        return Axes.combine(x, inputs.get(1), List.of(), (score, sign) -> {
            double z = -sign * score;
            return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
        });
    }

    @Override
    public String doc() {
        return "l = log(1 + exp(-y·x)): minus log of the probability of the sign y = ±1 at score x";
    }
}
