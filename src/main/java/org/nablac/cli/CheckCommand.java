package org.nablac.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.nablac.check.Check;
import org.nablac.check.Finding;
import org.nablac.graph.Model;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code nablac check}. */
@Command(name = "check",
        description = "Compares, on random values, the gradient of the loss with central differences in float64, and"
        + " what the compiled class returns, and how a step changes each parameter, with the reference interpreter.",
        footer = {"", "Examples:", "  nablac check examples/Mlp.java --define PIXELS=20 --define HIDDEN=7",
            "  nablac check examples/ComplEx.java --seed 2", "",
            "Exit code 1 if anything differs by more than rounding explains."})
final class CheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();
    @Mixin
    private final ModelArguments modelArguments = new ModelArguments();
    @Option(names = "--seed", paramLabel = "SEED", defaultValue = "1",
            description = "of the random values; ${DEFAULT-VALUE} if unsaid")
    private long seed = 1;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Model model = modelArguments.model();
        List<Finding> findings = Check.run(model, modelArguments.options(model), seed);
        out.println(line("what", "type", "against", "error", "allowed", ""));
        for (Finding f : findings) {
            out.println(line(f.what(), f.type(), f.against(), number(f.error()), number(f.tolerance()), f.isRight()
                    ? "ok" : "DIFFERS"));
        }
        long wrong = findings.stream().filter(f -> !f.isRight()).count();
        out.println(wrong == 0 ? "all " + findings.size() + " agree" : wrong + " of " + findings.size()
                + " differ (--seed " + seed + ")");
        return wrong == 0 ? ExitCode.OK : ExitCode.WRONG_INPUT;
    }

    private static String line(String... cells) {
        return String.format(Locale.ROOT, "%-24s %-26s %-20s %-9s %-9s %s", (Object[]) cells).stripTrailing();
    }

    private static String number(double x) {
        return x == 0 ? "0" : String.format(Locale.ROOT, "%.1e", x);
    }
}
