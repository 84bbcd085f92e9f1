package org.nablac.op;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.nablac.graph.Op;
import org.nablac.op.Sample.Argument;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;
import org.nablac.tensor.Shape;
import org.nablac.tensor.TensorType;

/** How the samples of moves, reductions, products and ops by row are drawn. */
final class StructureSamples {
    private StructureSamples() {
    }

    static Argument floats(Draw draw, Shape shape) {
        return new Argument(new TensorType(draw.floating(), shape), Domain.REAL);
    }

    private static Argument separated(DType dtype, Shape shape) {
        return new Argument(new TensorType(dtype, shape), Domain.REAL.separated());
    }

    /** Indices in [0, bound), now and then −1, which is no row. */
    private static Argument rows(Draw draw, Shape shape, Dim bound) {
        int low = draw.below(4) == 0 ? -1 : 0;
        return new Argument(new TensorType(DType.I32, shape), Domain.of(low, draw.size(bound) - 1));
    }

    static Sample maxOver(Draw draw) {
        Shape shape = draw.shape(0, 3);
        DType dtype = draw.below(4) == 0 ? DType.I32 : draw.floating();
        return Sample.of(new MaxOver(draw.axes(shape.rank())), separated(dtype, shape));
    }

    static Sample argMax(Draw draw) {
        Shape shape = draw.shape(1, 3);
        DType dtype = draw.below(4) == 0 ? DType.I32 : draw.floating();
        return Sample.of(new ArgMax(draw.below(shape.rank())), separated(dtype, shape));
    }

    /** Two of: the shape, its dimensions in another order, neighbours joined, an axis of 1 put in. */
    static Sample reshape(Draw draw) {
        Shape shape = draw.shape(0, 4);
        return Sample.of(new Reshape(regrouped(draw, shape)), floats(draw, regrouped(draw, shape)));
    }

    private static Shape regrouped(Draw draw, Shape shape) {
        List<Dim> dims = new ArrayList<>(shape.dims());
        if (draw.below(3) == 0) {
            Collections.shuffle(dims, Random.from(draw.random()));
        }
        if (dims.size() > 1 && draw.coin()) {
            int first = draw.below(dims.size() - 1);
            dims.set(first, dims.get(first).times(dims.remove(first + 1)));
        }
        if (draw.below(3) == 0) {
            dims.add(draw.below(dims.size() + 1), Dim.ONE);
        }
        return new Shape(dims);
    }

    static Sample transpose(Draw draw) {
        Shape shape = draw.shape(0, 4);
        List<Integer> permutation = new ArrayList<>(Axes.all(shape.rank()));
        Collections.shuffle(permutation, Random.from(draw.random()));
        return Sample.of(new Transpose(permutation), floats(draw, shape));
    }

    /** Any part of a constant axis; all, the first or the last of a named one. */
    static Sample slice(Draw draw) {
        Shape shape = draw.shape(1, 3);
        int axis = draw.below(shape.rank());
        Dim dim = shape.dim(axis);
        Dim start = Dim.ZERO;
        Dim length = dim;
        if (dim.isConstant()) {
            start = Dim.of(draw.below((int) dim.constant()));
            length = Dim.of(1 + draw.below((int) (dim.constant() - start.constant())));
        } else if (draw.coin()) {
            start = draw.coin() ? dim.minus(Dim.ONE) : start;
            length = Dim.ONE;
        }
        return Sample.of(new Slice(axis, start, length), floats(draw, shape));
    }

    static Sample concat(Draw draw) {
        Shape shape = draw.shape(1, 3);
        int axis = draw.below(shape.rank());
        List<Argument> parts = new ArrayList<>();
        for (int n = 1 + draw.below(3); n > 0; n--) {
            parts.add(floats(draw, shape.with(axis, draw.dim())));
        }
        return new Sample(new Concat(axis), parts);
    }

    static Sample matmul(Draw draw) {
        List<Dim> batch = draw.below(3) == 0 ? draw.shape(1, 2).dims() : List.of();
        Dim m = draw.dim();
        Dim k = draw.dim();
        Dim n = draw.dim();
        MatMul op = new MatMul(draw.coin(), draw.coin());
        return Sample.of(op, floats(draw, matrices(batch, m, k, op.transposeLeft())),
                floats(draw, matrices(batch, k, n, op.transposeRight())));
    }

    private static Shape matrices(List<Dim> batch, Dim rows, Dim columns, boolean transposed) {
        List<Dim> dims = new ArrayList<>(batch);
        dims.addAll(transposed ? List.of(columns, rows) : List.of(rows, columns));
        return new Shape(dims);
    }

    static Sample gather(Draw draw) {
        Shape table = draw.shape(1, 3);
        return Sample.of(new Gather(), floats(draw, table), rows(draw, draw.shape(0, 2), table.dim(0)));
    }

    static Sample addRows(Draw draw) {
        return write(draw, new AddRows(), draw.dim());
    }

    /** One row only, so that none is named twice. */
    static Sample setRows(Draw draw) {
        return write(draw, new SetRows(), Dim.ONE);
    }

    private static Sample write(Draw draw, Op op, Dim count) {
        Shape table = draw.shape(1, 3);
        return Sample.of(op, floats(draw, table), rows(draw, Shape.of(count), table.dim(0)),
                floats(draw, table.with(0, count)));
    }

    static Sample rowSparse(Draw draw) {
        Shape values = draw.shape(1, 3);
        Dim rows = draw.dim();
        return Sample.of(new RowSparse(rows), rows(draw, Shape.of(values.dim(0)), rows), floats(draw, values));
    }

    static Sample firstOccurrence(Draw draw) {
        Dim bound = draw.dim();
        return Sample.of(new FirstOccurrence(bound), rows(draw, draw.shape(1, 1), bound));
    }
}
