package org.nablac.runtime;

import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashSet;

/**
 * Writes a safetensors file. The header is padded with spaces to a multiple of 8 bytes and tensors of 8-byte
 * elements come first, so that every tensor is aligned for whoever maps the file into memory. The same
 * arguments give the same bytes.
 */
public final class TensorWriter {
    private TensorWriter() {
    }

    /** What {@link Safetensors#saveTensors} does. */
    static void replaceTensors(Path file, String[] names, int[][] shapes, Object[] arrays, String[] metadata)
            throws IOException {
        checkTensors(names, shapes, arrays, metadata);
        int[] order = alignedOrder(arrays);
        byte[] header = headerBytes(file, order, names, shapes, arrays, metadata);
        if (Files.isDirectory(file)) {
            throw new IOException(file + ": is a folder: give the path of a file in it");
        }
        // a link stays a link: what it points to is replaced
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        Path folder = target.resolveSibling("");
        if (!Files.isDirectory(folder)) {
            throw new IOException(file + ": " + folder
                    + (Files.exists(folder) ? " is not a folder" : " does not exist")
                    + ": create that folder, or choose another");
        }
        Path temporary = folder.resolve(".weights-" + Long.toHexString(System.nanoTime()) + ".tmp");
        boolean moved = false;
        try {
            writeTensors(temporary, header, order, arrays);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            moved = true;
        } catch (AccessDeniedException denied) {
            throw new IOException(file + ": cannot be written: no permission to create files in " + folder
                    + ". What was there is unchanged; choose another folder", denied);
        } catch (AtomicMoveNotSupportedException unsupported) {
            throw new IOException(file + ": cannot be written: the file system of " + folder
                    + " cannot replace a file in one step. What was there is unchanged; choose another folder",
                    unsupported);
        } catch (IOException failed) {
            throw new IOException(file + ": cannot be written: " + reason(failed)
                    + ". What was there is unchanged; free space, or choose another folder", failed);
        } finally {
            if (!moved) {
                deleteQuietly(temporary);
            }
        }
        forceFolder(folder);
    }

    /** The arguments of a save must fit each other. */
    static void checkTensors(String[] names, int[][] shapes, Object[] arrays, String[] metadata) {
        if (names.length != shapes.length || names.length != arrays.length || metadata.length % 2 != 0) {
            throw new IllegalArgumentException(names.length + " names, " + shapes.length
                    + " shapes, " + arrays.length + " arrays, " + metadata.length
                    + " keys and values: expected as many shapes and arrays as names"
                    + " and as many values as keys");
        }
        HashSet<String> seen = new HashSet<String>();
        for (int t = 0; t < names.length; t++) {
            checkWord("tensor name", names[t], seen);
            if (names[t].equals(TensorHeader.METADATA_KEY)) {
                throw new IllegalArgumentException("tensor name " + names[t] + " is reserved, expected another");
            }
            if (shapes[t].length > TensorHeader.MAX_RANK) {
                throw new IllegalArgumentException("tensor " + names[t] + " has " + shapes[t].length
                        + " axes, expected at most " + TensorHeader.MAX_RANK);
            }
            long elements = 1;
            for (int axis = 0; axis < shapes[t].length; axis++) {
                int size = shapes[t][axis];
                // beyond the length of any array it stays there: −1 fits none
                elements = size < 0 || elements < 0 || elements * size > Integer.MAX_VALUE ? -1 : elements * size;
            }
            if (elements != arrayLength(arrays[t])) {
                throw new IllegalArgumentException("tensor " + names[t] + " of shape " + Arrays.toString(shapes[t])
                        + " has an array of " + arrayLength(arrays[t])
                        + " elements, expected as many as the shape");
            }
        }
        seen.clear();
        for (int k = 0; k < metadata.length; k += 2) {
            checkWord("metadata key", metadata[k], seen);
            checkWord("metadata value", metadata[k + 1], new HashSet<String>());
        }
    }

    /** A name must have a UTF-8 form and be new. */
    static void checkWord(String what, String word, HashSet<String> seen) {
        if (!HeaderText.isWellFormed(word) || !seen.add(word)) {
            throw new IllegalArgumentException(what + " " + HeaderText.quoteName(word)
                    + " occurs twice or holds half a surrogate pair, expected distinct names of whole characters");
        }
    }

    /** The positions of the tensors in the order in which they are written: 8-byte elements, then 4-byte ones. */
    static int[] alignedOrder(Object[] arrays) {
        int[] order = new int[arrays.length];
        int filled = 0;
        for (int width = 8; width >= 4; width -= 4) {
            for (int t = 0; t < arrays.length; t++) {
                if (TensorHeader.dtypeBytes(arrayDtype(arrays[t])) == width) {
                    order[filled++] = t;
                }
            }
        }
        return order;
    }

