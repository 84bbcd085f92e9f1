package org.nablac.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;

/**
 * Weights on disk in the safetensors format: 8 bytes, the length of the header as a little-endian number; the
 * header, a JSON object; the data of all tensors, little-endian, row by row.
 *
 * <p>{@link #openHeader} checks a whole header once; the other methods take the text that it returned. Arrays are
 * {@code float[]}, {@code double[]}, {@code int[]} or {@code long[]}, of dtype F32, F64, I32 or I64, or for F32 what
 * a {@code FloatBuffer} has room for. Whatever is
 * wrong with a file is an {@link IOException} that names the file, the tensor, what was found, what was expected
 * and the cure, and is found before anything of the size that the file claims is allocated.
 *
 * @see <a href="https://github.com/huggingface/safetensors#format">the format</a>
 */
public final class Safetensors {
    /** The limit of the format's own implementation. */
    static final long MAX_HEADER_BYTES = 100_000_000;

    /** Bytes read or written at once. */
    static final int CHUNK_BYTES = 8 << 20;

    private Safetensors() {
    }

    /**
     * Writes tensors so that {@code file} is at every moment the old file or the new one, whole: a temporary file
     * in the same folder is written, forced to the disk and moved over it.
     *
     * @param shapes the sizes of each tensor; {@code {}} for a scalar
     * @param arrays the elements of each tensor, row by row
     * @param metadata key, value, key, value, …
     * @throws IllegalArgumentException if the arguments do not fit each other
     * @throws IOException if the file cannot be written; nothing that was there is harmed,
     *     the temporary file is gone
     */
    public static void saveTensors(Path file, String[] names, int[][] shapes, Object[] arrays, String[] metadata)
            throws IOException {
        TensorWriter.replaceTensors(file, names, shapes, arrays, metadata);
    }

