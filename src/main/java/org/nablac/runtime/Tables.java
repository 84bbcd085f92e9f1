package org.nablac.runtime;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;

/**
 * Tables whose rows are to begin where lines of the cache do. The elements of a Java array begin 16 bytes behind its
 * own beginning, and an array that G1 gives memory of its own, since it is half as long as a region or longer, begins
 * where that does: the first row lies {@link #MARGIN} elements behind the array's first. What follows the last row is
 * there to make the array long enough.
 */
public final class Tables {
    /** Floats of a table's array before the first of the table: with 16 bytes they are a line of 64. */
    public static final int MARGIN = 12;
    /** How many times as long as its table an array may be at the most. */
    static final int TIMES_LONGER = 8;
    /** G1 divides the heap into about so many regions, a power of two of bytes each, */
    static final int REGIONS = 2048;
    /** of no fewer bytes than this */
    static final int SMALLEST_REGION = 1 << 20;
    /** and no more. */
    static final int LARGEST_REGION = 32 << 20;

    private Tables() {
    }

    /** An array for a table of this shape. */
    public static float[] newTable(String name, int[] shape) {
        int elements = Arguments.checkElements(name, shape);
        if (elements > Arguments.MAX_ELEMENTS - MARGIN) {
            throw new IllegalArgumentException(name + ": the sizes make " + elements + " elements, expected at most "
                    + (Arguments.MAX_ELEMENTS - MARGIN) + ", as the array of a table holds; choose smaller ones");
        }
        // half a region at the least, whether G1 takes the next larger power of two or the next smaller
        long half = Math.max(SMALLEST_REGION / 2, Math.min(LARGEST_REGION / 2,
                Long.highestOneBit(Runtime.getRuntime().maxMemory() / REGIONS))) / Float.BYTES;
        return new float[half > (long) TIMES_LONGER * elements ? MARGIN + elements
                : (int) Math.max(MARGIN + elements, half)];
    }

    /** The {@code elements} elements of a table, as they are saved. */
    public static FloatBuffer tableValues(float[] array, int elements) {
        return FloatBuffer.wrap(array, MARGIN, elements).slice();
    }

    /** Reads a tensor of dtype F32, finite numbers all, into a table. */
    public static void readTable(Path file, String header, String name, float[] array, int elements)
            throws IOException {
        Safetensors.fillTensor(file, header, name, tableValues(array, elements));
        for (int k = 0; k < elements; k++) {
            if (!Float.isFinite(array[MARGIN + k])) {
                throw Safetensors.notFinite(file, name, k, Float.toString(array[MARGIN + k]));
            }
        }
    }
}
