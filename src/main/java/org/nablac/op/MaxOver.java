package org.nablac.op;

import java.util.List;
import java.util.Optional;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Scalar;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Node;
import org.nablac.graph.Reduce;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.TensorType;

/** {@code y = max x} over {@code axes}, which the result lacks; NaN if one is NaN; the least value if there is none. */
public record MaxOver(List<Integer> axes) implements Reduce {
    public MaxOver {
        axes = List.copyOf(axes);
    }

    /** The largest over {@code axes}, floats or ints; {@code x} itself if there are none. */
    public static Node maxOver(Node x, List<Integer> axes) {
        return axes.isEmpty() ? x : x.arena().node(new MaxOver(axes), x);
    }

    @Override
    public String name() {
        return "maxOver";
    }

    @Override
    public TensorType type(List<TensorType> inputs) {
        TensorType x = inputs.get(0);
        Axes.check(name(), axes, x);
        DTypes.sameNumber(name(), List.of(x.dtype()));
        return x.with(x.shape().without(axes));
    }

    @Override
    public Expr identity(Scalar scalar) {
        return Code.constant(scalar, scalar.isFloat() ? Double.NEGATIVE_INFINITY : Integer.MIN_VALUE);
    }

    @Override
    public Expr combine(Expr accumulator, Expr x) {
        return Code.max(accumulator, x);
    }

    @Override
    public boolean isOrderFree() {
        return true;
    }

    // dx = dy / n where x is one of the n elements that equal y, else 0
    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        Node x = node.input(0);
        Node attains = Equal.equal(x, Axes.repeat(node, x, axes));
        Node zero = Constant.constantLike(x, 0);
        Node n = Sum.sum(Select.select(attains, Constant.constantLike(x, 1), zero), axes);
        return List.of(Optional.of(Select.select(attains, Axes.repeat(Div.div(cotangent, n), x, axes), zero)));
    }

    @Override
    public HostArray value(Evaluation evaluation, List<HostArray> inputs) {
        HostArray x = inputs.get(0);
        double least = x.dtype().isFloat() ? Double.NEGATIVE_INFINITY : Integer.MIN_VALUE;
        return Axes.fold(x, axes, least, Math::max);
    }

    @Override
    public String doc() {
        return "y = max x over some axes; its gradient is shared evenly among equal maxima";
    }
}
