package org.nablac.bench;

import java.lang.reflect.Array;
import java.util.Optional;
import java.util.Random;
import org.nablac.graph.Graph;
import org.nablac.graph.Node;
import org.nablac.op.Input;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;
import org.nablac.tensor.Sizes;

/**
 * Inputs of a method by their types: an index is uniform below its bound; a list of floats, a number for each example,
 * is ±1; other floats are from N(0, 1), or with the workload's share of zeros 0. The same seed gives the same.
 */
final class MadeUpData {
    private final Random random = new Random(1);
    private final Graph graph;
    private final Sizes sizes;
    private final double zeros;

    private MadeUpData(Workload workload, int examples) {
        this.graph = workload.method().graph();
        this.zeros = workload.zeros();
        this.sizes = workload.sizes(examples);
    }

    /** An array for each input of the method, row-major; a number for a scalar. */
    static Object[] of(Workload workload, int examples) {
        MadeUpData data = new MadeUpData(workload, examples);
        return data.graph.inputs().stream().map(data::draw).toArray();
    }

    private Object draw(Node input) {
        int count = Math.toIntExact(input.shape().count().value(sizes));
        boolean isList = input.type().rank() == 1;
        Object values = switch (input.type().dtype()) {
            case F32 -> {
                float[] x = new float[count];
                for (int k = 0; k < count; k++) {
                    x[k] = (float) real(isList);
                }
                yield x;
            }
            case F64 -> random.doubles(count).map(u -> real(isList)).toArray();
            case I32 -> random.ints(count, 0, bound(input)).toArray();
            case BOOL -> random.ints(count, 0, 2).toArray();
        };
        return input.type().rank() == 0 ? Array.get(values, 0) : values;
    }

    private double real(boolean isSign) {
        if (isSign) {
            return random.nextBoolean() ? 1 : -1;
        }
        return zeros > 0 && random.nextDouble() < zeros ? 0 : random.nextGaussian();
    }

    /** The least that the input or what reads it says. */
    private int bound(Node input) {
        long least = Integer.MAX_VALUE;
        if (input.op() instanceof Input i && !i.bound().is(0)) {
            least = i.bound().value(sizes);
        }
        for (Node user : graph.nodes()) {
            for (int k = 0; k < user.inputs().size(); k++) {
                if (user.input(k) == input && input.type().dtype() == DType.I32) {
                    Optional<Dim> said = user.op().indexBound(k, user.inputs().stream().map(Node::type).toList());
                    least = Math.min(least, said.map(d -> d.value(sizes)).orElse(least));
                }
            }
        }
        return (int) least;
    }
}
