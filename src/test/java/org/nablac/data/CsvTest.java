package org.nablac.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTest {
    @TempDir
    Path folder;

    private Split<Examples> read(String train, String valid, String test, Optional<String> label) {
        DataFiles files = new DataFiles(Wrong.write(folder, "train.csv", train),
                Optional.of(Wrong.write(folder, "valid.csv", valid)),
                Optional.of(Wrong.write(folder, "test.csv", test)));
        return Data.read(files, Kind.EXAMPLES, new Options(1, label)).as(Examples.class);
    }

    private void wrong(String train, String... words) {
        wrongTest(train, train, words);
        Wrong.says(() -> read(train, train, train, Optional.empty()), "train.csv");
    }

    private void wrongTest(String train, String test, String... words) {
        Wrong.says(() -> read(train, train, test, Optional.empty()), words);
    }

    @Test
    void featuresAreStandardisedByTheTrainingSet() {
        Split<Examples> split = read("1,5,a\n3,5,b\n", "2,5,a\n", "7,6,b\n", Optional.empty());
        assertArrayEquals(new float[] {-1, 0, 1, 0}, split.train().features());
        assertArrayEquals(new float[] {0, 0}, split.valid().features());
        assertArrayEquals(new float[] {5, 0}, split.test().features(), "a constant column is 0 everywhere");
        assertArrayEquals(new int[] {0, 1}, split.train().labels());
        assertArrayEquals(new int[] {1}, split.test().labels());
        assertEquals(List.of("a", "b"), split.test().labelNames().names());
        assertEquals("2 features (standardised by the training mean and deviation), 2 classes; examples: 2 train,"
                + " 1 valid, 1 test", split.describe());
    }

    @Test
    void aHeaderNamesTheFeaturesAndTheLabelColumn() {
        String text = "kind,height,\"width, cm\"\ncat,1,2.5e0\ndog,3,-4\n";
        for (String label : List.of("kind", "1")) {
            Examples train = read(text, text, text, Optional.of(label)).train();
            assertEquals(List.of("height", "width, cm"), train.featureNames());
            assertEquals(List.of("cat", "dog"), train.labelNames().names());
            assertArrayEquals(new float[] {-1, 1, 1, -1}, train.features());
        }
    }

    @Test
    void integerLabelsAreClassesInAscendingOrder() {
        Examples train = read("1,10\n2,9\n3,9\n", "1,9\n", "1,10\n", Optional.empty()).train();
        assertEquals(List.of("9", "10"), train.labelNames().names());
        assertArrayEquals(new int[] {1, 0, 0}, train.labels());
    }

    @Test
    void semicolonsTabsByteOrderMarksAndPackingAreRead() {
        for (String text : List.of("\uFEFF1;2;a\r\n3;4;b\r\n", "1\t2\ta\n3\t4\tb")) {
            assertEquals(2, read(text, text, text, Optional.empty()).train().size());
        }
        StringBuilder lines = new StringBuilder();
        for (int k = 0; k < 100; k++) {
            lines.append(k + "," + k % 2 + "\n");
        }
        byte[] bytes = Wrong.packed(lines.toString().getBytes(StandardCharsets.UTF_8));
        Path packed = Wrong.write(folder, "all.csv.gz", bytes);
        Split<Examples> split = Data.read(packed, Kind.EXAMPLES, Options.DEFAULT).as(Examples.class);
        assertEquals("1 features (standardised by the training mean and deviation), 2 classes; examples: 80 train,"
                + " 10 valid, 10 test", split.describe());
        for (Examples part : List.of(split.train(), split.valid(), split.test())) {
            assertEquals(part.size() / 2, java.util.Arrays.stream(part.labels()).sum(), "half of each class");
        }
    }

    @Test
    void whatIsNotAFiniteNumberIsRefused() {
        wrong("1,2,a\n1,two,b\n", "line 2, column 2", "'two'", "finite number");
        for (String bad : List.of("NaN", "Infinity", "-inf", "1e60", "0x1p3", "1f", "1 2", "1_000")) {
            wrong("1,2,a\n1," + bad + ",b\n", "line 2, column 2", "'" + bad + "'");
        }
        wrong("x,y,kind\n1,,b\n", "line 2, column 2 (y)", "empty", "fill missing values");
        wrong("1,2,a\n1,2,\n", "line 2, column 3", "label is empty");
    }

    @Test
    void raggedRowsAreRefused() {
        wrong("1,2,a\n1,2,3,b\n", "line 2, column 3", "4 fields", "first line has 3");
        wrong("1,2,a\n\n1,a\n", "line 3, column 2", "2 fields");
        wrong("a\nb\n", "line 1, column 1", "1 field");
        wrong("1,\"2,a\n", "line", "malformed");
    }

    @Test
    void aDoubtfulHeaderIsRefused() {
        wrong("x,2,kind\n1,2,a\n", "line 1, column 1", "'x' is not a number");
        wrong("x,x,kind\n1,2,a\n", "line 1, column 2", "a second column named 'x'");
        wrong("x,,kind\n1,2,a\n", "line 1, column 2", "no name");
        wrong("x,y,kind\n", "a header and no examples");
        wrong("", "holds no examples");
    }

    @Test
    void aLabelColumnThatIsNotThereIsRefused() {
        Wrong.says(() -> read("x,kind\n1,a\n", "", "", Optional.of("sort")), "train.csv, line 1", "'sort'", "x, kind",
                "1 to 2");
        Wrong.says(() -> read("x,kind\n1,a\n", "", "", Optional.of("3")), "train.csv, line 1", "'3'");
    }

    @Test
    void aTestSetUnlikeTheTrainingSetIsRefused() {
        wrongTest("1,2,a\n2,3,b\n", "1,2,a\n1,2,c\n", "test.csv, line 2, column 3", "unknown label 'c'", "a, b");
        wrongTest("1,2,a\n2,3,b\n", "1,a\n", "test.csv, line 1, column 2", "2 columns", "has 3");
        wrongTest("x,y,k\n1,2,a\n", "y,x,k\n1,2,a\n", "test.csv, line 1, column 1", "named 'y'", "is 'x'");
    }

    @Test
    void whatIsNotUtf8IsRefused() {
        Path file = Wrong.write(folder, "latin.csv", "1,a\n2,\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        Wrong.says(() -> Data.read(file, Kind.EXAMPLES, Options.DEFAULT), "latin.csv, line", "not UTF-8");
    }
}
