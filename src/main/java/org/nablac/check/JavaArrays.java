package org.nablac.check;

import org.nablac.tensor.DType;
import org.nablac.tensor.HostArray;

/** Host arrays as the Java values that a compiled class takes and gives, and back. */
final class JavaArrays {
    private JavaArrays() {
    }

    static Object of(HostArray x) {
        return switch (x.dtype()) {
            case F32 -> {
                float[] f = new float[x.count()];
                for (int k = 0; k < f.length; k++) {
                    f[k] = (float) x.data()[k];
                }
                yield f;
            }
            case F64 -> x.data().clone();
            case I32, BOOL -> java.util.Arrays.stream(x.data()).mapToInt(v -> (int) v).toArray();
        };
    }

    /** An array or a number of any of these types. */
    static double[] doubles(Object x) {
        return switch (x) {
            case Number n -> new double[] {n.doubleValue()};
            case Boolean b -> new double[] {b ? 1 : 0};
            case double[] d -> d.clone();
            case int[] i -> java.util.Arrays.stream(i).asDoubleStream().toArray();
            case float[] f -> {
                double[] d = new double[f.length];
                for (int k = 0; k < d.length; k++) {
                    d[k] = f[k];
                }
                yield d;
            }
            default -> throw new IllegalArgumentException(x.getClass().getSimpleName());
        };
    }

    /** How much a float of this type is off at worst, for a sum of many. */
    static double tolerance(DType dtype) {
        return switch (dtype) {
            case F32 -> 2e-4;
            case F64 -> 1e-10;
            case I32, BOOL -> 0;
        };
    }
}