    /** The text of a file's header, every check of the format passed. */
    public static String openHeader(Path file) throws IOException {
        try (FileChannel channel = openTensors(file)) {
            long size = channel.size();
            long length = headerLength(file, channel, size);
            // a header in memory, names and keys taken apart, is at most some 20 times as long as in the file
            if (length > Runtime.getRuntime().maxMemory() / 32) {
                throw new IOException(file + ": the header has " + length + " bytes, which needs more memory than "
                        + (Runtime.getRuntime().maxMemory() >> 20) + " MB: give java more by -Xmx");
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) length);
            readFully(file, channel, bytes, Long.BYTES, "the header");
            if (bytes.get(0) != '{') {
                throw HeaderText.headerFault(file, "the header", "begins with byte " + (bytes.get(0) & 0xff)
                        + ", expected a brace");
            }
            String header;
            try {
                header = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
            } catch (CharacterCodingException malformed) {
                throw HeaderText.headerFault(file, "the header", "byte " + bytes.position()
                        + " of it is not UTF-8, expected text");
            }
            TensorHeader.checkHeader(file, header, size - Long.BYTES - length);
            return header;
        }
    }

    /** The value of a key of {@code __metadata__} in a checked header, else the fallback. */
    public static String metadataValue(Path file, String header, String key, String fallback) throws IOException {
        int[] at = {0};
        return TensorHeader.headerSeek(file, header, TensorHeader.METADATA_KEY, at)
                ? TensorHeader.headerMetadata(file, header, at, key, fallback)
                : fallback;
    }

    /** Metadata, such as the hash of a graph, must have one value: else the weights belong to another model. */
    public static void checkMetadata(Path file, String header, String key, String expected) throws IOException {
        String found = metadataValue(file, header, key, "");
        if (!found.equals(expected)) {
            throw new IOException(file + ": metadata " + HeaderText.quoteName(key) + " is "
                    + (found.isEmpty() ? "missing" : HeaderText.quoteName(found)) + ", expected "
                    + HeaderText.quoteName(expected) + ". The weights belong to another model or another version"
                    + " of it: load them with the class that saved them, or train this one");
        }
    }

    /** Metadata that is a whole number, such as a counter or a size. */
    public static long metadataNumber(Path file, String header, String key) throws IOException {
        String found = metadataValue(file, header, key, "");
        try {
            return Long.parseLong(found);
        } catch (NumberFormatException e) {
            throw new IOException(file + ": metadata " + HeaderText.quoteName(key) + " is "
                    + (found.isEmpty() ? "missing" : HeaderText.quoteName(found)) + ", expected a whole number."
                    + " The file was not saved by this class, or it is damaged: take another copy");
        }
    }

    /**
     * The tensors of a checked header must be exactly those named; the message lists the missing and the unknown.
     */
    public static void checkNames(Path file, String header, String[] names) throws IOException {
        LinkedHashSet<String> unknown = new LinkedHashSet<String>(
                Arrays.asList(TensorHeader.headerNames(file, header)));
        LinkedHashSet<String> missing = new LinkedHashSet<String>(Arrays.asList(names));
        missing.removeAll(unknown);
        unknown.removeAll(new HashSet<String>(Arrays.asList(names)));
        if (!missing.isEmpty() || !unknown.isEmpty()) {
            throw new IOException(file + ": its tensors are not those of the model: missing "
                    + HeaderText.quoteNames(missing.toArray(new String[0])) + "; unknown "
                    + HeaderText.quoteNames(unknown.toArray(new String[0]))
                    + ". Load the weights with the class that saved them, or train this one");
        }
    }

    /** The shape of a tensor of a checked header. */
    public static int[] tensorShape(Path file, String header, String name) throws IOException {
        long[] entry = new long[TensorHeader.ENTRY_LENGTH];
        TensorHeader.findEntry(file, header, name, entry);
        int[] shape = new int[(int) entry[TensorHeader.ENTRY_RANK]];
        for (int axis = 0; axis < shape.length; axis++) {
            long size = entry[TensorHeader.ENTRY_SHAPE + axis];
            if (size > Integer.MAX_VALUE) {
                throw new IOException(file + ": tensor " + HeaderText.quoteName(name)
                        + ": axis " + axis + " has size " + size
                        + ", expected at most " + Integer.MAX_VALUE + ": use a smaller table");
            }
            shape[axis] = (int) size;
        }
        return shape;
    }

    /**
     * The shape of a tensor of a checked header, which must be the expected one; −1 expects any size of at least 1,
     * for a named size that this tensor tells:
     * {@code int rows = matchShape(file, header, "u", new int[] {-1, 16})[0];}.
     */
    public static int[] matchShape(Path file, String header, String name, int[] expected) throws IOException {
        int[] shape = tensorShape(file, header, name);
        boolean fits = shape.length == expected.length;
        for (int axis = 0; fits && axis < shape.length; axis++) {
            fits = expected[axis] == -1 ? shape[axis] >= 1 : shape[axis] == expected[axis];
        }
        if (!fits) {
            throw new IOException(file + ": tensor " + HeaderText.quoteName(name) + " has shape "
                    + Arrays.toString(shape) + ", expected " + Arrays.toString(expected).replace("-1", "any")
                    + ". Load the weights with the class that saved them, or train this one");
        }
        return shape;
    }

    /** Reads a tensor of dtype F32. */
    public static void readTensor(Path file, String header, String name, float[] into) throws IOException {
        fillTensor(file, header, name, into);
    }

    /** Reads a tensor of dtype F64. */
    public static void readTensor(Path file, String header, String name, double[] into) throws IOException {
        fillTensor(file, header, name, into);
    }

    /** Reads a tensor of dtype I32. */
    public static void readTensor(Path file, String header, String name, int[] into) throws IOException {
        fillTensor(file, header, name, into);
    }

    /** Reads a tensor of dtype I64. */
    public static void readTensor(Path file, String header, String name, long[] into) throws IOException {
        fillTensor(file, header, name, into);
    }

    /** Weights must be finite. */
    public static void checkFinite(Path file, String name, float[] values) throws IOException {
        for (int k = 0; k < values.length; k++) {
            if (!Float.isFinite(values[k])) {
                throw notFinite(file, name, k, Float.toString(values[k]));
            }
        }
    }

    /** Weights must be finite. */
    public static void checkFinite(Path file, String name, double[] values) throws IOException {
        for (int k = 0; k < values.length; k++) {
            if (!Double.isFinite(values[k])) {
                throw notFinite(file, name, k, Double.toString(values[k]));
            }
        }
    }

    static IOException notFinite(Path file, String name, int position, String found) {
        return new IOException(file + ": tensor " + HeaderText.quoteName(name) + ": element " + position + " is "
                + found + ", expected a finite number. The training that saved it diverged: take an earlier"
                + " file, or train again with a smaller rate");
    }

    /** Fills an array with the elements of a tensor, which must be as many and of its dtype. */
    static void fillTensor(Path file, String header, String name, Object into) throws IOException {
        long[] entry = new long[TensorHeader.ENTRY_LENGTH];
        String dtype = TensorHeader.findEntry(file, header, name, entry);
        String expected = TensorWriter.arrayDtype(into);
        int length = TensorWriter.arrayLength(into);
        int width = TensorHeader.dtypeBytes(expected);
        long bytes = entry[TensorHeader.ENTRY_END] - entry[TensorHeader.ENTRY_BEGIN];
        if (!dtype.equals(expected) || bytes != (long) length * width) {
            throw new IOException(file + ": tensor " + HeaderText.quoteName(name) + " is " + dtype
                    + TensorHeader.shapeText(entry) + ", expected " + length + " elements of " + expected
                    + ". Load the weights with the class that saved them, or train this one");
        }
        try (FileChannel channel = openTensors(file)) {
            long begin = Long.BYTES + headerLength(file, channel, channel.size());
            if (begin - Long.BYTES != header.getBytes(StandardCharsets.UTF_8).length) {
                throw new IOException(file + ": changed while it was read: load it again");
            }
            begin += entry[TensorHeader.ENTRY_BEGIN];
            ByteBuffer chunk = ByteBuffer.allocateDirect((int) Math.min(CHUNK_BYTES, bytes))
                    .order(ByteOrder.LITTLE_ENDIAN);
            int count;
            for (int done = 0; done < length; done += count) {
                count = Math.min(length - done, CHUNK_BYTES / width);
                chunk.clear().limit(count * width);
                readFully(file, channel, chunk, begin + (long) done * width,
                        "tensor " + HeaderText.quoteName(name));
                takeChunk(chunk, into, done, count);
            }
        }
    }

    /** Moves elements from a chunk to an array. */
    static void takeChunk(ByteBuffer chunk, Object into, int offset, int count) {
        if (into instanceof FloatBuffer table) {
            table.slice(offset, count).put(chunk.asFloatBuffer());
        } else if (into instanceof float[] floats) {
            chunk.asFloatBuffer().get(floats, offset, count);
        } else if (into instanceof double[] doubles) {
            chunk.asDoubleBuffer().get(doubles, offset, count);
        } else if (into instanceof int[] ints) {
            chunk.asIntBuffer().get(ints, offset, count);
        } else {
            chunk.asLongBuffer().get((long[]) into, offset, count);
        }
    }

    /** Reads the first eight bytes: the length of the header, which must lie within the file. */
    static long headerLength(Path file, FileChannel channel, long size) throws IOException {
        if (size < Long.BYTES + 2) {
            throw HeaderText.headerFault(file, "the file", "has " + size + " bytes, expected at least 10");
        }
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        readFully(file, channel, bytes, 0, "the length of the header");
        long length = bytes.getLong();
        long limit = Math.min(MAX_HEADER_BYTES, size - Long.BYTES);
        if (length < 2 || length > limit) {
            throw HeaderText.headerFault(file, "the first eight bytes", "give the header a length of "
                    + Long.toUnsignedString(length) + ", expected 2 to " + limit
                    + " in a file of " + size + " bytes");
        }
        return length;
    }

    /** Fills a buffer from a position of the file and flips it. */
    static void readFully(Path file, FileChannel channel, ByteBuffer into, long position, String what)
            throws IOException {
        int first = into.position();
        while (into.hasRemaining()) {
            int read;
            try {
                read = channel.read(into, position + into.position() - first);
            } catch (IOException failed) {
                throw new IOException(file + ": cannot be read: " + TensorWriter.reason(failed)
                        + ". Copy it to another disk and try again", failed);
            }
            if (read < 0) {
                throw HeaderText.headerFault(file, what, "the file ends " + into.remaining() + " bytes too early");
            }
        }
        into.flip();
    }

    /** Opens a file for reading. */
    static FileChannel openTensors(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException(file + ": is no file of weights but a folder or a device:"
                    + " give the path of a file");
        }
        try {
            return FileChannel.open(file, StandardOpenOption.READ);
        } catch (NoSuchFileException absent) {
            throw new IOException(file + ": there is no such file: check the path, or save weights there first",
                    absent);
        } catch (IOException failed) {
            throw new IOException(file + ": cannot be opened: " + TensorWriter.reason(failed)
                    + ". Check that you may read it", failed);
        }
    }
}
