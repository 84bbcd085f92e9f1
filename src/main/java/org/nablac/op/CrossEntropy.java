package org.nablac.op;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.nablac.graph.Composite;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Node;
import org.nablac.tensor.Dim;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.TensorType;

/** {@code l[…] = log Σ exp x[…, :] − x[…, y[…]]}: minus the logarithm of the probability that softmax(x) gives to y. */
public record CrossEntropy() implements Composite {

    /** {@code logits [..., C]}, {@code labels i32[...]} in [0, C) to {@code [...]}; no mean is taken. */
    public static Node crossEntropy(Node logits, Node labels) {
        return logits.arena().node(new CrossEntropy(), logits, labels);
    }

    @Override
    public String name() {
        return "crossEntropy";
    }

    @Override
    public TensorType type(List<TensorType> inputs) {
        TensorType l = Floats.picked(name(), inputs.get(0), inputs.get(1));
        DTypes.sameFloat(name(), List.of(l.dtype()));
        return l;
    }

    @Override
    public Optional<Dim> indexBound(int input, List<TensorType> inputs) {
        return new Pick().indexBound(input, inputs);
    }

    // l = log Σ exp(x − m) − (x[y] − m), in which no digits cancel where l is small
    @Override
    public Node expand(Node node) {
        Node x = node.input(0);
        Shifted s = Shifted.of(x, List.of(x.type().rank() - 1));
        return Sub.sub(Log.log(s.sum()), Pick.pick(s.x(), node.input(1)));
    }

    // dx = dl · (softmax(x) − onehot(y))
    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        Node x = node.input(0);
        int last = x.type().rank() - 1;
        Node oneHot = Select.select(Pick.chosen(x, node.input(1)),
                Constant.constantLike(x, 1), Constant.constantLike(x, 0));
        Node error = Sub.sub(Softmax.softmax(x, last), oneHot);
        return List.of(Optional.of(Mul.mul(error, Axes.repeat(cotangent, x, List.of(last)))), Optional.empty());
    }

    @Override
    public HostArray value(Evaluation evaluation, List<HostArray> inputs) {
        HostArray x = inputs.get(0);
        HostArray l = Shifted.logSumExp(x, List.of(x.rank() - 1));
        HostArray chosen = new Pick().value(evaluation, inputs);
        Arrays.setAll(l.data(), e -> l.data()[e] - chosen.data()[e]);
        return l;
    }

    @Override
    public String doc() {
        return "l[n] = log Σ exp x[n] - x[n, y[n]]: minus log of the probability that softmax(x) gives to the label y";
    }
}
