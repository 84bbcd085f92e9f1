package org.nablac.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;

/**
 * The header of a safetensors file: one JSON object of a fixed form, read strictly and without recursion.
 * <pre>{@code
 * {"__metadata__": {"key": "value"}, "u": {"dtype": "F32", "shape": [5, 16], "data_offsets": [0, 320]}}
 * }</pre>
 * An <em>entry</em> is the object of one tensor. It is read into a {@code long[ENTRY_LENGTH]}: first byte, one past
 * the last, rank, sizes. A position {@code at} is an array of one int, since reading moves it. All that is wrong is
 * an {@link IOException} which names the file, the place, what was found and what was expected.
 *
 * @see <a href="https://github.com/huggingface/safetensors#format">the format</a>
 */
public final class TensorHeader {
    static final String METADATA_KEY = "__metadata__";
    static final int MAX_RANK = 64;
    static final int ENTRY_BEGIN = 0;
    static final int ENTRY_END = 1;
    static final int ENTRY_RANK = 2;
    static final int ENTRY_SHAPE = 3;
    static final int ENTRY_LENGTH = ENTRY_SHAPE + MAX_RANK;

    private TensorHeader() {
    }

    /**
     * Checks all that the format asks for: the grammar, no key twice, for each tensor a known dtype and a shape
     * that needs as many bytes as its offsets hold, and the ranges of all tensors filling the {@code dataLength}
     * bytes after the header without hole or overlap.
     */
    static void checkHeader(Path file, String header, long dataLength) throws IOException {
        HashSet<String> names = new HashSet<String>();
        long[] ranges = new long[32];
        long[] entry = new long[ENTRY_LENGTH];
        int tensors = 0;
        int[] at = {0};
        boolean more = HeaderText.headerOpens(file, header, at, '{', '}', "the header");
        while (more) {
            String name = HeaderText.headerKey(file, header, at, "the header");
            if (!names.add(name)) {
                throw HeaderText.headerFault(file, "tensor " + HeaderText.quoteName(name),
                        "occurs twice, expected each name once");
            }
            if (name.equals(METADATA_KEY)) {
                headerMetadata(file, header, at, "", "");
            } else {
                String dtype = headerEntry(file, header, at, name, entry);
                checkEntry(file, name, dtype, entry, dataLength);
                if (2 * tensors == ranges.length) {
                    ranges = Arrays.copyOf(ranges, 2 * ranges.length);
                }
                ranges[2 * tensors] = entry[ENTRY_BEGIN];
                ranges[2 * tensors + 1] = entry[ENTRY_END];
                tensors++;
            }
            more = HeaderText.headerContinues(file, header, at, '}', "the header");
        }
        for (int i = at[0]; i < header.length(); i++) {
            if (header.charAt(i) != ' ') {
                throw HeaderText.headerFault(file, "the header", "after its last brace found "
                        + HeaderText.foundAt(header, i) + ", expected nothing but spaces");
            }
        }
        checkCoverage(file, header, ranges, tensors, dataLength);
    }

    /** An entry's offsets lie in the data and hold exactly the bytes that its dtype and shape need. */
    static void checkEntry(Path file, String name, String dtype, long[] entry, long dataLength) throws IOException {
        String where = "tensor " + HeaderText.quoteName(name);
        int bytes = dtypeBytes(dtype);
        if (bytes == 0) {
            throw HeaderText.headerFault(file, where, "the dtype is " + HeaderText.quoteName(dtype)
                    + ", expected one of the format with whole bytes, such as \"F32\"");
        }
        long begin = entry[ENTRY_BEGIN];
        long end = entry[ENTRY_END];
        if (begin > end || end > dataLength) {
            throw HeaderText.headerFault(file, where, "data_offsets are [" + begin + ", " + end
                    + "], expected a range within the " + dataLength + " bytes of data after the header");
        }
        long needed = bytes;
        for (int axis = 0; axis < entry[ENTRY_RANK]; axis++) {
            long size = entry[ENTRY_SHAPE + axis];
            if (size != 0 && needed > Long.MAX_VALUE / size) {
                throw HeaderText.headerFault(file, where, "the shape " + shapeText(entry)
                        + " has more than 2^63 bytes, expected one that fits the file");
            }
            needed *= size;
        }
        if (needed != end - begin) {
            throw HeaderText.headerFault(file, where, "data_offsets [" + begin + ", " + end
                    + "] hold " + (end - begin) + " bytes, expected " + needed
                    + " for shape " + shapeText(entry) + " of " + dtype);
        }
    }

