package org.nablac.op;

import java.util.List;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Scalar;
import org.nablac.graph.Arena;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Leaf;
import org.nablac.graph.Node;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.Shape;
import org.nablac.tensor.TensorType;

/** The value of a dimension, as a scalar: what a mean over a batch divides by. */
public record SizeOf(DType dtype, Dim dim) implements Leaf.Computed {
    public SizeOf {
        DTypes.sameNumber("sizeOf", List.of(dtype));
    }

    public static Node sizeOf(Arena arena, DType dtype, Dim dim) {
        return arena.node(new SizeOf(dtype, dim));
    }

    @Override
    public String name() {
        return "sizeOf";
    }

    @Override
    public TensorType type() {
        return new TensorType(dtype, Shape.SCALAR);
    }

    @Override
    public Expr element(Context context, List<Expr> index) {
        return Code.convert(Scalar.of(dtype), context.size(dim));
    }

    @Override
    public HostArray value(Evaluation evaluation, List<HostArray> inputs) {
        return HostArray.scalar(dtype, dim.value(evaluation.sizes()));
    }

    @Override
    public String doc() {
        return "the value of a dimension";
    }
}
