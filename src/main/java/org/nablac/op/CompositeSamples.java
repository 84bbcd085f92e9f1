package org.nablac.op;

import java.util.List;
import java.util.function.Function;
import org.nablac.graph.Op;
import org.nablac.op.Sample.Argument;
import org.nablac.op.Sample.Sampling;
import org.nablac.tensor.DType;
import org.nablac.tensor.Shape;
import org.nablac.tensor.TensorType;

/** How the samples of composites are drawn. */
final class CompositeSamples {
    private CompositeSamples() {
    }

    /** One tensor of floats and some of its axes. */
    static Sampling overAxes(Function<List<Integer>, Op> op) {
        return draw -> {
            Shape shape = draw.shape(0, 3);
            return Sample.of(op.apply(draw.axes(shape.rank())), StructureSamples.floats(draw, shape));
        };
    }

    /** One tensor of floats and one of its axes. */
    static Sampling alongAxis(Function<Integer, Op> op) {
        return draw -> {
            Shape shape = draw.shape(1, 3);
            return Sample.of(op.apply(draw.below(shape.rank())), StructureSamples.floats(draw, shape));
        };
    }

    /** Two tensors of floats of one shape of at least {@code rank} axes. */
    static Sampling pair(Op op, int rank) {
        return draw -> {
            Argument side = StructureSamples.floats(draw, draw.shape(rank, 3));
            return Sample.of(op, side, side);
        };
    }

    /** Floats {@code [..., C]} and one label in [0, C) for each list of C. */
    static Sampling labelled(Op op) {
        return draw -> {
            Shape shape = draw.shape(1, 3);
            int last = shape.rank() - 1;
            TensorType labels = new TensorType(DType.I32, shape.without(List.of(last)));
            return Sample.of(op, StructureSamples.floats(draw, shape),
                    new Argument(labels, Domain.of(0, draw.size(shape.dim(last)) - 1)));
        };
    }

    static Sample dropout(Draw draw) {
        Op op = new Dropout(draw.one(List.of(0.0, 0.25, 0.5, 0.9)), draw.below(5));
        return Sample.of(op, StructureSamples.floats(draw, draw.shape(0, 3)));
    }

    /** y, the hole and no input: a gradient that passes nothing. */
    static Sample customGradient(Draw draw) {
        Argument y = StructureSamples.floats(draw, draw.shape(0, 3));
        return Sample.of(new CustomGradient(), y, y);
    }
}
