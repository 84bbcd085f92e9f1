package org.nablac.cli;

import java.util.concurrent.Callable;
import org.nablac.compile.Compiled;
import org.nablac.compile.Compiler;
import org.nablac.graph.Model;
import org.nablac.inspect.Inspection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code nablac inspect}. */
@Command(name = "inspect",
        description = "Prints the graph of a model: each value forward, each gradient with the rule that made it"
        + " and the value it belongs to, the updates, what they cost, and what was rewritten.",
        footer = {"", "Examples:", "  nablac inspect examples/Mlp.java",
        "  nablac inspect examples/SignMatrix.java --optimizer adagrad | less"})
final class InspectCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();
    @Mixin
    private final ModelArguments modelArguments = new ModelArguments();
    @Mixin
    private final TimingArguments timings = new TimingArguments();

    @Override
    public Integer call() {
        Model model = timings.model(modelArguments);
        Compiled compiled = Compiler.compile(model, modelArguments.options(model));
        timings.print(compiled, spec.commandLine().getErr());
        spec.commandLine().getOut().print(Inspection.text(compiled));
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }
}
