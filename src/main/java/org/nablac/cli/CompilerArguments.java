package org.nablac.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nablac.compile.Options;
import org.nablac.graph.Model;
import org.nablac.tensor.UserError;
import picocli.CommandLine.Option;

/** What the command line changes in how a model is compiled. */
final class CompilerArguments {
    /** {@code 32 if unsaid}: of {@code --memory}. */
    private static final String MEMORY_IF_UNSAID = (Options.ROOM >> 20) + " if unsaid";

    @Option(names = "--optimizer", paramLabel = "NAME",
            description = "sgd, momentum, nesterov, adagrad, rmsprop, adam or adamw instead of the model's own")
    private Optional<String> optimizer = Optional.empty();

    @Option(names = "--setting", paramLabel = "NAME=VALUE",
            description = "a setting of the optimizer, as momentum=0.9 or clipNorm=1; may be repeated")
    private Map<String, Double> settings = new LinkedHashMap<>();

    @Option(names = "--memory", paramLabel = "MB",
            description = "for the values of a wide layer, or the scores of all rows of a table, in one step: more than"
                    + " fit are made for a block of the examples at a time; " + MEMORY_IF_UNSAID)
    private Optional<Integer> memory = Optional.empty();

    @Option(names = "--without", paramLabel = "PASS",
            description = "switch a pass of the compiler off, as clean, to see what it does; may be repeated. Results"
                    + " may differ in their last bits: resume a training as it was begun")
    private List<String> without = List.of();

    /** The model's own options, changed by the command line. */
    Options options(Model model) {
        return options(Options.of(model));
    }

    /**
     * {@code own}, changed.
     *
     * @throws UserError if one of the values is wrong
     */
    Options options(Options own) {
        Options options = own;
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

    /** Whether training is another. */
    boolean hasOptimizer() {
        return optimizer.isPresent() || !settings.isEmpty();
    }

    /** The same for the command line of another process. */
    List<String> words() {
        List<String> words = new ArrayList<>();
        optimizer.ifPresent(o -> words.addAll(List.of("--optimizer", o)));
        settings.forEach((name, value) -> words.addAll(List.of("--setting", name + "=" + value)));
        memory.ifPresent(m -> words.addAll(List.of("--memory", m.toString())));
        without.forEach(p -> words.addAll(List.of("--without", p)));
        return words;
    }
}
