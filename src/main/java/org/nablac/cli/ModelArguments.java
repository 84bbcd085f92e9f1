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
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which model, and what the command line changes in it. */
final class ModelArguments {
    /** {@code 32 if unsaid}: of {@code --memory}. */
    static final String MEMORY_IF_UNSAID = (Options.ROOM >> 20) + " if unsaid";
    private static final Pattern CONSTANT = Pattern.compile("\\b([A-Z][A-Z0-9_]*)\\s*=\\s*(-?\\d[\\d_]*)\\s*[,;]");

    @Parameters(index = "0", paramLabel = "MODEL.java", description = "the model: a class with @Model")
    Path file = Path.of("");

    @Option(names = {"-D", "--define"}, paramLabel = "NAME=VALUE",
            description = "another value for a constant of the model, as RANK=64; may be repeated")
    Map<String, String> defines = new LinkedHashMap<>();

    @Option(names = "--optimizer", paramLabel = "NAME",
            description = "sgd, momentum, nesterov, adagrad, rmsprop, adam or adamw instead of the model's own")
    Optional<String> optimizer = Optional.empty();

    @Option(names = "--setting", paramLabel = "NAME=VALUE",
            description = "a setting of the optimizer, as momentum=0.9 or clipNorm=1; may be repeated")
    Map<String, Double> settings = new LinkedHashMap<>();

    @Option(names = "--memory", paramLabel = "MB",
            description = "for the values of a wide layer, or the scores of all rows of a table, in one step: more than"
                    + " fit are made for a block of the examples at a time; " + MEMORY_IF_UNSAID)
    Optional<Integer> memory = Optional.empty();

    @Option(names = "--without", paramLabel = "PASS",
            description = "switch a pass of the compiler off, to see what it does; may be repeated. --timings names"
                    + " them")
    List<String> without = List.of();

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
        Options options = Options.of(model);
        if (optimizer.isPresent()) {
            options = options.withOptimizer(optimizer.get());
        }
        for (Map.Entry<String, Double> s : settings.entrySet()) {
            options = options.with(s.getKey(), s.getValue());
        }
        for (String pass : without) {
            options = options.without(pass);
        }
        if (memory.isPresent() && memory.get() < 1) {
            throw new UserError("--memory is " + memory.get() + " MB, it must be at least 1; "
                    + MEMORY_IF_UNSAID);
        }
        return memory.isPresent() ? options.withRoom((long) memory.get() << 20) : options;
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
