package org.nablac.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TablesTest {
    @TempDir
    private Path folder;

    /** A line of 64 bytes is the 16 before an array's elements and the margin. */
    @Test
    void aTableBeginsALineBehindItsArray() {
        assertEquals(64, 16 + Float.BYTES * Tables.MARGIN);
    }

    @Test
    void aSmallTableHasAnArrayOfItsOwnLengthAndALargerOneHalfARegionOrMore() {
        assertEquals(Tables.MARGIN + 6, Tables.newTable("u", new int[] {2, 3}).length);
        int least = Tables.SMALLEST_REGION / 2 / Float.BYTES;
        int most = Tables.LARGEST_REGION / 2 / Float.BYTES;
        for (int rows : new int[] {100, 1_000, 10_000, 100_000, 1_000_000}) {
            int length = Tables.newTable("u", new int[] {rows, 16}).length;
            int own = Tables.MARGIN + 16 * rows;
            assertTrue(length == own || length > own && length >= least && length <= most
                    && length <= Tables.TIMES_LONGER * 16 * rows, rows + " rows: " + length);
        }
    }

    @Test
    void aTableThatNoArrayHoldsIsRefused() {
        String said = assertThrows(IllegalArgumentException.class,
                () -> Tables.newTable("u", new int[] {Integer.MAX_VALUE - 15, 1})).getMessage();
        assertEquals("u: the sizes make 2147483632 elements, expected at most 2147483627, as the array of a table"
                + " holds; choose smaller ones", said);
    }

    @Test
    void aFileOfATableIsThatOfItsElements() throws IOException {
        float[] plain = {1, 2, 3, 4, 5, 6};
        float[] table = new float[Tables.MARGIN + 6 + 5];
        Arrays.fill(table, Float.NaN);
        System.arraycopy(plain, 0, table, Tables.MARGIN, 6);
        Path a = folder.resolve("a");
        Path b = folder.resolve("b");
        Safetensors.saveTensors(a, new String[] {"u"}, new int[][] {{2, 3}}, new Object[] {plain}, new String[0]);
        Safetensors.saveTensors(b, new String[] {"u"}, new int[][] {{2, 3}},
                new Object[] {Tables.tableValues(table, 6)}, new String[0]);
        assertArrayEquals(Files.readAllBytes(a), Files.readAllBytes(b));

        float[] read = new float[Tables.MARGIN + 6 + 2];
        Tables.readTable(a, Safetensors.openHeader(a), "u", read, 6);
        assertArrayEquals(plain, Arrays.copyOfRange(read, Tables.MARGIN, Tables.MARGIN + 6));
        assertEquals(0, read[Tables.MARGIN - 1] + read[Tables.MARGIN + 6]);
    }

    @Test
    void whatIsNoTableIsRefusedWithItsPlace() throws IOException {
        Path file = folder.resolve("w");
        Safetensors.saveTensors(file, new String[] {"u", "v"}, new int[][] {{2}, {2}},
                new Object[] {new float[] {1, Float.NaN}, new double[] {1, 2}}, new String[0]);
        refused("w: tensor \"u\": element 1 is NaN, expected a finite number", file, "u", 2);
        refused("w: tensor \"u\" is F32[2], expected 3 elements of F32", file, "u", 3);
        refused("w: tensor \"v\" is F64[2], expected 2 elements of F32", file, "v", 2);
        assertThrows(IllegalArgumentException.class, () -> Safetensors.saveTensors(file, new String[] {"u"},
                new int[][] {{3}}, new Object[] {Tables.tableValues(new float[40], 2)}, new String[0]));
    }

    private static void refused(String message, Path file, String name, int elements) throws IOException {
        String header = Safetensors.openHeader(file);
        String said = assertThrows(IOException.class, () -> Tables.readTable(file, header, name,
                new float[Tables.MARGIN + elements], elements)).getMessage();
        assertTrue(said.contains(message), said);
    }
}
