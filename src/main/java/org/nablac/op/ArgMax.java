package org.nablac.op;

import java.util.List;
import java.util.Optional;
import org.nablac.graph.Composite;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Node;
import org.nablac.graph.Op;
import org.nablac.graph.ShapeError;
import org.nablac.tensor.DType;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.TensorType;

/** {@code y = min {i : x[i] = max x}} along {@code axis}, which the result lacks; a NaN counts as the largest. */
public record ArgMax(int axis) implements Composite {

    /** Where {@code x}, floats or ints, is largest along {@code axis}; the first place of several. */
    public static Node argMax(Node x, int axis) {
        return x.arena().node(new ArgMax(axis), x);
    }

    @Override
    public String name() {
        return "argMax";
    }

    @Override
    public TensorType type(List<TensorType> inputs) {
        TensorType x = inputs.get(0);
        Axes.check(name(), List.of(axis), x);
        DTypes.sameNumber(name(), List.of(x.dtype()));
        if (x.dim(axis).is(0)) {
            throw new ShapeError(name(), "nothing to choose from", "axis " + axis + " of " + x.shape() + " is empty");
        }
        return new TensorType(DType.I32, x.shape().without(List.of(axis)));
    }

    // y = −max {−i : x[i] = max x, or NaN}
    @Override
    public Node expand(Node node) {
        Node x = node.input(0);
        List<Integer> axes = List.of(axis);
        Node largest = Equal.equal(x, Axes.repeat(MaxOver.maxOver(x, axes), x, axes));
        Node attains = Or.or(largest, NotEqual.notEqual(x, x));
        Node place = Neg.neg(Iota.iota(x.arena(), DType.I32, x.shape(), axis));
        Node none = Constant.constantLike(place, -Integer.MAX_VALUE);
        return Neg.neg(MaxOver.maxOver(Select.select(attains, place, none), axes));
    }

    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        return Op.nothing(node);
    }

    @Override
    public Optional<String> notDifferentiable() {
        return Optional.of("a place is a whole number and does not change smoothly; "
                + "logSumExp or softmax are the smooth forms");
    }

    @Override
    public HostArray value(Evaluation evaluation, List<HostArray> inputs) {
        HostArray x = inputs.get(0);
        List<Integer> kept = Axes.others(x.rank(), List.of(axis));
        HostArray y = HostArray.zeros(DType.I32, kept.stream().mapToInt(a -> x.shape()[a]).toArray());
        double[] best = new double[y.count()];
        for (int e = 0; e < x.count(); e++) {
            int[] in = Axes.index(x.shape(), e);
            int at = y.flat(kept.stream().mapToInt(a -> in[a]).toArray());
            double here = x.data()[e];
            if (in[axis] == 0 || here > best[at] || Double.isNaN(here) && !Double.isNaN(best[at])) {
                y.data()[at] = in[axis];
                best[at] = here;
            }
        }
        return y;
    }

    @Override
    public String doc() {
        return "y = the first i at which x[i] is largest along one axis";
    }
}
