package org.nablac.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;

/** Reads many tensors in a time that grows with their number, where {@link Safetensors} seeks each of them anew. */
public final class TensorReader {
    private TensorReader() {
    }

    /**
     * Fills {@code arrays[k]} with the tensor {@code names[offset + k]} of a checked header for {@code from <= k < to}.
     * Each must have the shape {@code shapes[offset + k]} and the dtype of its array, and be finite.
     *
     * @param arrays an array of arrays: {@code float[][]}, {@code double[][]} or {@code int[][]}
     */
    public static void readTensors(Path file, String header, String[] names, int[][] shapes, Object arrays,
            int offset, int from, int to) throws IOException {
        Object[] all = (Object[]) arrays;
        long[] begins = tensorBegins(file, header, names, shapes, all, offset, from, to);
        ByteBuffer chunk = ByteBuffer.allocateDirect(Safetensors.CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = Safetensors.openTensors(file)) {
            long data = Safetensors.headerLength(file, channel, channel.size());
            if (data != header.getBytes(StandardCharsets.UTF_8).length) {
                throw new IOException(file + ": changed while it was read: load it again");
            }
            for (int k = from; k < to; k++) {
                int width = TensorHeader.dtypeBytes(TensorWriter.arrayDtype(all[k]));
                int length = TensorWriter.arrayLength(all[k]);
                int count;
                for (int done = 0; done < length; done += count) {
                    count = Math.min(length - done, Safetensors.CHUNK_BYTES / width);
                    chunk.clear().limit(count * width);
                    Safetensors.readFully(file, channel, chunk, Long.BYTES + data + begins[k] + (long) done * width,
                            "tensor " + HeaderText.quoteName(names[offset + k]));
                    Safetensors.takeChunk(chunk, all[k], done, count);
                }
                if (all[k] instanceof float[] floats) {
                    Safetensors.checkFinite(file, names[offset + k], floats);
                } else if (all[k] instanceof double[] doubles) {
                    Safetensors.checkFinite(file, names[offset + k], doubles);
                }
            }
        }
    }

    /** The first byte of each tensor after the header, found in one pass. */
    static long[] tensorBegins(Path file, String header, String[] names, int[][] shapes, Object[] arrays, int offset,
            int from, int to) throws IOException {
        HashMap<String, Integer> wanted = new HashMap<String, Integer>();
        for (int k = from; k < to; k++) {
            wanted.put(names[offset + k], k);
        }
        long[] begins = new long[to];
        Arrays.fill(begins, -1);
        long[] entry = new long[TensorHeader.ENTRY_LENGTH];
        int[] at = {0};
        boolean more = HeaderText.headerOpens(file, header, at, '{', '}', "the header");
        while (more) {
            String name = HeaderText.headerKey(file, header, at, "the header");
            if (name.equals(TensorHeader.METADATA_KEY)) {
                TensorHeader.headerMetadata(file, header, at, "", "");
            } else {
                String dtype = TensorHeader.headerEntry(file, header, at, name, entry);
                Integer k = wanted.get(name);
                if (k != null) {
                    if (!hasShape(entry, shapes[offset + k])) {
                        Safetensors.matchShape(file, header, name, shapes[offset + k]);
                    }
                    if (!dtype.equals(TensorWriter.arrayDtype(arrays[k]))) {
                        Safetensors.fillTensor(file, header, name, arrays[k]);
                    }
                    begins[k] = entry[TensorHeader.ENTRY_BEGIN];
                }
            }
            more = HeaderText.headerContinues(file, header, at, '}', "the header");
        }
        for (int k = from; k < to; k++) {
            if (begins[k] < 0) {
                TensorHeader.findEntry(file, header, names[offset + k], entry);
            }
        }
        return begins;
    }

    static boolean hasShape(long[] entry, int[] shape) {
        boolean same = entry[TensorHeader.ENTRY_RANK] == shape.length;
        for (int axis = 0; same && axis < shape.length; axis++) {
            same = entry[TensorHeader.ENTRY_SHAPE + axis] == shape[axis];
        }
        return same;
    }
}
