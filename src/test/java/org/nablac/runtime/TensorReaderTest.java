package org.nablac.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorReaderTest {
    private static final String[] NAMES = {"a", "b", "c"};
    private static final int[][] SHAPES = {{2}, {1, 2}, {}};

    @TempDir
    private Path folder;
    private Path file;
    private String header;

    @BeforeEach
    void save() throws IOException {
        file = folder.resolve("w.safetensors");
        Safetensors.saveTensors(file, NAMES, SHAPES, new Object[] {new float[] {1, 2}, new float[] {3, Float.NaN},
            new int[] {5}}, new String[] {"key", "value"});
        header = Safetensors.openHeader(file);
    }

    private void read(String[] names, int[][] shapes, Object arrays, int offset, int from, int to) throws IOException {
        TensorReader.readTensors(file, header, names, shapes, arrays, offset, from, to);
    }

    @Test
    void eachTensorGoesIntoItsArrayAndOthersStayAsTheyAre() throws IOException {
        float[][] floats = {new float[2], new float[2]};
        read(NAMES, SHAPES, floats, 0, 0, 1);
        assertArrayEquals(new float[][] {{1, 2}, {0, 0}}, floats);
        int[][] ints = {new int[1]};
        read(NAMES, SHAPES, ints, 2, 0, 1);
        assertArrayEquals(new int[][] {{5}}, ints);
    }

    @Test
    void whatDoesNotFitIsRefusedByName() {
        says("element 1 is NaN", NAMES, SHAPES, new float[][] {{0, 0}, {0, 0}}, 0, 0, 2);
        says("tensor \"a\" has shape [2], expected [3]", NAMES, new int[][] {{3}, {1, 2}, {}},
                new float[][] {{0, 0, 0}}, 0, 0, 1);
        says("expected 2 elements of F64", NAMES, SHAPES, new double[][] {{0, 0}}, 0, 0, 1);
        says("has no tensor \"d\"", new String[] {"d"}, SHAPES, new float[][] {{0, 0}}, 0, 0, 1);
    }

    private void says(String message, String[] names, int[][] shapes, Object arrays, int offset, int from, int to) {
        String said = assertThrows(IOException.class, () -> read(names, shapes, arrays, offset, from, to)).getMessage();
        assertTrue(said.startsWith(file + ": ") && said.contains(message), said);
    }

    @Test
    void namesAreTheLinesOfAllTextsAndAreFoundAgain() {
        String[] names = HeldNames.nameLines(new String[] {"f.0.a\nf.0.b\n", "", "f.1.a\n"});
        assertArrayEquals(new String[] {"f.0.a", "f.0.b", "f.1.a"}, names);
        assertEquals(2, HeldNames.nameIndex(names, "f.1.a"));
        String said = assertThrows(IllegalArgumentException.class, () -> HeldNames.nameIndex(names, "f.2.a"))
                .getMessage();
        assertEquals("the model has no parameter 'f.2.a'; it has 3, the first is f.0.a, the last f.1.a", said);
    }
}
