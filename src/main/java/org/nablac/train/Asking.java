package org.nablac.train;

import java.util.Arrays;
import java.util.Map;
import org.nablac.compile.ModelInstance;
import org.nablac.graph.Model;
import org.nablac.tensor.DType;

/** Calls a method of a model on many examples, some at a time, so that what it needs stays small. */
final class Asking {
    static final int AT_ONCE = 1000;

    private Asking() {
    }

    /** An array of an input for examples {@code from} (inclusive) to {@code to} (exclusive). */
    interface Part {
        Object of(int input, int from, int to);
    }

    /** What a caller does with the result for examples {@code from} to {@code to}. */
    interface Taker {
        void take(int from, int to, Object result);
    }

    static void each(ModelInstance model, Model.Method method, String batch, int examples, Part part, Taker taker) {
        for (int from = 0; from < examples; from += AT_ONCE) {
            int to = Math.min(examples, from + AT_ONCE);
            Object[] inputs = new Object[method.inputs().size()];
            for (int i = 0; i < inputs.length; i++) {
                inputs[i] = typed(method.inputs().get(i).type().dtype(), part.of(i, from, to));
            }
            taker.take(from, to, model.call(method.name(), Map.of(batch, to - from), inputs));
        }
    }

    /** Rows {@code from} to {@code to} of an array with {@code width} elements a row. */
    static Object rows(Object array, int width, int from, int to) {
        return switch (array) {
            case float[] f -> Arrays.copyOfRange(f, from * width, to * width);
            case int[] i -> Arrays.copyOfRange(i, from * width, to * width);
            default -> throw new IllegalArgumentException(array.getClass().getSimpleName());
        };
    }

    /** Floats as the dtype wants them. */
    static Object typed(DType dtype, Object array) {
        if (dtype == DType.F64 && array instanceof float[] f) {
            double[] d = new double[f.length];
            for (int k = 0; k < d.length; k++) {
                d[k] = f[k];
            }
            return d;
        }
        return array;
    }

    /** A result as floats. */
    static float[] floats(Object result) {
        return switch (result) {
            case float[] f -> f;
            case double[] d -> {
                float[] f = new float[d.length];
                for (int k = 0; k < f.length; k++) {
                    f[k] = (float) d[k];
                }
                yield f;
            }
            default -> throw new IllegalArgumentException(result.getClass().getSimpleName());
        };
    }
}
