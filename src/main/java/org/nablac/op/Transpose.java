package org.nablac.op;

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

/** Output axis {@code i} is input axis {@code permutation[i]}: {@code y[j, i] = x[i, j]} for [1, 0]. */
public record Transpose(List<Integer> permutation) implements Move.Pull {
    public Transpose {
        permutation = List.copyOf(permutation);
    }

    /** {@code x} with axes exchanged; x itself if none is. */
    public static Node transpose(Node x, List<Integer> permutation) {
        return permutation.equals(Axes.all(x.type().rank())) ? x : x.arena().node(new Transpose(permutation), x);
    }

    @Override
    public String name() {
        return "transpose";
    }

    @Override
    public TensorType type(List<TensorType> inputs) {
        TensorType x = inputs.get(0);
        Axes.dense(name(), x);
        if (!permutation.stream().sorted().toList().equals(Axes.all(x.rank()))) {
            throw new ShapeError(name(), "not an order of the axes",
                    permutation + " does not name each of the axes "
                    + Axes.all(x.rank()) + " of " + x.shape() + " once");
        }
        return x.with(new Shape(permutation.stream().map(x::dim).toList()));
    }

    @Override
    public List<Expr> source(TensorType input, TensorType output, Function<Dim, Expr> size, List<Expr> index) {
        return inverse().stream().map(index::get).toList();
    }

    /** Which output axis each input axis becomes. */
    private List<Integer> inverse() {
        return Axes.all(permutation.size()).stream().map(permutation::indexOf).toList();
    }

    // dx = dy with the axes put back
    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        return List.of(Optional.of(transpose(cotangent, inverse())));
    }

    @Override
    public HostArray value(Evaluation evaluation, List<HostArray> inputs) {
        HostArray x = inputs.get(0);
        int[] shape = permutation.stream().mapToInt(a -> x.shape()[a]).toArray();
        return Axes.pull(x, shape, out -> {
            int[] in = new int[out.length];
            for (int a = 0; a < out.length; a++) {
                in[permutation.get(a)] = out[a];
            }
            return in;
        });
    }

    @Override
    public String doc() {
        return "y[j, i] = x[i, j]: exchanges axes";
    }
}