    /**
     * The ranges (begin, end of the first, begin, end of the second, …) fill [0, dataLength)
     * without hole or overlap.
     *
     * <p>Sort the begins b and the ends e of the ranges that are not empty. The number of ranges over a byte x is
     * #{b ≤ x} − #{e ≤ x}, which is 1 everywhere if and only if b₀ = 0, b₍ᵢ₊₁₎ = eᵢ, and the last end is
     * dataLength. An empty range must lie on a border.
     */
    static void checkCoverage(Path file, String header, long[] ranges, int tensors, long dataLength)
            throws IOException {
        long[] begins = new long[tensors];
        long[] ends = new long[tensors];
        int filled = 0;
        for (int t = 0; t < tensors; t++) {
            if (ranges[2 * t] < ranges[2 * t + 1]) {
                begins[filled] = ranges[2 * t];
                ends[filled++] = ranges[2 * t + 1];
            }
        }
        Arrays.sort(begins, 0, filled);
        Arrays.sort(ends, 0, filled);
        long covered = 0;
        for (int i = 0; i < filled; i++) {
            if (begins[i] != covered) {
                String problem = begins[i] > covered
                        ? "bytes " + covered + " to " + begins[i] + " of the data belong to no tensor"
                        : "its data begins at byte " + begins[i] + ", inside that of another tensor";
                String where = "tensor " + HeaderText.quoteName(nameAtByte(file, header, begins[i]));
                throw HeaderText.headerFault(file, where, problem + ", expected ranges without hole or overlap");
            }
            covered = ends[i];
        }
        if (covered != dataLength) {
            throw HeaderText.headerFault(file, "the data", "the tensors hold " + covered + " bytes, but "
                    + dataLength + " follow the header, expected no byte too many");
        }
        for (int t = 0; t < tensors; t++) {
            long begin = ranges[2 * t];
            boolean empty = begin == ranges[2 * t + 1];
            if (empty && begin != dataLength && Arrays.binarySearch(begins, 0, filled, begin) < 0) {
                throw HeaderText.headerFault(file, "an empty tensor", "its data begins at byte " + begin
                        + ", inside that of another tensor, expected ranges without overlap");
            }
        }
    }

    /** The names of all tensors, in the order of the header. */
    static String[] headerNames(Path file, String header) throws IOException {
        ArrayList<String> names = new ArrayList<String>();
        long[] skipped = new long[ENTRY_LENGTH];
        int[] at = {0};
        boolean more = HeaderText.headerOpens(file, header, at, '{', '}', "the header");
        while (more) {
            String name = HeaderText.headerKey(file, header, at, "the header");
            if (headerValue(file, header, at, name, skipped)) {
                names.add(name);
            }
            more = HeaderText.headerContinues(file, header, at, '}', "the header");
        }
        return names.toArray(new String[0]);
    }

    /** The name of the tensor (the last one in the header) whose data is not empty and begins at a byte. */
    static String nameAtByte(Path file, String header, long begin) throws IOException {
        long[] entry = new long[ENTRY_LENGTH];
        String found = "";
        int[] at = {0};
        boolean more = HeaderText.headerOpens(file, header, at, '{', '}', "the header");
        while (more) {
            String name = HeaderText.headerKey(file, header, at, "the header");
            if (headerValue(file, header, at, name, entry)
                    && entry[ENTRY_BEGIN] == begin && entry[ENTRY_END] > begin) {
                found = name;
            }
            more = HeaderText.headerContinues(file, header, at, '}', "the header");
        }
        return found;
    }

    /** Reads the entry of a named tensor; its dtype. */
    static String findEntry(Path file, String header, String name, long[] entry) throws IOException {
        int[] at = {0};
        if (name.equals(METADATA_KEY) || !headerSeek(file, header, name, at)) {
            throw new IOException(file + ": has no tensor " + HeaderText.quoteName(name) + ", expected one of "
                    + HeaderText.quoteNames(headerNames(file, header)) + ". Load the weights with the class that"
                    + " saved them");
        }
        return headerEntry(file, header, at, name, entry);
    }

