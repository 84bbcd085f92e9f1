package org.nablac.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What is saved comes back, and a file that is sound but not the model's is refused. */
class SafetensorsTest {
    private static final String[] NAMES = {"u", "first.b", "step", "labels", "none", "naïve \"∇\"\n"};
    private static final int[][] SHAPES = {{2, 3}, {}, {2}, {1, 2}, {0, 3}, {3}};

    @TempDir
    private Path folder;

    private static Object[] arrays() {
        return new Object[] {new float[] {1, -0f, Float.MIN_VALUE, Float.MAX_VALUE, Float.NaN, Float.NEGATIVE_INFINITY},
            new double[] {Math.PI}, new long[] {Long.MIN_VALUE, 42}, new int[] {Integer.MIN_VALUE, 7}, new float[0],
            new double[] {Double.MIN_VALUE, -0.0, Double.NaN}};
    }

    private Path saved() throws IOException {
        Path file = folder.resolve("weights.safetensors");
        Safetensors.saveTensors(file, NAMES, SHAPES, arrays(),
                new String[] {"nablac.graph", "12ab", "note", "a\\b\u0001"});
        return file;
    }

    @Test
    void everyDtypeComesBackBitForBit() throws IOException {
        Path file = saved();
        String header = Safetensors.openHeader(file);
        Safetensors.checkNames(file, header, NAMES);
        for (int t = 0; t < NAMES.length; t++) {
            assertArrayEquals(SHAPES[t], Safetensors.tensorShape(file, header, NAMES[t]));
        }
        Object[] written = arrays();
        float[] u = new float[6];
        double[] b = new double[1];
        long[] step = new long[2];
        int[] labels = new int[2];
        double[] last = new double[3];
        Safetensors.readTensor(file, header, "u", u);
        Safetensors.readTensor(file, header, "first.b", b);
        Safetensors.readTensor(file, header, "step", step);
        Safetensors.readTensor(file, header, "labels", labels);
        Safetensors.readTensor(file, header, "none", new float[0]);
        Safetensors.readTensor(file, header, NAMES[5], last);
        assertArrayEquals((float[]) written[0], u);
        assertArrayEquals((double[]) written[1], b);
        assertArrayEquals((long[]) written[2], step);
        assertArrayEquals((int[]) written[3], labels);
        assertArrayEquals((double[]) written[5], last);
        assertEquals("12ab", Safetensors.metadataValue(file, header, "nablac.graph", ""));
        assertEquals("a\\b\u0001", Safetensors.metadataValue(file, header, "note", ""));
        assertEquals("none", Safetensors.metadataValue(file, header, "absent", "none"));
    }

    /** {@code golden.safetensors} was written by the Python package safetensors 0.8.0 from numpy arrays. */
    @Test
    void aFileOfTheReferenceImplementationIsRead() throws IOException, URISyntaxException {
        Path file = Path.of(SafetensorsTest.class.getResource("golden.safetensors").toURI());
        String header = Safetensors.openHeader(file);
        Safetensors.checkNames(file, header, new String[] {"u", "scale", "step", "labels", "empty"});
        assertEquals("∇ \"quoted\"\n", Safetensors.metadataValue(file, header, "nablac.graph", ""));
        float[] u = new float[6];
        double[] scale = new double[1];
        long[] step = new long[2];
        int[] labels = new int[2];
        assertArrayEquals(new int[] {2, 3}, Safetensors.tensorShape(file, header, "u"));
        assertArrayEquals(new int[] {0, 3}, Safetensors.tensorShape(file, header, "empty"));
        assertArrayEquals(new int[] {1, 1, 2}, Safetensors.tensorShape(file, header, "labels"));
        assertArrayEquals(new int[0], Safetensors.tensorShape(file, header, "scale"));
        Safetensors.readTensor(file, header, "u", u);
        Safetensors.readTensor(file, header, "scale", scale);
        Safetensors.readTensor(file, header, "step", step);
        Safetensors.readTensor(file, header, "labels", labels);
        assertArrayEquals(new float[] {0.5f, -1.25f, 3e-40f, Float.MAX_VALUE, -0f, 1 / 3f}, u);
        assertArrayEquals(new double[] {Math.PI}, scale);
        assertArrayEquals(new long[] {Long.MIN_VALUE, 42}, step);
        assertArrayEquals(new int[] {Integer.MIN_VALUE, 7}, labels);
    }

