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

/** The inputs one after the other along {@code axis}; their other dimensions are equal. */
public record Concat(int axis) implements Move.Push {

    /** At least one tensor, joined along {@code axis}; a single one is the result itself. */
    public static Node concat(List<Node> parts, int axis) {
        if (parts.isEmpty()) {
            throw new ShapeError("concat", "nothing to join", "it takes at least one tensor");
        }
        return parts.size() == 1 ? parts.get(0) : parts.get(0).arena().node(new Concat(axis), parts);
    }

    @Override
    public String name() {
        return "concat";
    }

    @Override
    public TensorType type(List<TensorType> inputs) {
        TensorType first = inputs.get(0);
        Axes.check(name(), List.of(axis), first);
        DTypes.same(name(), inputs.stream().map(TensorType::dtype).toList());
        Dim sum = Dim.ZERO;
        for (TensorType x : inputs) {
            Axes.dense(name(), x);
            if (x.rank() != first.rank() || !x.shape().with(axis, first.dim(axis)).equals(first.shape())) {
                throw new ShapeError(name(), "dimensions beside axis " + axis + " differ", x.shape() + " does not join "
                        + first.shape() + "; " + first.shape().with(axis, Dim.named("n")) + " would fit");
            }
            sum = sum.plus(x.dim(axis));
        }
        return first.with(first.shape().with(axis, sum));
    }

    @Override
    public List<Expr> target(List<TensorType> inputs, int input, Function<Dim, Expr> size, List<Expr> index) {
        Dim before = inputs.subList(0, input).stream().map(x -> x.dim(axis)).reduce(Dim.ZERO, Dim::plus);
        List<Expr> target = new ArrayList<>(index);
        target.set(axis, before.is(0) ? index.get(axis) : Code.add(index.get(axis), size.apply(before)));
        return target;
    }

    // each input gets its part of dy
    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        List<Optional<Node>> parts = new ArrayList<>();
        Dim start = Dim.ZERO;
        for (Node x : node.inputs()) {
            Dim length = x.type().dim(axis);
            parts.add(Optional.of(Slice.slice(cotangent, axis, start, length)));
            start = start.plus(length);
        }
        return parts;
    }

    @Override
    public HostArray value(Evaluation evaluation, List<HostArray> inputs) {
        int[] shape = inputs.get(0).shape().clone();
        shape[axis] = inputs.stream().mapToInt(x -> x.shape()[axis]).sum();
        HostArray y = HostArray.zeros(inputs.get(0).dtype(), shape);
        int start = 0;
        for (HostArray x : inputs) {
            for (int e = 0; e < x.count(); e++) {
                int[] out = Axes.index(x.shape(), e);
                out[axis] += start;
                y.data()[y.flat(out)] = x.data()[e];
            }
            start += x.shape()[axis];
        }
        return y;
    }

    @Override
    public String doc() {
        return "y = x1, x2, … one after the other along one axis";
    }
}
