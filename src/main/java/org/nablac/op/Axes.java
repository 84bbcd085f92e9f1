package org.nablac.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.nablac.graph.Node;
import org.nablac.graph.ShapeError;
import org.nablac.tensor.Dim;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.Shape;
import org.nablac.tensor.TensorType;

/** What the ops over axes share. */
final class Axes {
    private Axes() {
    }

    static List<Integer> all(int rank) {
        return IntStream.range(0, rank).boxed().toList();
    }

    /** The axes below {@code rank} that are not in {@code axes}. */
    static List<Integer> others(int rank, List<Integer> axes) {
        List<Integer> rest = new ArrayList<>(all(rank));
        rest.removeAll(axes);
        return rest;
    }

    /** Refuses what is held row-sparse. */
    static void dense(String op, TensorType x) {
        if (!x.isDense()) {
            throw new ShapeError(op, "takes a dense tensor", "given is " + x);
        }
    }

    /** Refuses axes that are not ascending axes of a dense {@code x}. */
    static void check(String op, List<Integer> axes, TensorType x) {
        for (int i = 0; i < axes.size(); i++) {
            int a = axes.get(i);
            if (a < 0 || a >= x.rank() || i > 0 && a <= axes.get(i - 1)) {
                throw new ShapeError(op, "no such axis",
                        x.shape() + " has the axes " + all(x.rank()) + ", named are " + axes);
            }
        }
        dense(op, x);
    }

    /** Number of elements along {@code axes} together. */
    static Dim count(Shape shape, List<Integer> axes) {
        return axes.stream().map(shape::dim).reduce(Dim.ONE, Dim::times);
    }

    /** {@code y}, which lacks {@code axes} of {@code x}, repeated along them. */
    static Node repeat(Node y, Node x, List<Integer> axes) {
        return Broadcast.broadcast(y, x.shape(), others(x.type().rank(), axes));
    }

    /** Folds {@code x} over {@code axes}, in row-major order. */
    static HostArray fold(HostArray x, List<Integer> axes, double start, DoubleBinaryOperator combine) {
        List<Integer> kept = others(x.rank(), axes);
        HostArray y = HostArray.zeros(x.dtype(), kept.stream().mapToInt(a -> x.shape()[a]).toArray());
        Arrays.fill(y.data(), start);
        for (int e = 0; e < x.count(); e++) {
            int[] in = index(x.shape(), e);
            int flat = y.flat(kept.stream().mapToInt(a -> in[a]).toArray());
            y.data()[flat] = combine.applyAsDouble(y.data()[flat], x.data()[e]);
        }
        return y;
    }

    /** {@code y[index] = x[source(index)]} */
    static HostArray pull(HostArray x, int[] shape, UnaryOperator<int[]> source) {
        HostArray y = HostArray.zeros(x.dtype(), shape);
        for (int e = 0; e < y.count(); e++) {
            y.data()[e] = x.at(source.apply(index(shape, e)));
        }
        return y;
    }

    /** {@code f(x, y)} element by element, y repeated along the {@code axes} of x that it lacks. */
    static HostArray combine(HostArray x, HostArray y, List<Integer> axes, DoubleBinaryOperator f) {
        List<Integer> kept = others(x.rank(), axes);
        HostArray z = HostArray.zeros(x.dtype(), x.shape());
        for (int e = 0; e < z.count(); e++) {
            int[] in = index(x.shape(), e);
            z.data()[e] = f.applyAsDouble(x.data()[e], y.at(kept.stream().mapToInt(a -> in[a]).toArray()));
        }
        return z;
    }

    /** The index of element number {@code flat}, row-major. */
    static int[] index(int[] shape, int flat) {
        int[] index = new int[shape.length];
        int rest = flat;
        for (int a = shape.length - 1; a >= 0; a--) {
            index[a] = rest % shape[a];
            rest /= shape[a];
        }
        return index;
    }
}
