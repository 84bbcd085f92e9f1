package org.nablac.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFilesTest {
    @TempDir
    Path folder;

    private void files(String... names) {
        for (String name : names) {
            Wrong.write(folder, name, "a x 1\nb x -1\n");
        }
    }

    private DataFiles find() {
        return DataFiles.find(folder, Kind.SIGNS);
    }

    private Optional<Path> in(String name) {
        return Optional.of(folder.resolve(name));
    }

    @Test
    void rolesAreReadFromTheWordsOfAName() {
        files("house1to10-1_training.txt", "house1to10-1_validation.txt", "house1to10-1_testing.txt", "SOURCE.txt",
                "README.md", ".hidden.txt", "constraints.txt");
        assertEquals(new DataFiles(folder.resolve("house1to10-1_training.txt"), in("house1to10-1_validation.txt"),
                in("house1to10-1_testing.txt")), find());
    }

    @Test
    void imagesStandForTheirLabelsToo() {
        files("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz", "t10k-images-idx3-ubyte",
                "t10k-labels-idx1-ubyte");
        assertEquals(new DataFiles(folder.resolve("train-images-idx3-ubyte.gz"), Optional.empty(),
                in("t10k-images-idx3-ubyte")), find());
    }

    @Test
    void theOnlyFileIsAllThereIs() {
        files("votes.edgelist", "SOURCE.txt");
        assertEquals(DataFiles.of(folder.resolve("votes.edgelist")), find());
    }

    @Test
    void aChoiceIsRefusedWithWhatWasFoundAndTheCure() {
        files("a-train.txt", "b-train.txt", "test.txt");
        Wrong.says(this::find, folder.toString(), "2 files for train", "a-train.txt, b-train.txt", "--train F");
    }

    @Test
    void aMissingFileIsRefusedWithWhatWasFoundAndWhatWouldDo() {
        Wrong.says(this::find, folder.toString(), "no file for training", "no data file", "train.txt");
        files("one.txt", "two.txt");
        Wrong.says(this::find, "no file for training", "one.txt, two.txt", "--train F --valid F --test F");
        files("train.txt");
        Wrong.says(this::find, "no file for testing", "one.txt, train.txt, two.txt");
    }

    @Test
    void whatIsNotThereIsSaid() {
        Wrong.says(() -> Data.read(folder.resolve("none"), Kind.SIGNS, Options.DEFAULT), "none",
                "no such folder or file");
        Wrong.says(() -> Data.read(DataFiles.of(folder.resolve("none.txt")), Kind.SIGNS, Options.DEFAULT), "none.txt",
                "there is no such file");
        Wrong.says(() -> Data.read(DataFiles.of(folder), Kind.SIGNS, Options.DEFAULT), "is a folder");
        Wrong.says(() -> Data.open("no\0path", Kind.SIGNS, Options.DEFAULT), "not a path");
    }
}