    @Test
    void theBytesAreThoseOfTheFormat() throws IOException {
        Path file = folder.resolve("small");
        Safetensors.saveTensors(file, new String[] {"a", "b"}, new int[][] {{1}, {}},
                new Object[] {new float[] {1}, new double[] {2}}, new String[0]);
        String json = "{\"b\":{\"dtype\":\"F64\",\"shape\":[],\"data_offsets\":[0,8]},"
                + "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]}}";
        int padded = (json.length() + 7) / 8 * 8;
        ByteBuffer expected = ByteBuffer.allocate(8 + padded + 12).order(ByteOrder.LITTLE_ENDIAN);
        expected.putLong(padded).put((json + " ".repeat(padded - json.length())).getBytes(StandardCharsets.UTF_8));
        assertArrayEquals(expected.putDouble(2).putFloat(1).array(), Files.readAllBytes(file));
    }

    @Test
    void theSameTensorsGiveTheSameBytes() throws IOException {
        byte[] first = Files.readAllBytes(saved());
        assertArrayEquals(first, Files.readAllBytes(saved()));
    }

    @Test
    void noTensorsAndNoMetadataAreAFileToo() throws IOException {
        Path file = folder.resolve("none");
        Safetensors.saveTensors(file, new String[0], new int[0][], new Object[0], new String[0]);
        String header = Safetensors.openHeader(file);
        Safetensors.checkNames(file, header, new String[0]);
        assertEquals("x", Safetensors.metadataValue(file, header, "k", "x"));
    }

    @Test
    void aTensorOfSeveralChunksComesBack() throws IOException {
        Path file = folder.resolve("large");
        float[] large = new float[(Safetensors.CHUNK_BYTES / 4) * 2 + 17];
        long seed = 5;
        Random random = new Random(seed);
        for (int k = 0; k < large.length; k++) {
            large[k] = random.nextFloat();
        }
        Safetensors.saveTensors(file, new String[] {"l", "i"}, new int[][] {{large.length}, {1}},
                new Object[] {large, new int[] {3}}, new String[0]);
        String header = Safetensors.openHeader(file);
        float[] read = new float[large.length];
        Safetensors.readTensor(file, header, "l", read);
        assertArrayEquals(large, read, "seed " + seed);
    }

