package org.nablac.op;

import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Scalar;
import org.nablac.code.math.Elementary;
import org.nablac.graph.Arena;
import org.nablac.graph.Node;
import org.nablac.tensor.DType;
import org.nablac.tensor.Shape;

/** Uniform in [0, 1): the highest 24 (f32) or 53 (f64) of 64 random bits, as a fraction. */
public record Uniform(DType dtype, Shape shape, int stream) implements RandomLeaf {

    public static Node uniform(Arena arena, DType dtype, Shape shape, int stream) {
        return arena.node(new Uniform(dtype, shape, stream));
    }

    @Override
    public String name() {
        return "uniform";
    }

    @Override
    public Expr number(Expr bits) {
        return Code.call(Elementary.uniform(Scalar.of(dtype)), bits);
    }

    @Override
    public double number(long bits) {
        return dtype == DType.F32 ? (bits >>> 40) * 0x1p-24 : (bits >>> 11) * 0x1p-53;
    }

    @Override
    public String doc() {
        return "independent random numbers, uniform in [0, 1)";
    }
}
