package org.nablac.op;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.nablac.code.Expr;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Move;
import org.nablac.graph.Node;
import org.nablac.graph.ShapeError;
import org.nablac.tensor.Dim;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.Shape;
import org.nablac.tensor.TensorType;

/**
 * Repeats the input along new axes: input axis {@code i} is output axis {@code axes[i]}, ascending; along the others
 * the values repeat. {@code y[.., n, k] = x[k]}.
 */
public record Broadcast(Shape shape, List<Integer> axes) implements Move.Pull {
    public Broadcast {
        axes = List.copyOf(axes);
    }

    /** {@code x} repeated along new leading axes of {@code shape}, whose last axes are those of x. */
    public static Node broadcast(Node x, Shape shape) {
        List<Integer> axes = new ArrayList<>();
        for (int a = shape.rank() - x.type().rank(); a < shape.rank(); a++) {
            axes.add(a);
        }
        return broadcast(x, shape, axes);
    }

    /** {@code x} with its axis i as axis {@code axes[i]} of {@code shape}; x itself if that is its shape already. */
    public static Node broadcast(Node x, Shape shape, List<Integer> axes) {
        return x.shape().equals(shape) ? x : x.arena().node(new Broadcast(shape, axes), x);
    }

    @Override
    public String name() {
        return "broadcast";
    }

    @Override
    public TensorType type(List<TensorType> inputs) {
        TensorType x = inputs.get(0);
        Axes.dense(name(), x);
        if (x.rank() != axes.size()) {
            throw new ShapeError(name(), "an axis is missing", x.shape() + " has " + x.rank()
                    + " axes, placed are " + axes);
        }
        for (int i = 0; i < axes.size(); i++) {
            if (axes.get(i) < 0 || axes.get(i) >= shape.rank() || i > 0 && axes.get(i) <= axes.get(i - 1)
                    || !shape.dim(axes.get(i)).equals(x.dim(i))) {
                throw new ShapeError(name(), "shapes do not meet", x.shape() + " does not repeat to " + shape);
            }
        }
        return x.with(shape);
    }

    @Override
    public List<Expr> source(TensorType input, TensorType output, Function<Dim, Expr> size, List<Expr> index) {
        return axes.stream().map(index::get).toList();
    }

    // dx = Σ dy over the axes along which x was repeated
    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        List<Integer> repeated = new ArrayList<>();
        for (int a = 0; a < shape.rank(); a++) {
            if (!axes.contains(a)) {
                repeated.add(a);
            }
        }
        return List.of(Optional.of(Sum.sum(cotangent, repeated)));
    }

    @Override
    public HostArray value(Evaluation evaluation, List<HostArray> inputs) {
        HostArray x = inputs.get(0);
        return Axes.pull(x, shape.values(evaluation.sizes()), out -> axes.stream().mapToInt(a -> out[a]).toArray());
    }

    @Override
    public String doc() {
        return "y[n, k] = x[k]: repeats x along new axes";
    }
}