    /** Moves to the value of a key of the header; false if there is no such key. */
    static boolean headerSeek(Path file, String header, String key, int[] at) throws IOException {
        long[] skipped = new long[ENTRY_LENGTH];
        at[0] = 0;
        boolean more = HeaderText.headerOpens(file, header, at, '{', '}', "the header");
        while (more) {
            String name = HeaderText.headerKey(file, header, at, "the header");
            if (name.equals(key)) {
                return true;
            }
            headerValue(file, header, at, name, skipped);
            more = HeaderText.headerContinues(file, header, at, '}', "the header");
        }
        return false;
    }

    /** Reads the value of a key of the header; true if it is a tensor, false if it is the metadata. */
    static boolean headerValue(Path file, String header, int[] at, String name, long[] entry) throws IOException {
        if (name.equals(METADATA_KEY)) {
            headerMetadata(file, header, at, "", "");
            return false;
        }
        headerEntry(file, header, at, name, entry);
        return true;
    }

    /**
     * Reads the object of {@code __metadata__}, strings to strings; the value of {@code key}, else the fallback.
     */
    static String headerMetadata(Path file, String header, int[] at, String key, String fallback)
            throws IOException {
        HashSet<String> keys = new HashSet<String>();
        String value = fallback;
        boolean more = HeaderText.headerOpens(file, header, at, '{', '}', METADATA_KEY);
        while (more) {
            String name = HeaderText.headerKey(file, header, at, METADATA_KEY);
            if (!keys.add(name)) {
                throw HeaderText.headerFault(file, METADATA_KEY, "the key " + HeaderText.quoteName(name)
                        + " occurs twice, expected each key once");
            }
            String where = METADATA_KEY + ", key " + HeaderText.quoteName(name);
            String text = HeaderText.headerString(file, header, at, where);
            if (name.equals(key)) {
                value = text;
            }
            more = HeaderText.headerContinues(file, header, at, '}', METADATA_KEY);
        }
        return value;
    }

    /** Reads the entry of a tensor into {@code entry}; its dtype. */
    static String headerEntry(Path file, String header, int[] at, String name, long[] entry) throws IOException {
        String where = "tensor " + HeaderText.quoteName(name);
        String dtype = "";
        boolean hasDtype = false;
        int rank = -1;
        int offsets = -1;
        boolean more = HeaderText.headerOpens(file, header, at, '{', '}', where);
        while (more) {
            String key = HeaderText.headerKey(file, header, at, where);
            boolean twice;
            if (key.equals("dtype")) {
                twice = hasDtype;
                hasDtype = true;
                dtype = HeaderText.headerString(file, header, at, where + ", dtype");
            } else if (key.equals("shape")) {
                twice = rank >= 0;
                rank = HeaderText.headerNumbers(file, header, at, where + ", shape", entry, ENTRY_SHAPE, MAX_RANK);
            } else if (key.equals("data_offsets")) {
                twice = offsets >= 0;
                offsets = HeaderText.headerNumbers(file, header, at, where + ", data_offsets",
                        entry, ENTRY_BEGIN, 2);
            } else {
                throw HeaderText.headerFault(file, where, "found the key " + HeaderText.quoteName(key)
                        + ", expected dtype, shape and data_offsets alone");
            }
            if (twice) {
                throw HeaderText.headerFault(file, where, "the key " + key + " occurs twice, expected it once");
            }
            more = HeaderText.headerContinues(file, header, at, '}', where);
        }
        if (!hasDtype || rank < 0 || offsets < 0) {
            throw HeaderText.headerFault(file, where, "has no "
                    + (!hasDtype ? "dtype" : rank < 0 ? "shape" : "data_offsets") + ", expected each of the three");
        }
        if (offsets != 2) {
            throw HeaderText.headerFault(file, where, "data_offsets hold " + offsets + " numbers, expected 2");
        }
        entry[ENTRY_RANK] = rank;
        return dtype;
    }

    /** The sizes of an entry as {@code [5, 16]}. */
    static String shapeText(long[] entry) {
        return Arrays.toString(Arrays.copyOfRange(entry, ENTRY_SHAPE, ENTRY_SHAPE + (int) entry[ENTRY_RANK]));
    }

    /** The bytes of one element; 0 for what is no dtype of the format, or none of whole bytes. */
    static int dtypeBytes(String dtype) {
        switch (dtype) {
            case "BOOL": case "U8": case "I8": case "F8_E5M2": case "F8_E4M3": case "F8_E8M0":
                return 1;
            case "I16": case "U16": case "F16": case "BF16":
                return 2;
            case "I32": case "U32": case "F32":
                return 4;
            case "I64": case "U64": case "F64": case "C64":
                return 8;
            default:
                return 0;
        }
    }
}
