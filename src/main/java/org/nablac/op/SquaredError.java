package org.nablac.op;

import java.util.List;
import java.util.Optional;
import org.nablac.graph.Composite;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Node;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.TensorType;

/** {@code l = (x − y)²} */
public record SquaredError() implements Composite {

    /** {@code x} and {@code y} of one shape, which is the result's. */
    public static Node squaredError(Node x, Node y) {
        return x.arena().node(new SquaredError(), x, y);
    }

    @Override
    public String name() {
        return "squaredError";
    }

    @Override
    public TensorType type(List<TensorType> inputs) {
        return Floats.same(name(), inputs.get(0), inputs.get(1));
    }

    @Override
    public Node expand(Node node) {
        return Square.square(Sub.sub(node.input(0), node.input(1)));
    }

    // dx = 2·dl·(x − y) = −dy
    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        Node twice = Mul.mul(cotangent, Constant.constantLike(cotangent, 2));
        Node dx = Mul.mul(twice, Sub.sub(node.input(0), node.input(1)));
        return List.of(Optional.of(dx), Optional.of(Neg.neg(dx)));
    }

    @Override
    public HostArray value(Evaluation evaluation, List<HostArray> inputs) {
        return Axes.combine(inputs.get(0), inputs.get(1), List.of(), (x, y) -> (x - y) * (x - y));
    }

    @Override
    public String doc() {
        return "l = (x - y)²";
    }
}
