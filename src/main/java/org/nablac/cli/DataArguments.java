package org.nablac.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.nablac.data.Data;
import org.nablac.data.DataFiles;
import org.nablac.data.Kind;
import org.nablac.data.Options;
import org.nablac.data.Split;
import org.nablac.tensor.UserError;
import picocli.CommandLine.Option;

/** Which data. */
final class DataArguments {
    @Option(names = "--data", paramLabel = "FOLDER|FILE|NAME",
            description = "a folder with train, valid and test files, one file, or a bundled set:"
                    + " digits, zoo, umls, kinships, nations")
    Optional<String> data = Optional.empty();

    @Option(names = "--train", paramLabel = "FILE", description = "what to learn from, instead of --data")
    Optional<Path> train = Optional.empty();

    @Option(names = "--valid", paramLabel = "FILE",
            description = "what chooses the epoch that is kept; else a tenth of the training data")
    Optional<Path> valid = Optional.empty();

    @Option(names = "--test", paramLabel = "FILE",
            description = "what is reported at the end; else a tenth of the training data")
    Optional<Path> test = Optional.empty();

    @Option(names = "--label", paramLabel = "COLUMN",
            description = "the column of a CSV file that holds the class; else the last")
    Optional<String> label = Optional.empty();

    @Option(names = "--split-seed", paramLabel = "SEED", defaultValue = "1",
            description = "chooses what is set aside where a file is missing; ${DEFAULT-VALUE} if unsaid")
    long splitSeed = 1;

    Split<?> read(Kind kind) {
        Options options = new Options(splitSeed, label);
        if (data.isPresent()) {
            if (train.isPresent() || valid.isPresent() || test.isPresent()) {
                throw new UserError("--data names all files: leave out --train, --valid and --test,"
                        + " or leave out --data");
            }
            return Data.open(data.get(), kind, options);
        }
        Path file = train.orElseThrow(() -> new UserError("no data: give --data FOLDER, --data NAME of a bundled set ("
                + String.join(", ", org.nablac.data.Bundled.names(kind)) + "), or --train FILE"));
        return Data.read(new DataFiles(file, valid, test), kind, options);
    }
}