    /** The file is sparse: its length and offsets go beyond 2³¹, its bytes are not on the disk. */
    @Test
    void aTensorBehindTheFirstTwoGigabytesIsRead() throws IOException {
        Path file = folder.resolve("huge");
        long begin = 3L << 30;
        String json = "{\"table\":{\"dtype\":\"U8\",\"shape\":[3,1073741824],\"data_offsets\":[0," + begin + "]},"
                + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[" + begin + "," + (begin + 4) + "]}}";
        ByteBuffer head = ByteBuffer.allocate(8 + json.length()).order(ByteOrder.LITTLE_ENDIAN);
        head.putLong(json.length()).put(json.getBytes(StandardCharsets.UTF_8)).flip();
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            channel.write(head);
            channel.write(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(7.5f).flip(),
                    8 + json.length() + begin);
        }
        float[] b = new float[1];
        Safetensors.readTensor(file, Safetensors.openHeader(file), "b", b);
        assertEquals(7.5f, b[0]);
    }

    @Test
    void aNamedSizeIsReadFromAShapeAndCheckedByTheNext() throws IOException {
        Path file = saved();
        String header = Safetensors.openHeader(file);
        int rows = Safetensors.matchShape(file, header, "u", new int[] {-1, 3})[0];
        assertEquals(2, rows);
        Safetensors.matchShape(file, header, "step", new int[] {rows});
        refused("tensor \"u\" has shape [2, 3], expected [any, 4]",
                () -> Safetensors.matchShape(file, header, "u", new int[] {-1, 4}));
        refused("tensor \"u\" has shape [2, 3], expected [2]",
                () -> Safetensors.matchShape(file, header, "u", new int[] {2}));
        refused("tensor \"none\" has shape [0, 3], expected [any, 3]",
                () -> Safetensors.matchShape(file, header, "none", new int[] {-1, 3}));
    }

    @Test
    void missingAndUnknownTensorsAreBothListed() throws IOException {
        Path file = saved();
        String header = Safetensors.openHeader(file);
        refused("missing \"v\", \"w\"; unknown \"first.b\", \"step\", \"naïve \"∇\"\\u000a\", \"labels\", \"none\"",
                () -> Safetensors.checkNames(file, header, new String[] {"v", "u", "w"}));
        refused("has no tensor \"v\", expected one of \"first.b\"", () -> Safetensors.tensorShape(file, header, "v"));
        refused("has no tensor \"__metadata__\"",
                () -> Safetensors.readTensor(file, header, "__metadata__", new float[1]));
    }

    @Test
    void weightsOfAnotherGraphAreRefused() throws IOException {
        Path file = saved();
        String header = Safetensors.openHeader(file);
        Safetensors.checkMetadata(file, header, "nablac.graph", "12ab");
        refused("metadata \"nablac.graph\" is \"12ab\", expected \"ffff\". The weights belong to another model",
                () -> Safetensors.checkMetadata(file, header, "nablac.graph", "ffff"));
        refused("metadata \"nablac.other\" is missing, expected \"1\"",
                () -> Safetensors.checkMetadata(file, header, "nablac.other", "1"));
    }

    @Test
    void anArrayOfAnotherDtypeOrLengthIsRefused() throws IOException {
        Path file = saved();
        String header = Safetensors.openHeader(file);
        refused("tensor \"u\" is F32[2, 3], expected 6 elements of F64",
                () -> Safetensors.readTensor(file, header, "u", new double[6]));
        refused("tensor \"u\" is F32[2, 3], expected 6 elements of I32",
                () -> Safetensors.readTensor(file, header, "u", new int[6]));
        refused("tensor \"u\" is F32[2, 3], expected 5 elements of F32",
                () -> Safetensors.readTensor(file, header, "u", new float[5]));
    }

    @Test
    void weightsThatAreNotFiniteAreRefusedWithTensorAndElement() throws IOException {
        Path file = Path.of("w");
        Safetensors.checkFinite(file, "u", new float[] {1, -0f, Float.MAX_VALUE});
        Safetensors.checkFinite(file, "u", new double[] {1, -0.0, Double.MAX_VALUE});
        refused("tensor \"u\": element 1 is NaN, expected a finite number",
                () -> Safetensors.checkFinite(file, "u", new float[] {1, Float.NaN}));
        refused("tensor \"u\": element 0 is -Infinity, expected a finite number",
                () -> Safetensors.checkFinite(file, "u", new double[] {Double.NEGATIVE_INFINITY}));
    }

    @Test
    void aFileThatChangesBetweenHeaderAndDataIsRefused() throws IOException {
        Path file = saved();
        String header = Safetensors.openHeader(file);
        Safetensors.saveTensors(file, new String[] {"u"}, new int[][] {{2, 3}}, new Object[] {new float[6]},
                new String[0]);
        refused("changed while it was read", () -> Safetensors.readTensor(file, header, "u", new float[6]));
    }

    @Test
    void whatIsNoFileOfWeightsIsRefusedWithItsName() {
        refused("there is no such file", () -> Safetensors.openHeader(folder.resolve("absent")));
        refused("but a folder or a device", () -> Safetensors.openHeader(folder));
        Path device = Path.of("/dev/zero");
        if (Files.exists(device)) {
            refused("but a folder or a device", () -> Safetensors.openHeader(device));
        }
    }

    private static void refused(String part, Executable call) {
        IOException thrown = assertThrows(IOException.class, call);
        assertTrue(thrown.getMessage().contains(part), thrown::getMessage);
    }
}
