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
import org.nablac.tensor.HostArray;
import org.nablac.tensor.Shape;
import org.nablac.tensor.TensorType;

/** The scalar {@code value}, rounded to {@code dtype}. */
public record Constant(DType dtype, double value) implements Leaf.Computed {
    public Constant {
        value = dtype == DType.F32 ? (float) value : value;
    }

    public static Node constant(Arena arena, DType dtype, double value) {
        return arena.node(new Constant(dtype, value));
    }

    /** {@code value} in the type of {@code like}: broadcast to its shape. */
    public static Node constantLike(Node like, double value) {
        return Broadcast.broadcast(constant(like.arena(), like.type().dtype(), value), like.shape());
    }

    @Override
    public String name() {
        return "constant";
    }

    @Override
    public TensorType type() {
        return new TensorType(dtype, Shape.SCALAR);
    }

    @Override
    public Expr element(Context context, List<Expr> index) {
        return Code.constant(Scalar.of(dtype), value);
    }

    @Override
    public HostArray value(Evaluation evaluation, List<HostArray> inputs) {
        return HostArray.scalar(dtype, value);
    }

    @Override
    public String doc() {
        return "a number";
    }
}
