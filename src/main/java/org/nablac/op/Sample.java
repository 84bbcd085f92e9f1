package org.nablac.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import org.nablac.graph.Op;
import org.nablac.tensor.DType;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.TensorType;

/** One application of an op, to try it on. */
public record Sample(Op op, List<Argument> arguments) {
    public Sample {
        arguments = List.copyOf(arguments);
    }

    /** An argument: its type, and where its values may be. */
    public record Argument(TensorType type, Domain domain) {
        private boolean isSeparated() {
            return domain.isSeparated() && type.dtype().isFloat();
        }
    }

    /** How the samples of an op are drawn. */
    public interface Sampling {
        Sample draw(Draw draw);
    }

    public static Sample of(Op op, Argument... arguments) {
        return new Sample(op, List.of(arguments));
    }

    public List<TensorType> types() {
        return arguments.stream().map(Argument::type).toList();
    }

    /** Random values of the arguments, in their domains. */
    public List<HostArray> values(Draw draw) {
        int separated = arguments.stream().filter(Argument::isSeparated)
                .mapToInt(a -> a.type().shape().size(draw.sizes())).sum();
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < 2 * separated; i++) {
            places.add(i);
        }
        Collections.shuffle(places, java.util.Random.from(draw.random()));
        List<HostArray> values = new ArrayList<>();
        int used = 0;
        for (Argument a : arguments) {
            HostArray x = HostArray.zeros(a.type().dtype(), a.type().shape().values(draw.sizes()));
            for (int e = 0; e < x.count(); e++) {
                Domain d = a.domain();
                if (a.isSeparated()) {
                    double step = (d.high() - d.low()) / places.size();
                    x.data()[e] = d.low() + step * (places.get(used++) + draw.between(0.25, 0.75));
                } else {
                    x.data()[e] = value(d, a.type().dtype(), draw.random());
                }
            }
            values.add(x);
        }
        return values;
    }

    private static double value(Domain domain, DType dtype, RandomGenerator random) {
        if (!dtype.isFloat()) {
            return Math.rint(domain.low()) + random.nextInt((int) (domain.high() - domain.low()) + 1);
        }
        double x;
        do {
            x = domain.low() + (domain.high() - domain.low()) * random.nextDouble();
            x = dtype == DType.F32 ? (float) x : x;
        } while (!domain.contains(x));
        return x;
    }

    /** {@code add f32[N, 2] f32[N, 2]} */
    @Override
    public String toString() {
        return op + " " + String.join(" ", Arrays.toString(types().toArray()));
    }
}
