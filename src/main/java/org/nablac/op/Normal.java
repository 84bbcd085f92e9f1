package org.nablac.op;

import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Scalar;
import org.nablac.code.math.Elementary;
import org.nablac.graph.Arena;
import org.nablac.graph.Node;
import org.nablac.tensor.DType;
import org.nablac.tensor.Shape;

/** Standard normal: Φ⁻¹(½ + q), ½ + q being the middle of the interval that {@link Uniform} gives the lower end of. */
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
        return Code.call(Elementary.normal(Scalar.of(dtype)), bits);
    }

    @Override
    public double number(long bits) {
        int digits = dtype == DType.F32 ? 24 : 53;
        long k = (bits >>> (64 - digits)) - (1L << (digits - 1));
        return ErrorFunction.quantile((k + 0.5) * Math.scalb(1.0, -digits));
    }

    @Override
    public String doc() {
        return "independent random numbers, standard normal";
    }
}
