package org.nablac.data;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.nablac.tensor.UserError;

/**
 * Reads the idx files of LeCun's MNIST: two zero bytes, the type (8: unsigned byte), the number of dimensions, each
 * dimension as a big-endian int of 4 bytes, then the bytes, the last dimension fastest. Every size is checked against
 * the length of the file before memory is taken.
 */
final class IdxFile {
    private static final int UNSIGNED_BYTE = 8;

    private IdxFile() {
    }

    /** Images of any form and their labels; the classes are 0 … the greatest label. */
    static Examples read(Source images, Source labels) {
        return read(images, labels, 0, Vocabulary.numbered(List.of()));
    }

    /** Images of the size of others, with their classes. */
    static Examples readLike(Source images, Source labels, Examples like) {
        return read(images, labels, like.featureCount(), like.labelNames());
    }

    /** Pixels 0 … 255; width 0 takes any, an empty vocabulary makes one. */
    private static Examples read(Source images, Source labels, int width, Vocabulary known) {
        Bytes pixels = bytes(images, 2, 4, "images");
        Bytes classes = bytes(labels, 1, 1, "labels");
        if (pixels.sizes[0] != classes.sizes[0]) {
            throw new UserError(images.name() + " holds " + pixels.sizes[0] + " images, but " + labels.name()
                    + " holds " + classes.sizes[0] + " labels (both at byte 4); these files do not belong together");
        }
        int size = pixels.values.length / pixels.sizes[0];
        if (width != 0 && size != width) {
            throw error(images, 8, "images of " + size + " pixels; those of the training data have " + width);
        }
        float[] features = new float[pixels.values.length];
        for (int k = 0; k < features.length; k++) {
            features[k] = pixels.values[k] & 0xff;
        }
        int[] label = new int[classes.values.length];
        int most = 0;
        for (int k = 0; k < label.length; k++) {
            label[k] = classes.values[k] & 0xff;
            most = Math.max(most, label[k]);
            if (width != 0 && label[k] >= known.size()) {
                throw error(labels, 8 + k, "unknown label " + label[k] + "; those of the training data are 0 to "
                        + (known.size() - 1));
            }
        }
        Vocabulary names = width != 0 ? known
                : Vocabulary.numbered(IntStream.rangeClosed(0, most).mapToObj(Integer::toString).toList());
        return new Examples(features, size, label, names, List.of(), Scaling.NONE);
    }

    private record Bytes(int[] sizes, byte[] values) {
    }

    private static Bytes bytes(Source source, int fewest, int most, String what) {
        long at = 0;
        try (DataInputStream in = new DataInputStream(source.open())) {
            int magic = in.readInt();
            int dimensions = magic & 0xff;
            if (magic >>> 16 != 0 || (magic >> 8 & 0xff) != UNSIGNED_BYTE || dimensions < fewest || dimensions > most) {
                throw error(source, 0, String.format("the magic number is 0x%08x; expected %s for %s of unsigned bytes;"
                        + " is this the right file?", magic, fewest == 1 ? "0x00000801" : "0x00000803", what));
            }
            int[] sizes = new int[dimensions];
            for (int k = 0; k < dimensions; k++) {
                at += 4;
                sizes[k] = in.readInt();
                if (sizes[k] <= 0) {
                    throw error(source, at, "size " + sizes[k] + "; expected at least 1");
                }
            }
            int count = count(source, sizes);
            at += 4;
            byte[] values = in.readNBytes(count);
            if (values.length < count) {
                throw error(source, at + values.length, "the file ends, but its header says " + product(sizes)
                        + " values and so " + (at + (long) count) + " bytes; fetch it again");
            }
            if (in.read() >= 0) {
                throw error(source, at + count, "more bytes follow the " + product(sizes)
                        + " values that the header says; the header or the file is wrong");
            }
            return new Bytes(sizes, values);
        } catch (EOFException e) {
            if (e.getMessage() != null) {            // from gzip; the header's own end of file has no message
                throw source.unreadable(e);
            }
            throw error(source, at, "the file ends inside its header; fetch it again");
        } catch (IOException e) {
            throw source.unreadable(e);
        }
    }

    /** The product of the sizes, if the file can hold that many bytes and an array too. */
    private static int count(Source source, int[] sizes) {
        long count = 1;
        for (int size : sizes) {
            count = count > Integer.MAX_VALUE ? count : count * size;
        }
        if (count > source.bytes()) {
            throw error(source, 4, "the header says " + product(sizes) + " values, more than a file of this length can"
                    + " hold; it is wrong, fetch the file again");
        }
        if (count > Integer.MAX_VALUE - 8) {
            throw error(source, 4, "the header says " + product(sizes) + " values; at most " + (Integer.MAX_VALUE - 8)
                    + " can be read");
        }
        return (int) count;
    }

    private static String product(int[] sizes) {
        return String.join(" x ", IntStream.of(sizes).mapToObj(Integer::toString).toList());
    }

    private static UserError error(Source source, long at, String what) {
        return new UserError(source.name() + ", byte " + at + ": " + what);
    }
}
