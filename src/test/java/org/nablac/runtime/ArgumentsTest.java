package org.nablac.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ArgumentsTest {
    @Test
    void rightArgumentsPass() {
        Arguments.checkLength("x of logits", 784, 784);
        Arguments.checkPositive("n", 1);
        assertEquals(30, Arguments.checkElements("u", new int[] {2, 3, 5}));
        assertEquals(1, Arguments.checkElements("scalar", new int[0]));
        Arguments.checkIndices("i", new int[] {-1, 0, 9, 10}, 1, 2, 10);
        Arguments.checkIndices("i", new int[0], 0, 0, 10);
    }

    @Test
    void aWrongLengthSaysWhichArrayHasWhichAndShouldHaveWhich() {
        refused("x of logits: the array has 783 elements, expected 784; pass an array of that length, or the sizes that"
                + " belong to this one", () -> Arguments.checkLength("x of logits", 783, 784));
    }

    @Test
    void aSizeBelowOneIsRefused() {
        refused("n: the size is 0, expected at least 1", () -> Arguments.checkPositive("n", 0));
        refused("u: the size of axis 1 is -3, expected at least 1",
                () -> Arguments.checkElements("u", new int[] {5, -3}));
    }

    @Test
    void aTableLargerThanAnArrayIsRefusedBeforeItIsMade() {
        refused("u: the sizes up to axis 1 make 16000000000 elements, expected at most 2147483639, as an array holds;"
                + " choose smaller ones", () -> Arguments.checkElements("u", new int[] {1_000_000_000, 16}));
        int max = Integer.MAX_VALUE;
        refused("u: the sizes up to axis 0 make 2147483647 elements, expected at most 2147483639, as an array holds;"
                + " choose smaller ones", () -> Arguments.checkElements("u", new int[] {max, max, max, max}));
    }

    @Test
    void anIndexOutsideItsTableSaysWhereItStands() {
        refused("i of score, an index into rows: element 2 is 10, expected at least 0 and less than 10",
                () -> Arguments.checkIndices("i of score, an index into rows", new int[] {0, 9, 10}, 0, 3, 10));
        refused("i: element 1 is -1, expected at least 0 and less than 10",
                () -> Arguments.checkIndices("i", new int[] {-5, -1, 10}, 1, 2, 10));
    }

    @Test
    void aRangeOutsideTheArrayIsRefused() {
        refused("i: elements 2 to 4 (exclusive) are asked for, but the array has 3",
                () -> Arguments.checkIndices("i", new int[3], 2, 2, 10));
        refused("i: elements -1 to 1 (exclusive) are asked for, but the array has 3",
                () -> Arguments.checkIndices("i", new int[3], -1, 2, 10));
        refused("i: elements 2147483647 to 4294967294 (exclusive) are asked for, but the array has 3",
                () -> Arguments.checkIndices("i", new int[3], Integer.MAX_VALUE, Integer.MAX_VALUE, 10));
    }

    @Test
    void aValueThatIsNoNumberSaysWhereItStands() {
        Arguments.checkNumbers("values", new float[] {1, -0f, Float.MAX_VALUE});
        Arguments.checkNumbers("values", new double[] {1, Double.MIN_VALUE});
        refused("values of setU: element 1 is NaN, expected a finite number",
                () -> Arguments.checkNumbers("values of setU", new float[] {1, Float.NaN}));
        refused("values of setU: element 0 is -Infinity, expected a finite number",
                () -> Arguments.checkNumbers("values of setU", new double[] {Double.NEGATIVE_INFINITY}));
    }

    private static void refused(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}
