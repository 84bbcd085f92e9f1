package org.nablac.tensor;

import java.util.Arrays;

/**
 * Values on the host: {@code data} row-major, in doubles whatever the dtype (each dtype fits one exactly).
 * The reference interpreter and the tests compute on these.
 */
public record HostArray(DType dtype, int[] shape, double[] data) {
    public HostArray {
        if (count(shape) != data.length) {
            throw new IllegalArgumentException(
                    Arrays.toString(shape) + " has " + count(shape) + " elements, given are " + data.length);
        }
    }

    public static HostArray scalar(DType dtype, double value) {
        return new HostArray(dtype, new int[0], new double[] {value});
    }

    public static HostArray zeros(DType dtype, int... shape) {
        return new HostArray(dtype, shape, new double[count(shape)]);
    }

    public int rank() {
        return shape.length;
    }

    public int count() {
        return data.length;
    }

    /** Elements per step along each axis. */
    public int[] strides() {
        int[] strides = new int[shape.length];
        int step = 1;
        for (int a = shape.length - 1; a >= 0; a--) {
            strides[a] = step;
            step *= shape[a];
        }
        return strides;
    }

    /** The element at {@code index}, one number per axis. */
    public double at(int... index) {
        return data[flat(index)];
    }

    /** Row-major position of {@code index}. */
    public int flat(int[] index) {
        int flat = 0;
        for (int a = 0; a < shape.length; a++) {
            flat = flat * shape[a] + index[a];
        }
        return flat;
    }

    private static int count(int[] shape) {
        int count = 1;
        for (int d : shape) {
            count = Math.multiplyExact(count, d);
        }
        return count;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof HostArray h && dtype == h.dtype && Arrays.equals(shape, h.shape)
                && Arrays.equals(data, h.data);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(shape) + Arrays.hashCode(data);
    }

    @Override
    public String toString() {
        return dtype + Arrays.toString(shape) + " " + (data.length <= 16 ? Arrays.toString(data) : "…");
    }
}
