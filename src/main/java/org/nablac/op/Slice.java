package org.nablac.op;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Move;
import org.nablac.graph.Node;
import org.nablac.graph.ShapeError;
import org.nablac.tensor.Dim;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.TensorType;

/**
 * {@code length} elements of {@code axis} from {@code start} on: {@code y[i] = x[start + i]}. A named size counts as at
 * least 1 when it is asked whether they lie within the axis: the last row, from N - 1, does.
 */
public record Slice(int axis, Dim start, Dim length) implements Move.Pull {

    /** Part of {@code x} along one axis; x itself if that is all of it. */
    public static Node slice(Node x, int axis, Dim start, Dim length) {
        boolean whole = axis >= 0 && axis < x.type().rank() && start.is(0) && length.equals(x.type().dim(axis));
        return whole ? x : x.arena().node(new Slice(axis, start, length), x);
    }

    @Override
    public String name() {
        return "slice";
    }

    @Override
    public TensorType type(List<TensorType> inputs) {
        TensorType x = inputs.get(0);
        Axes.check(name(), List.of(axis), x);
        Dim end = start.plus(length);
        if (!isNatural(start) || !isNatural(length) || !isNatural(x.dim(axis).minus(end))) {
            throw new ShapeError(name(), "reaches beyond the axis",
                    "[" + start + ", " + end + ") does not lie within [0, " + x.dim(axis) + "), axis " + axis
                    + " of " + x.shape());
        }
        return x.with(x.shape().with(axis, length));
    }

    /** Whether {@code d} is at least 0 for all sizes from 1 on: in sizes less one, no coefficient is negative. */
    private static boolean isNatural(Dim d) {
        Dim shifted = d;
        for (String name : d.names()) {
            shifted = shifted.bind(name, Dim.named(name).plus(Dim.ONE));
        }
        return shifted.terms().stream().allMatch(t -> t.getValue() >= 0);
    }

    @Override
    public List<Expr> source(TensorType input, TensorType output, Function<Dim, Expr> size, List<Expr> index) {
        List<Expr> source = new ArrayList<>(index);
        source.set(axis, start.is(0) ? index.get(axis) : Code.add(index.get(axis), size.apply(start)));
        return source;
    }

    // dx = dy between zeros
    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        Node x = node.input(0);
        Dim after = x.type().dim(axis).minus(start).minus(length);
        List<Node> parts = new ArrayList<>();
        if (!start.is(0)) {
            parts.add(zeros(x, start));
        }
        parts.add(cotangent);
        if (!after.is(0)) {
            parts.add(zeros(x, after));
        }
        return List.of(Optional.of(Concat.concat(parts, axis)));
    }

    private Node zeros(Node x, Dim dim) {
        Node zero = Constant.constant(x.arena(), x.type().dtype(), 0);
        return Broadcast.broadcast(zero, x.shape().with(axis, dim));
    }

    @Override
    public HostArray value(Evaluation evaluation, List<HostArray> inputs) {
        HostArray x = inputs.get(0);
        int first = (int) start.value(evaluation.sizes());
        int[] shape = x.shape().clone();
        shape[axis] = (int) length.value(evaluation.sizes());
        return Axes.pull(x, shape, out -> {
            int[] in = out.clone();
            in[axis] += first;
            return in;
        });
    }

    @Override
    public String doc() {
        return "y[i] = x[start + i]: a part of x along one axis";
    }
}
