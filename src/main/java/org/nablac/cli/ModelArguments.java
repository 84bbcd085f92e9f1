package org.nablac.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.nablac.compile.Options;
import org.nablac.graph.Model;
import org.nablac.source.Source;
import org.nablac.tensor.UserError;
import org.nablac.train.Constants;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which model, and what the command line changes in it. */
final class ModelArguments {
    private static final Pattern CONSTANT = Pattern.compile("\\b([A-Z][A-Z0-9_]*)\\s*=\\s*(-?\\d[\\d_]*)\\s*[,;]");

    @Parameters(index = "0", paramLabel = "MODEL.java", description = "the model: a class with @Model")
    Path file = Path.of("");

    @Option(names = {"-D", "--define"}, paramLabel = "NAME=VALUE",
            description = "another value for a constant of the model, as RANK=64; may be repeated")
    Map<String, String> defines = new LinkedHashMap<>();

    @Mixin
    private final CompilerArguments compiler = new CompilerArguments();

    /** @throws UserError with every mistake in the source, or if there is no such file */
    Model model() {
        if (!Files.isRegularFile(file)) {
            throw new UserError(file + (Files.isDirectory(file) ? ": is a folder" : ": there is no such file")
                    + "; give the Java source of a model, as examples/SignMatrix.java");
        }
        return Source.model(file, defines);
    }

    /** The model's own options, changed by the command line. */
    Options options(Model model) {
        return compiler.options(model);
    }

    /** The integer constants in the model's file. */
    Constants constants() {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            return Constants.UNKNOWN;
        }
        List<MatchResult> found = CONSTANT.matcher(text).results().toList();
        return value -> {
            List<String> names = found.stream().filter(m -> value(m) == value).map(m -> m.group(1)).distinct().toList();
            return names.size() == 1 ? Optional.of(names.get(0)) : Optional.empty();
        };
    }

    private long value(MatchResult constant) {
        String text = defines.getOrDefault(constant.group(1), constant.group(2));
        try {
            return Long.parseLong(text.replace("_", ""));
        } catch (NumberFormatException e) {
            return Long.MIN_VALUE;
        }
    }
}
