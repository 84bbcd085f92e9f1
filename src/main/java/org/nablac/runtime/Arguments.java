package org.nablac.runtime;

/**
 * The checks that a generated method makes of its arguments on entry. Each throws {@link IllegalArgumentException}
 * with one message: which argument, where in it, what was found and what was expected.
 */
public final class Arguments {
    /** The longest array that every JVM can make. */
    static final int MAX_ELEMENTS = Integer.MAX_VALUE - 8;
    /** Threads of one model. */
    static final int MOST_THREADS = 1024;

    private Arguments() {
    }

    /** An array must have exactly {@code expected} elements; {@code name} says which: {@code x of logits}. */
    public static void checkLength(String name, int actual, int expected) {
        if (actual != expected) {
            throw new IllegalArgumentException(name + ": the array has " + actual + " elements, expected "
                    + expected + "; pass an array of that length, or the sizes that belong to this one");
        }
    }

    /** A size, such as that of a batch, must be at least 1. */
    public static void checkPositive(String name, int size) {
        if (size <= 0) {
            throw new IllegalArgumentException(name + ": the size is " + size + ", expected at least 1");
        }
    }

    /** How many threads a step may run on, of those that there can be. */
    public static int checkThreads(int threads) {
        if (threads <= 0) {
            throw new IllegalArgumentException("threads: " + threads + ", expected at least 1");
        }
        return Math.min(threads, MOST_THREADS);
    }

    /** A shape must be of positive sizes whose product is the length of an array; that length. */
    public static int checkElements(String name, int[] shape) {
        long elements = 1;
        for (int axis = 0; axis < shape.length; axis++) {
            if (shape[axis] <= 0) {
                throw new IllegalArgumentException(name + ": the size of axis " + axis + " is " + shape[axis]
                        + ", expected at least 1");
            }
            elements *= shape[axis];
            if (elements > MAX_ELEMENTS) {
                throw new IllegalArgumentException(name + ": the sizes up to axis " + axis + " make " + elements
                        + " elements, expected at most " + MAX_ELEMENTS
                        + ", as an array holds; choose smaller ones");
            }
        }
        return (int) elements;
    }

    /** Values of a parameter must be finite; {@code name} says which: {@code values of setU}. */
    public static void checkNumbers(String name, float[] values) {
        for (int k = 0; k < values.length; k++) {
            if (!Float.isFinite(values[k])) {
                throw noNumber(name, k, Float.toString(values[k]));
            }
        }
    }

    /** Values of a parameter must be finite. */
    public static void checkNumbers(String name, double[] values) {
        for (int k = 0; k < values.length; k++) {
            if (!Double.isFinite(values[k])) {
                throw noNumber(name, k, Double.toString(values[k]));
            }
        }
    }

    static IllegalArgumentException noNumber(String name, int position, String found) {
        return new IllegalArgumentException(name + ": element " + position + " is " + found
                + ", expected a finite number");
    }

    /**
     * Each of the {@code count} values from {@code offset} on must be an index below {@code bound}: in [0, bound).
     *
     * @param what names the array: {@code i of score, an index into rows}
     */
    public static void checkIndices(String what, int[] values, int offset, int count, int bound) {
        if (offset < 0 || count < 0 || offset > values.length - count) {
            throw new IllegalArgumentException(what + ": elements " + offset + " to " + ((long) offset + count)
                    + " (exclusive) are asked for, but the array has " + values.length);
        }
        for (int k = offset; k < offset + count; k++) {
            // one comparison for both ends: a negative int is large as an unsigned one
            if (Integer.compareUnsigned(values[k], bound) >= 0) {
                throw wrongIndex(what, k, values[k], bound);
            }
        }
    }

    static IllegalArgumentException wrongIndex(String what, int position, int found, int bound) {
        return new IllegalArgumentException(what + ": element " + position + " is " + found
                + ", expected at least 0 and less than " + bound);
    }
}
