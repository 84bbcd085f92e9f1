package org.nablac.op;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;
import org.nablac.graph.ShapeError;
import org.nablac.tensor.HostArray;
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

    /** Refuses axes that are not ascending axes of a dense {@code x}. */
    static void check(String op, List<Integer> axes, TensorType x) {
        for (int i = 0; i < axes.size(); i++) {
            int a = axes.get(i);
            if (a < 0 || a >= x.rank() || i > 0 && a <= axes.get(i - 1)) {
                throw new ShapeError(op, "no such axis", x.shape() + " has the axes " + all(x.rank()) + ", named are " + axes);
            }
        }
        if (!x.isDense()) {
            throw new ShapeError(op, "takes a dense tensor", "given is " + x);
        }
    }

    /** Folds {@code x} over {@code axes}, in row-major order. */
    static HostArray fold(HostArray x, List<Integer> axes, double start, DoubleBinaryOperator combine) {
        List<Integer> kept = others(x.rank(), axes);
        int[] shape = kept.stream().mapToInt(a -> x.shape()[a]).toArray();
        HostArray y = HostArray.zeros(x.dtype(), shape);
        java.util.Arrays.fill(y.data(), start);
        int[] in = new int[x.rank()];
        for (int e = 0; e < x.count(); e++) {
            int rest = e;
            for (int a = x.rank() - 1; a >= 0; a--) {
                in[a] = rest % x.shape()[a];
                rest /= x.shape()[a];
            }
            int flat = y.flat(kept.stream().mapToInt(a -> in[a]).toArray());
            y.data()[flat] = combine.applyAsDouble(y.data()[flat], x.data()[e]);
        }
        return y;
    }
}
