package org.nablac.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nablac.tensor.UserError;

/**
 * The files of a split. For idx files each is the one of the images; the labels lie beside it
 * ({@code train-images-idx3-ubyte}, {@code train-labels-idx1-ubyte}).
 *
 * @param train what is learnt from
 * @param valid empty: a seeded tenth of the training data
 * @param test  empty: a seeded tenth of the training data, taken first
 */
public record DataFiles(Path train, Optional<Path> valid, Optional<Path> test) {
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^a-z0-9]+");
    private static final Set<String> ENDINGS = Set.of("txt", "csv", "tsv", "tab", "dat", "data", "edgelist", "edges");
    private static final List<String> ABOUT = List.of("readme", "source", "license", "licence", "attribution", "index",
            "notice", "copying");

    private enum Role {
        TRAIN("train", "training"), VALID("valid", "validation", "val", "dev"), TEST("test", "testing", "t10k");

        final Set<String> words;

        Role(String... words) {
            this.words = Set.of(words);
        }
    }

    /** One file; a tenth of it is the validation set, another tenth the test set. */
    public static DataFiles of(Path file) {
        return new DataFiles(file, Optional.empty(), Optional.empty());
    }

    /**
     * The files of a folder whose names hold the word train or training; valid, validation, val or dev; test, testing
     * or t10k; or the only file.
     *
     * @throws UserError if that leaves none, or a choice; it lists what lies there and which names would do
     */
    public static DataFiles find(Path folder, Kind kind) {
        List<Path> files = candidates(folder);
        Optional<Path> train = only(Role.TRAIN, files, folder, kind);
        Optional<Path> valid = only(Role.VALID, files, folder, kind);
        Optional<Path> test = only(Role.TEST, files, folder, kind);
        if (train.isEmpty() && files.size() == 1 && valid.isEmpty() && test.isEmpty()) {
            return of(files.getFirst());
        }
        if (train.isEmpty()) {
            throw error(folder, kind, files, "no file for training");
        }
        if (test.isEmpty() && files.size() > 1) {
            throw error(folder, kind, files, "no file for testing");
        }
        return new DataFiles(train.get(), valid, test);
    }

    private static List<Path> candidates(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(Files::isRegularFile).filter(DataFiles::mayHoldData).sorted()
                    .collect(Collectors.toCollection(ArrayList::new));
        } catch (IOException e) {
            throw Source.unreadable(folder.toString(), e);
        }
    }

    private static boolean mayHoldData(Path file) {
        String name = lowerName(file);
        if (name.startsWith(".") || ABOUT.stream().anyMatch(name::startsWith)) {
            return false;
        }
        if (isIdx(file)) {
            return !words(file).contains("labels");
        }
        String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
        return ENDINGS.contains(plain.substring(plain.lastIndexOf('.') + 1))
                || plain.indexOf('.') < 0;
    }

    private static Optional<Path> only(Role role, List<Path> files, Path folder, Kind kind) {
        List<Path> found = files.stream().filter(file -> words(file).stream().anyMatch(role.words::contains)).toList();
        if (found.size() > 1) {
            throw error(folder, kind, found, found.size() + " files for " + role.name().toLowerCase(Locale.ROOT));
        }
        return found.stream().findFirst();
    }

    private static UserError error(Path folder, Kind kind, List<Path> files, String what) {
        String there = files.isEmpty() ? "no data file"
                : CsvColumns.some(files.stream().map(file -> file.getFileName().toString()).toList());
        return new UserError(folder + ": " + what + "; found: " + there + ". Expected " + kind.noun()
                + " in files such as " + kind.fileNames() + "; or name them: --train F --valid F --test F");
    }

    /** Whether a name says that a file is of the idx form: {@code train-images-idx3-ubyte.gz}. */
    static boolean isIdx(Path file) {
        return words(file).stream().anyMatch(word -> word.equals("ubyte") || word.matches("idx\\d?"));
    }

    /** The file of the labels that belongs to one of images: {@code …images…idx3…} is {@code …labels…idx1…}. */
    static Path labelsBeside(Path images) {
        String name = images.getFileName().toString();
        int at = name.lastIndexOf("images");
        if (at < 0) {
            throw new UserError(images + ": the name of a file of images holds the word images, as"
                    + " train-images-idx3-ubyte, that of its labels the word labels, as train-labels-idx1-ubyte");
        }
        String labels = name.substring(0, at) + "labels" + name.substring(at + 6).replace("idx3", "idx1");
        Path same = images.resolveSibling(labels);
        String packedOrNot = labels.endsWith(".gz") ? labels.substring(0, labels.length() - 3) : labels + ".gz";
        Path other = images.resolveSibling(packedOrNot);
        if (!Files.exists(same) && !Files.exists(other)) {
            throw new UserError(same + ": there is no such file; it should hold the labels of " + name);
        }
        return Files.exists(same) ? same : other;
    }

    private static List<String> words(Path file) {
        return List.of(BETWEEN_WORDS.split(lowerName(file)));
    }

    private static String lowerName(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT);
    }
}
