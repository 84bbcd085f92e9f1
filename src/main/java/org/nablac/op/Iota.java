package org.nablac.op;

import java.util.List;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Scalar;
import org.nablac.graph.Arena;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Leaf;
import org.nablac.graph.Node;
import org.nablac.graph.ShapeError;
import org.nablac.tensor.DType;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.Shape;
import org.nablac.tensor.TensorType;

/** The index along {@code axis}: {@code y[.., i, ..] = i}. */
public record Iota(DType dtype, Shape shape, int axis) implements Leaf.Computed {
    public Iota {
        if (axis < 0 || axis >= shape.rank()) {
            throw new ShapeError("iota", "no such axis",
                    shape + " has the axes " + Axes.all(shape.rank()) + ", named is " + axis);
        }
        DTypes.sameNumber("iota", List.of(dtype));
    }

    public static Node iota(Arena arena, DType dtype, Shape shape, int axis) {
        return arena.node(new Iota(dtype, shape, axis));
    }

    @Override
    public String name() {
        return "iota";
    }

    @Override
    public TensorType type() {
        return new TensorType(dtype, shape);
    }

    @Override
    public Expr element(Context context, List<Expr> index) {
        return Code.convert(Scalar.of(dtype), index.get(axis));
    }

    @Override
    public HostArray value(Evaluation evaluation, List<HostArray> inputs) {
        HostArray y = HostArray.zeros(dtype, shape.values(evaluation.sizes()));
        int stride = y.strides()[axis];
        for (int e = 0; e < y.count(); e++) {
            y.data()[e] = e / stride % y.shape()[axis];
        }
        return y;
    }

    @Override
    public String doc() {
        return "y[.., i, ..] = i: the index along an axis";
    }
}
