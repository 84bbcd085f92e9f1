package org.nablac.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TriplesTest {
    @TempDir
    Path folder;

    private Split<Triples> read(String train, String valid, String test) {
        Wrong.write(folder, "train.txt", train);
        Wrong.write(folder, "valid.txt", valid);
        Wrong.write(folder, "test.txt", test);
        return Data.read(folder, Kind.TRIPLES, Options.DEFAULT).as(Triples.class);
    }

    private void wrong(String text, String... words) {
        Path file = Wrong.write(folder, "facts.txt", text);
        Wrong.says(() -> Data.read(file, Kind.TRIPLES, Options.DEFAULT), words);
        Wrong.says(() -> Data.read(file, Kind.TRIPLES, Options.DEFAULT), "facts.txt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void namesAreNumberedAsTheyFirstAppearOverTrainValidAndTest(String end) {
        Split<Triples> split = read("b\tr\ta" + end + "a\tr\tc" + end, "c\ts\td" + end, "e f\tr\tb" + end);
        Triples test = split.test();
        assertEquals(List.of("b", "a", "c", "d", "e f"), split.train().entityNames().names());
        assertEquals(List.of("r", "s"), test.relationNames().names());
        assertArrayEquals(new int[] {0, 1}, split.train().head());
        assertArrayEquals(new int[] {1, 2}, split.train().tail());
        assertArrayEquals(new int[] {1}, split.valid().relation());
        assertArrayEquals(new int[] {4}, test.head());
        assertArrayEquals(new int[] {0}, test.tail());
        assertEquals("5 entities, 2 relations; triples: 2 train, 1 valid, 1 test", split.describe());
    }

    @Test
    void aByteOrderMarkAndAMissingLastLineEndAreNoPartOfAName() {
        Split<Triples> split = read("\uFEFFa\tr\tb\nb\tr\ta", "a\tr\tb", "b\tr\ta");
        assertEquals(List.of("a", "b"), split.train().entityNames().names());
    }

    @Test
    void packedFilesAreKnownByTheirMagicAndNotByTheirNames() {
        byte[] packed = Wrong.packed("a\tr\tb\na\tr\tc\nc\tr\ta\n".getBytes(StandardCharsets.UTF_8));
        Path file = Wrong.write(folder, "facts.txt", packed);
        assertEquals(1, Data.read(file, Kind.TRIPLES, Options.DEFAULT).test().size());
    }

    @Test
    void mixedLineEndsAreRefusedAtTheFirstLineThatDiffers() {
        wrong("a\tr\tb\r\na\tr\tc\r\nb\tr\tc\nc\tr\ta\r\n", "line 3, column 6", "ends with LF", "CR LF", "one kind");
        wrong("a\tr\tb\na\tr\tc\r\n", "line 2, column 6", "ends with CR LF");
        wrong("a\tr\tb\ra\tr\tc\n", "line 1, column 6", "carriage return inside");
    }

    @Test
    void aWrongNumberOfColumnsIsRefused() {
        wrong("a\tr\tb\na\tr\tb\t2014-01-01\n", "line 2, column 7", "4 fields", "expected 3",
                "head TAB relation TAB tail");
        wrong("a\tr\tb\na\tr\n", "line 2, column 1", "2 fields");
        wrong("a r b\n", "line 1", "1 field ", "separate them by tabs");
    }

    @Test
    void anEmptyFieldIsRefused() {
        wrong("a\tr\tb\n\tr\tb\n", "line 2, column 1", "the head is empty");
        wrong("a\t \tb\n", "line 1", "the relation is empty");
        wrong("a\tr\t\n", "line 1, column 5", "the tail is empty");
    }

    @Test
    void anEmptyLineIsRefusedBetweenOthersButNotAtTheEnd() {
        wrong("a\tr\tb\n\n\na\tr\tc\n", "line 2, column 1", "empty line");
        assertEquals(2, read("a\tr\tb\nb\tr\ta\n\n", "a\tr\tb\n", "a\tr\tb\n").train().size());
    }

    @Test
    void anEmptyFileIsRefused() {
        wrong("", "holds no triples");
    }

    @Test
    void whatIsNotUtf8IsRefused() {
        byte[] latin = "a\tr\tb\nM\u00fcller\tr\tb\n".getBytes(StandardCharsets.ISO_8859_1);
        Path file = Wrong.write(folder, "facts.txt", latin);
        Wrong.says(() -> Data.read(file, Kind.TRIPLES, Options.DEFAULT), "facts.txt, line 2, column 2", "not UTF-8",
                "0xfc");
        Path wide = Wrong.write(folder, "wide.txt", "a\tr\tb\n".getBytes(StandardCharsets.UTF_16));
        Wrong.says(() -> Data.read(wide, Kind.TRIPLES, Options.DEFAULT), "wide.txt, line 1, column 1", "UTF-16");
        Path binary = Wrong.write(folder, "binary.txt", "a\tr\u0000\tb\n");
        Wrong.says(() -> Data.read(binary, Kind.TRIPLES, Options.DEFAULT), "binary.txt, line 1, column 4", "control");
    }

    @Test
    void aCutPackingIsRefused() {
        byte[] packed = Wrong.packed("a\tr\tb\n".repeat(1000).getBytes(StandardCharsets.UTF_8));
        Path file = Wrong.write(folder, "cut.txt.gz", Arrays.copyOf(packed, packed.length / 2));
        Wrong.says(() -> Data.read(file, Kind.TRIPLES, Options.DEFAULT), "cut.txt.gz", "gzip packing ends early");
        packed[packed.length / 2] ^= 0x55;
        packed[packed.length - 6] ^= 0x55;
        Path damaged = Wrong.write(folder, "damaged.txt.gz", packed);
        Wrong.says(() -> Data.read(damaged, Kind.TRIPLES, Options.DEFAULT), "damaged.txt.gz", "cannot be read");
    }

    @Test
    void anUnknownEntityIsRefusedWhereTheNamesAreFixed() {
        Triples train = read("a\tr\tb\nb\tr\ta\n", "a\tr\tb\n", "a\tr\tb\n").train();
        Path good = Wrong.write(folder, "new.txt", "b\tr\ta\n");
        assertArrayEquals(new int[] {1}, Data.readLike(good, train, Options.DEFAULT).head());
        Path entity = Wrong.write(folder, "entity.txt", "b\tr\ta\nb\tr\tzebra\n");
        Wrong.says(() -> Data.readLike(entity, train, Options.DEFAULT), "entity.txt, line 2, column 5",
                "unknown entity 'zebra'", "none of the 2");
        Path relation = Wrong.write(folder, "relation.txt", "b\tknows\ta\n");
        Wrong.says(() -> Data.readLike(relation, train, Options.DEFAULT), "relation.txt, line 1, column 3",
                "unknown relation 'knows'");
    }

    @Test
    void withoutAValidationFileASeededTenthServesAsOne() {
        StringBuilder lines = new StringBuilder();
        for (int k = 0; k < 50; k++) {
            lines.append("a" + k + "\tr\tb" + k + "\n");
        }
        DataFiles files = new DataFiles(Wrong.write(folder, "t.txt", lines.toString()), Optional.empty(),
                Optional.of(Wrong.write(folder, "u.txt", "a1\tr\tb2\n")));
        Split<Triples> one = Data.read(files, Kind.TRIPLES, Options.DEFAULT).as(Triples.class);
        Split<Triples> same = Data.read(files, Kind.TRIPLES, Options.DEFAULT).as(Triples.class);
        Split<Triples> other = Data.read(files, Kind.TRIPLES, new Options(2, Optional.empty())).as(Triples.class);
        assertEquals(45, one.train().size());
        assertEquals(5, one.valid().size());
        assertEquals(100, one.train().entities());
        assertArrayEquals(one.valid().head(), same.valid().head());
        assertTrue(!Arrays.equals(one.valid().head(), other.valid().head()));
        int[] all = new int[50];
        System.arraycopy(one.train().head(), 0, all, 0, 45);
        System.arraycopy(one.valid().head(), 0, all, 45, 5);
        assertEquals(50, Arrays.stream(all).distinct().count());
        assertTrue(one.source().contains("one in 10 set aside for validation (seed 1)"), one.source());
    }

    @Test
    void reciprocalTriplesFollowTheOthersWithRelationsOfTheirOwn() {
        Triples doubled = read("a\tr\tb\nb\ts\tc\n", "a\tr\tb\n", "a\tr\tb\n").train().reciprocal();
        assertArrayEquals(new int[] {0, 1, 1, 2}, doubled.head());
        assertArrayEquals(new int[] {0, 1, 2, 3}, doubled.relation());
        assertArrayEquals(new int[] {1, 2, 0, 1}, doubled.tail());
        assertEquals(List.of("r", "s", "r (reversed)", "s (reversed)"), doubled.relationNames().names());
    }
}
