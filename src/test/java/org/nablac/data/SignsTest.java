package org.nablac.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignsTest {
    @TempDir
    Path folder;

    private Split<Signs> read(String train, String test) {
        Wrong.write(folder, "votes-train-1.edgelist", train);
        Wrong.write(folder, "votes-test-1.edgelist", test);
        return Data.read(folder, Kind.SIGNS, Options.DEFAULT).as(Signs.class);
    }

    private void wrong(String text, String... words) {
        Path file = Wrong.write(folder, "signs.txt", text);
        Wrong.says(() -> Data.read(file, Kind.SIGNS, Options.DEFAULT), words);
        Wrong.says(() -> Data.read(file, Kind.SIGNS, Options.DEFAULT), "signs.txt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"7 9 1\n9 7 -1\n7 7 +1\n", "7\t9\t1\n9\t7\t-1\n7\t7\t1.0\n", "7, 9,1\n9,7,-1.0\n7,7,+1.0\n",
        "row col sign\n7 9 1\n9 7 -1\n7 7 1\n", "row,column,vote\r\n7,9,1\r\n9,7,-1\r\n7,7,1",
        "2 2 3\n 7  9  1\n9 7 -1 \n7 7 1\n",
        "5\t5\t400\n7\t9\t1\n9\t7\t-1\n7\t7\t1\n"})
    void everySeparatorAndHeaderIsRead(String text) {
        Split<Signs> split = read(text, "9 9 -1\n");
        Signs all = split.train().and(split.valid());
        assertEquals(3, all.size());
        assertEquals(List.of("7", "9"), all.rowNames().names());
        assertEquals(List.of("9", "7"), all.columnNames().names());
        assertEquals(2.0 / 3, all.shareOfPlus());
        for (int k = 0; k < 3; k++) {
            boolean minus = all.rowNames().name(all.row()[k]).equals("9");
            assertEquals(minus ? -1f : 1f, all.sign()[k]);
            assertEquals(minus ? "7" : all.column()[k] == 0 ? "9" : "7", all.columnNames().name(all.column()[k]));
        }
        assertArrayEquals(new int[] {1}, split.test().row());
        assertArrayEquals(new int[] {0}, split.test().column());
    }

    @Test
    void betweenTabsANameMayHoldBlanksAndCommas() {
        Signs signs = read("sea lion\tlives in water, mostly\t1\nhen\tflies\t-1\n", "hen\tflies\t1\n").train();
        assertEquals(List.of("sea lion", "hen"), signs.rowNames().names());
        assertEquals("lives in water, mostly", signs.columnNames().name(0));
    }

    @Test
    void anEntryThatIsSeenTwiceIsTwoObservations() {
        Split<Signs> split = read("a x 1\na x -1\na x 1\nb x 1\n", "a x 1\n");
        assertEquals(4, split.train().size() + split.valid().size());
        assertEquals(2, split.train().rows());
    }

    @Test
    void aBadSignIsRefusedWithItsPlace() {
        wrong("a x 1\nb  x 2\n", "line 2, column 6", "'2' is not a sign", "expected 1 or -1", "above 0 is 1");
        wrong("a x 1\nb x 0\n", "line 2, column 5", "'0'", "for minus write -1");
        wrong("a x 0\n", "line 1, column 5", "'0'");
        wrong("a x 5\nb x 1\n", "line 1, column 5", "'5'");
        wrong("a x NaN\nb x 1\n", "line 1, column 5", "'NaN'");
        wrong("a,x,1\nb,x,\n", "line 2, column 5", "the sign is empty");
        wrong("a x 1\nb x plus\n", "line 2, column 5", "'plus'");
        wrong("a x 1\nb x -1e0\n", "line 2, column 5", "'-1e0'");
    }

    @Test
    void aHeaderThatLiesIsRefused() {
        wrong("1 9 9\na x 1\nb x 1\n", "line 1, column 1", "'1 9 9'", "2 rows, 1 columns and 2 entries", "mend it");
        wrong("9 9 7\n" + "1 1 1\n".repeat(8), "line 1", "8 entries");
    }

    @Test
    void aSeparatorThatChangesIsRefused() {
        wrong("a x 1\nb\tx\t1\n", "line 2", "1 field separated by blanks");
        wrong("a,x,1\nb x 1\n", "line 2, column 1", "1 field separated by commas");
        wrong("a,b,x,1\n", "line 1, column 7", "4 fields");
    }

    @Test
    void aFileWithoutSignsIsRefused() {
        wrong("row col sign\n", "holds no signs");
        wrong("a x 1\n", "too few", "give a test file");
    }

    @Test
    void anUnknownRowIsRefusedWhereTheNamesAreFixed() {
        Signs train = read("a x 1\nb y 1\n", "a y 1\n").train();
        Path file = Wrong.write(folder, "more.txt", "b x -1\nc x 1\n");
        Wrong.says(() -> Data.readLike(file, train, Options.DEFAULT), "more.txt, line 2, column 1", "unknown row 'c'",
                "none of the 2");
    }
}
