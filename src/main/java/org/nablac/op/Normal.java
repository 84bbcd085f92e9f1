package org.nablac.op;

import org.nablac.code.Expr;
import org.nablac.graph.Arena;
import org.nablac.graph.Node;
import org.nablac.tensor.DType;
import org.nablac.tensor.Shape;

/** Standard normal: Φ⁻¹(u) of the middle u of the uniform number's interval, so that u is neither 0 nor 1. */
public record Normal(DType dtype, Shape shape, int stream) implements RandomLeaf {

    public static Node normal(Arena arena, DType dtype, Shape shape, int stream) {
        return arena.node(new Normal(dtype, shape, stream));
    }

    @Override
    public String name() {
        return "normal";
    }

    @Override
    public Expr number(Expr bits) {
        return Elements.normal(Scalars.of(dtype), bits);
    }

    @Override
    public double number(long bits) {
        double u = dtype == DType.F32 ? ((bits >>> 41) + 0.5) * 0x1p-23 : ((bits >>> 12) + 0.5) * 0x1p-52;
        return ErrorFunction.quantile(u);
    }

    @Override
    public String doc() {
        return "independent random numbers, standard normal";
    }
}
