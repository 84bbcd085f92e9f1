package models;

import static java.lang.Math.sqrt;
import static models.Layers.WIDTH;
import static org.nablac.Nablac.*;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.nablac.*;
import org.nablac.tensor.Dim;

/** The rest of the Java that a model may use. */
@Model
public class Tricks {
    private static final String NAME = "tan" + 'h';
    private static final double[][] TABLE = {{1, 2.5}, {3, 4, WIDTH}};
    private static final List<Integer> SIZES = List.of(2, 3);

    enum Kind {
        SMALL(2), LARGE(4);

        final int size;

        Kind(int size) {
            this.size = size;
        }

        int twice() {
            return 2 * size;
        }
    }

    interface Step {
        Tensor once(Tensor x);

        default Tensor twice(Tensor x) {
            return once(once(x));
        }
    }

    record Shift(Tensor by) implements Step {
        Shift {
            if (by.rank() != 1) {
                throw new IllegalArgumentException("rank " + by.rank());
            }
        }

        @Override
        public Tensor once(Tensor x) {
            return x.plus(by);
        }
    }

    /** Has an object around it, as javac makes it where static is left out. */
    class Inner {
        final Tensor scale = parameter(size()).ones();

        Tensor apply(Tensor x) {
            return x.times(scale).times(factor);
        }
    }

    final double factor = TABLE[1][2] / SIZES.get(1);
    final Inner inner = new Inner();
    final Step[] steps;
    final Shift shift = new Shift(parameter(Kind.LARGE.twice()));
    final List<UnaryOperator<Tensor>> functions = List.of(Nablac::tanh, Tensor::exp, this::half, x -> {
        Tensor y = x.square();
        return y.plus(shift.by());
    });
    final BinaryOperator<Tensor> join = Tensor::plus;
    final Supplier<Inner> fresh = () -> inner;

    Tricks() {
        this(Kind.values().length);
    }

    private Tricks(int count) {
        steps = new Step[count];
        int i = 0;
        do {
            steps[i] = new Shift(parameter(size()).normal(1 / sqrt(count)));
        } while (++i < count);
    }

    int size() {
        return WIDTH;
    }

    private Tensor half(Tensor x) {
        return x.dividedBy(Kind.SMALL.size);
    }

    static Tensor total(double weight, Tensor... parts) {
        Tensor sum = zero();
        for (Tensor part : parts) {
            sum = sum.plus(part);
        }
        return sum.times(weight);
    }

    static Dim last(Tensor x) {
        return x.dim(x.rank() - 1);
    }

    public Tensor f(@Shape("N, " + WIDTH) Tensor x) {
        Tensor y = inner.apply(fresh.get().apply(x));
        for (Step step : steps) {
            y = step.twice(y);
        }
        for (UnaryOperator<Tensor> function : functions) {
            y = function.apply(y);
        }
        List<Tensor> parts = new ArrayList<>();
        outer(parts, y, 3);
        y = join.apply(total(0.5, parts.get(0), parts.get(1)), total(2));
        return NAME.equals("tanh") && !NAME.isEmpty() ? tanh(y) : y;
    }

    private void outer(List<Tensor> parts, Tensor x, int depth) {
        if (depth == 0) {
            return;
        }
        parts.add(x.clip(-depth, depth));
        outer(parts, x, depth - 1);
    }

    public Tensor g(@Shape("N, 2*WIDTH") Tensor x) {
        Tensor y = customGradient(x.sign(), x, g -> g.times(Math.max(1, 0.5)));
        int kind = 1;
        switch (kind) {
            case 0:
                return y;
            case 1, 2:
                y = y.slice(-1, Dim.of(1), last(y).minus(Dim.of(1)));
                break;
            default:
                throw new IllegalStateException();
        }
        return select(y.greater(0), y, stopGradient(y)).max(-1);
    }
}
