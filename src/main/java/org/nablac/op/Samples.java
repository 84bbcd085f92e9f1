package org.nablac.op;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.nablac.graph.Elementwise;
import org.nablac.graph.Op;
import org.nablac.op.Sample.Argument;
import org.nablac.op.Sample.Sampling;
import org.nablac.tensor.DType;
import org.nablac.tensor.Shape;
import org.nablac.tensor.TensorType;

/** How the samples of whole families of ops are drawn. */
final class Samples {
    private Samples() {
    }

    /** A leaf, which has no arguments. */
    static Sampling leaf(Function<Draw, Op> op) {
        return draw -> Sample.of(op.apply(draw));
    }

    /** Floats of one shape, each in its domain. */
    static Sampling floats(Elementwise op, Domain... domains) {
        return floats(draw -> op, domains);
    }

    /** The same for an op with attributes. */
    static Sampling floats(Function<Draw, Elementwise> op, Domain... domains) {
        return draw -> same(op.apply(draw), draw.floating(), draw, domains);
    }

    /** Truth values of one shape. */
    static Sampling truths(Elementwise op, int count) {
        Domain[] domains = new Domain[count];
        Arrays.fill(domains, Domain.TRUTH);
        return draw -> same(op, DType.BOOL, draw, domains);
    }

    /** Floats or int32s of one shape; few different values, so that some are equal. */
    static Sampling numbers(Elementwise op, Domain... domains) {
        return draw -> same(op, draw.below(4) == 0 ? DType.I32 : draw.floating(), draw, domains);
    }

    /** Arguments of one dtype and one shape of up to three axes. */
    static Sample same(Elementwise op, DType dtype, Draw draw, Domain... domains) {
        Shape shape = draw.shape(0, 3);
        return new Sample(op, Arrays.stream(domains).map(d -> new Argument(new TensorType(dtype, shape), d)).toList());
    }

    static Sample select(Draw draw) {
        Shape shape = draw.shape(0, 3);
        Argument side = new Argument(new TensorType(draw.floating(), shape), Domain.REAL);
        return Sample.of(new Select(), new Argument(new TensorType(DType.BOOL, shape), Domain.TRUTH), side, side);
    }

    /** Any dtype to any other. */
    static Sample convert(Draw draw) {
        DType from = draw.one(List.of(DType.values()));
        Domain domain = from == DType.BOOL ? Domain.TRUTH : Domain.REAL;
        return same(new Convert(draw.one(List.of(DType.values()))), from, draw, domain);
    }

    static Sample broadcast(Draw draw) {
        Shape shape = draw.shape(0, 3);
        List<Integer> axes = draw.axes(shape.rank());
        Shape x = new Shape(axes.stream().map(shape::dim).toList());
        return Sample.of(new Broadcast(shape, axes), new Argument(new TensorType(draw.floating(), x), Domain.REAL));
    }

    static Sample sum(Draw draw) {
        Shape shape = draw.shape(0, 3);
        Argument x = new Argument(new TensorType(draw.floating(), shape), Domain.REAL);
        return Sample.of(new Sum(draw.axes(shape.rank())), x);
    }
}
