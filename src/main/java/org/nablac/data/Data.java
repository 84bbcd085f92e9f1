package org.nablac.data;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.nablac.tensor.Spelling;
import org.nablac.tensor.UserError;

/** Reads data sets. Each error of a file is a {@link UserError} that names the file, the place in it, and the cure. */
public final class Data {
    private static final int ONE_IN = 10;

    private Data() {
    }

    /**
     * What a user gives to {@code --data}.
     *
     * @param where a folder, or a file, or else the name of a bundled set ({@link Bundled#names})
     * @param kind  what the model learns from
     * @param options for files; a bundled set is always the same
     */
    public static Split<?> open(String where, Kind kind, Options options) {
        Path path = path(where);
        if (Files.exists(path)) {
            return read(path, kind, options);
        }
        if (!Bundled.names().contains(where)) {
            throw new UserError("--data " + where + ": there is no such folder or file"
                    + Spelling.hint(where, Bundled.names()) + " (the bundled sets are "
                    + String.join(", ", Bundled.names()) + ")");
        }
        Split<?> bundled = Bundled.byName(where);
        if (bundled.kind() != kind) {
            throw new UserError("--data " + where + ": holds " + bundled.kind().noun() + ", but the model learns from "
                    + kind.noun() + "; of the bundled sets, " + String.join(", ", Bundled.names(kind)) + " would do");
        }
        return bundled;
    }

    private static Path path(String where) {
        try {
            return Path.of(where);
        } catch (InvalidPathException e) {
            throw new UserError("--data " + where + ": not a path: " + e.getReason(), e);
        }
    }

    /** A folder whose files {@link DataFiles#find} finds, or a single file. */
    public static Split<?> read(Path folderOrFile, Kind kind, Options options) {
        if (!Files.exists(folderOrFile)) {
            throw new UserError(folderOrFile + ": there is no such folder or file");
        }
        DataFiles files = Files.isDirectory(folderOrFile)
                ? DataFiles.find(folderOrFile, kind) : DataFiles.of(folderOrFile);
        return read(files, kind, options);
    }

    /** What {@code --train F --valid F --test F} name; a missing validation or test set is a seeded tenth of train. */
    public static Split<?> read(DataFiles files, Kind kind, Options options) {
        return switch (kind) {
            case EXAMPLES -> examples(files, options);
            case SIGNS -> signs(Source.file(files.train()), files.valid().map(Source::file),
                    files.test().map(Source::file), options.seed());
            case TRIPLES -> triples(Source.file(files.train()), files.valid().map(Source::file),
                    files.test().map(Source::file), options.seed());
        };
    }

    /**
     * One more file with the names, classes and scaling of a set that was read before: a name that it does not know is
     * an error, for a model has no parameters for it.
     *
     * @param file of images, for idx
     * @param like for examples, a set whose scaling is applied to this file too
     */
    public static <D extends Dataset> D readLike(Path file, D like, Options options) {
        Dataset read = switch (like) {
            case Examples e -> readExamplesLike(file, e, options).scaled(e.scaling());
            case Signs s -> new SignsFile(Names.fixed(s.rowNames()), Names.fixed(s.columnNames()))
                    .read(Source.file(file)).with(s.rowNames(), s.columnNames());
            case Triples t -> new TriplesFile(Names.fixed(t.entityNames()), Names.fixed(t.relationNames()))
                    .read(Source.file(file)).with(t.entityNames(), t.relationNames());
        };
        @SuppressWarnings("unchecked")                       // the switch gives the kind it was given
        D same = (D) read;
        return same;
    }

    static Split<Signs> signs(Source train, Optional<Source> valid, Optional<Source> test, long seed) {
        Names rows = Names.growing();
        Names columns = Names.growing();
        SignsFile file = new SignsFile(rows, columns);
        SignsFile.Part trainPart = file.read(train);
        Optional<SignsFile.Part> validPart = valid.map(file::read);
        Optional<SignsFile.Part> testPart = test.map(file::read);
        Vocabulary rowNames = rows.vocabulary();
        Vocabulary columnNames = columns.vocabulary();
        return SetAside.complete(trainPart.with(rowNames, columnNames),
                validPart.map(p -> p.with(rowNames, columnNames)), testPart.map(p -> p.with(rowNames, columnNames)),
                train.name(), seed, ONE_IN);
    }

    static Split<Triples> triples(Source train, Optional<Source> valid, Optional<Source> test, long seed) {
        Names entities = Names.growing();
        Names relations = Names.growing();
        TriplesFile file = new TriplesFile(entities, relations);
        TriplesFile.Part trainPart = file.read(train);
        Optional<TriplesFile.Part> validPart = valid.map(file::read);
        Optional<TriplesFile.Part> testPart = test.map(file::read);
        Vocabulary names = entities.vocabulary();
        Vocabulary relationNames = relations.vocabulary();
        return SetAside.complete(trainPart.with(names, relationNames), validPart.map(p -> p.with(names, relationNames)),
                testPart.map(p -> p.with(names, relationNames)), train.name(), seed, ONE_IN);
    }

    private static Split<Examples> examples(DataFiles files, Options options) {
        Examples train = DataFiles.isIdx(files.train())
                ? IdxFile.read(Source.file(files.train()), Source.file(DataFiles.labelsBeside(files.train())))
                : CsvFile.read(Source.file(files.train()), options.label());
        Split<Examples> raw = SetAside.complete(train,
                files.valid().map(file -> readExamplesLike(file, train, options)),
                files.test().map(file -> readExamplesLike(file, train, options)), files.train().toString(),
                options.seed(), ONE_IN);
        Scaling scaling = DataFiles.isIdx(files.train()) ? Scaling.dividedBy(255) : Scaling.standardising(raw.train());
        return scaled(raw, scaling);
    }

    /** Overwrites the numbers of the split, as they stand in the file. */
    static Split<Examples> scaled(Split<Examples> raw, Scaling by) {
        return new Split<>(raw.train().scaled(by), raw.valid().scaled(by), raw.test().scaled(by), raw.source());
    }

    /** Numbers as they stand in the file. */
    private static Examples readExamplesLike(Path file, Examples like, Options options) {
        return DataFiles.isIdx(file)
                ? IdxFile.readLike(Source.file(file), Source.file(DataFiles.labelsBeside(file)), like)
                : CsvFile.readLike(Source.file(file), options.label(), like);
    }
}