    /** The first eight bytes and the header. */
    static byte[] headerBytes(Path file, int[] order, String[] names, int[][] shapes, Object[] arrays,
            String[] metadata) throws IOException {
        StringBuilder text = new StringBuilder("{");
        if (metadata.length > 0) {
            appendJson(text, TensorHeader.METADATA_KEY);
            for (int k = 0; k < metadata.length; k += 2) {
                text.append(k == 0 ? ":{" : ",");
                appendJson(text, metadata[k]);
                text.append(':');
                appendJson(text, metadata[k + 1]);
            }
            text.append('}');
        }
        long begin = 0;
        for (int k = 0; k < order.length; k++) {
            int t = order[k];
            String dtype = arrayDtype(arrays[t]);
            long end = begin + (long) arrayLength(arrays[t]) * TensorHeader.dtypeBytes(dtype);
            text.append(text.length() == 1 ? "" : ",");
            appendJson(text, names[t]);
            text.append(":{\"dtype\":\"").append(dtype);
            text.append("\",\"shape\":").append(Arrays.toString(shapes[t]).replace(" ", ""));
            text.append(",\"data_offsets\":[").append(begin).append(',').append(end).append("]}");
            begin = end;
        }
        byte[] json = text.append('}').toString().getBytes(StandardCharsets.UTF_8);
        int length = json.length + 7 & ~7;
        if (length > Safetensors.MAX_HEADER_BYTES) {
            throw new IOException(file + ": the names and metadata take " + length + " bytes, expected at most "
                    + Safetensors.MAX_HEADER_BYTES + ": save fewer tensors or less metadata");
        }
        byte[] bytes = new byte[Long.BYTES + length];
        Arrays.fill(bytes, (byte) ' ');
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(length).put(json);
        return bytes;
    }

    /** Appends a string of JSON. */
    static void appendJson(StringBuilder text, String word) {
        text.append('"');
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ') {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }

    /** Writes a new file and forces it to the disk. */
    static void writeTensors(Path temporary, byte[] header, int[] order, Object[] arrays) throws IOException {
        long largest = header.length;
        for (int t = 0; t < arrays.length; t++) {
            largest = Math.max(largest,
                    (long) arrayLength(arrays[t]) * TensorHeader.dtypeBytes(arrayDtype(arrays[t])));
        }
        ByteBuffer chunk = ByteBuffer.allocateDirect((int) Math.min(Safetensors.CHUNK_BYTES, largest))
                .order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE)) {
            writeFully(channel, ByteBuffer.wrap(header));
            for (int k = 0; k < order.length; k++) {
                Object array = arrays[order[k]];
                int length = arrayLength(array);
                int width = TensorHeader.dtypeBytes(arrayDtype(array));
                int count;
                for (int done = 0; done < length; done += count) {
                    count = Math.min(length - done, Safetensors.CHUNK_BYTES / width);
                    putChunk(chunk.clear().limit(count * width), array, done, count);
                    writeFully(channel, chunk);
                }
            }
            channel.force(true);
        }
    }

    /** Moves elements from an array to a chunk, whose position stays at its beginning. */
    static void putChunk(ByteBuffer chunk, Object array, int offset, int count) {
        if (array instanceof FloatBuffer table) {
            chunk.asFloatBuffer().put(table.slice(offset, count));
        } else if (array instanceof float[] floats) {
            chunk.asFloatBuffer().put(floats, offset, count);
        } else if (array instanceof double[] doubles) {
            chunk.asDoubleBuffer().put(doubles, offset, count);
        } else if (array instanceof int[] ints) {
            chunk.asIntBuffer().put(ints, offset, count);
        } else {
            chunk.asLongBuffer().put((long[]) array, offset, count);
        }
    }

    static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /**
     * Forces a folder, so that the move in it survives a loss of power, where a folder can be opened (not Windows).
     */
    static void forceFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException unsupported) {
            // the file is whole either way; only the moment at which its name is on the disk is the system's
        }
    }

    /** Deletes a temporary file while another exception is on its way, which says more than a failure to delete. */
    static void deleteQuietly(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException left) {
            // its name begins with a dot and ends in .tmp; no reader takes it for weights
        }
    }

    /** What the system says of a failure, without the file. */
    static String reason(IOException failed) {
        String said = failed instanceof FileSystemException of ? of.getReason() : failed.getMessage();
        return said != null ? said
                : failed instanceof NoSuchFileException ? "there is no such file or folder"
                : "the system does not say why";
    }

    /** The dtype of an array's elements. */
    static String arrayDtype(Object array) {
        if (array instanceof float[] || array instanceof FloatBuffer) {
            return "F32";
        } else if (array instanceof double[]) {
            return "F64";
        } else if (array instanceof int[]) {
            return "I32";
        } else if (array instanceof long[]) {
            return "I64";
        }
        throw new IllegalArgumentException("an array of weights is a " + array.getClass().getSimpleName()
                + ", expected float[], double[], int[], long[] or FloatBuffer");
    }

    static int arrayLength(Object array) {
        arrayDtype(array);
        return array instanceof FloatBuffer table ? table.capacity() : Array.getLength(array);
    }
}
