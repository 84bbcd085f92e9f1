package org.nablac.op;

import java.util.List;
import java.util.Optional;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Scalar;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Node;
import org.nablac.graph.Reduce;
import org.nablac.graph.ShapeError;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.TensorType;

/** {@code y = Σ x} over {@code axes}, which the result lacks. */
public record Sum(List<Integer> axes) implements Reduce {
    public Sum {
        axes = List.copyOf(axes);
    }

    /** Σ over {@code axes}; {@code x} itself if there are none. */
    public static Node sum(Node x, List<Integer> axes) {
        return axes.isEmpty() ? x : x.arena().node(new Sum(axes), x);
    }

    /** Σ over every axis. */
    public static Node sum(Node x) {
        return sum(x, Axes.all(x.type().rank()));
    }

    @Override
    public String name() {
        return "sum";
    }

    @Override
    public TensorType type(List<TensorType> inputs) {
        TensorType x = inputs.get(0);
        Axes.check(name(), axes, x);
        if (!x.dtype().isFloat()) {
            throw new ShapeError(name(), "takes floats", "given is " + x);
        }
        return x.with(x.shape().without(axes));
    }

    @Override
    public Expr identity(Scalar scalar) {
        return Code.constant(scalar, 0);
    }

    @Override
    public Expr combine(Expr accumulator, Expr x) {
        return Code.add(accumulator, x);
    }

    // dx = dy, repeated along the summed axes
    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        Node x = node.input(0);
        return List.of(Optional.of(Broadcast.broadcast(cotangent, x.shape(), Axes.others(x.type().rank(), axes))));
    }

    @Override
    public HostArray value(Evaluation evaluation, List<HostArray> inputs) {
        return Axes.fold(inputs.get(0), axes, 0, Double::sum);
    }

    @Override
    public String doc() {
        return "y = Σ x over some axes";
    }
}
