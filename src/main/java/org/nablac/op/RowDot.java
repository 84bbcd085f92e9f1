package org.nablac.op;

import java.util.List;
import java.util.Optional;
import org.nablac.graph.Composite;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Node;
import org.nablac.graph.ShapeError;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.TensorType;

/** {@code z[…] = Σ_k x[…, k] · y[…, k]}: the inner product of each row of one with that of the other. */
public record RowDot() implements Composite {

    /** {@code x} and {@code y} of one shape [..., K] to [...]. */
    public static Node dot(Node x, Node y) {
        return x.arena().node(new RowDot(), x, y);
    }

    @Override
    public String name() {
        return "dot";
    }

    @Override
    public TensorType type(List<TensorType> inputs) {
        TensorType x = Floats.same(name(), inputs.get(0), inputs.get(1));
        if (x.rank() == 0) {
            throw new ShapeError(name(), "takes rows", "[] has no axis to sum over; [..., K] would fit");
        }
        return x.with(x.shape().without(List.of(x.rank() - 1)));
    }

    @Override
    public Node expand(Node node) {
        return Sum.sum(Mul.mul(node.input(0), node.input(1)), last(node));
    }

    private static List<Integer> last(Node node) {
        return List.of(node.input(0).type().rank() - 1);
    }

    // dx = dz · y, dy = dz · x, dz repeated along the rows
    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        Node dz = Axes.repeat(cotangent, node.input(0), last(node));
        return List.of(Optional.of(Mul.mul(dz, node.input(1))), Optional.of(Mul.mul(dz, node.input(0))));
    }

    @Override
    public HostArray value(Evaluation evaluation, List<HostArray> inputs) {
        HostArray products = Axes.combine(inputs.get(0), inputs.get(1), List.of(), (x, y) -> x * y);
        return Axes.fold(products, List.of(products.rank() - 1), 0, Double::sum);
    }

    @Override
    public String doc() {
        return "z[n] = Σ_k x[n, k] · y[n, k]: the inner product of rows";
    }
}
