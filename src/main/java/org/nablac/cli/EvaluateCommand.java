package org.nablac.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.nablac.compile.Compiled;
import org.nablac.compile.Compiler;
import org.nablac.compile.ModelInstance;
import org.nablac.data.Split;
import org.nablac.graph.Model;
import org.nablac.train.Signature;
import org.nablac.train.Task;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code nablac evaluate}. */
@Command(name = "evaluate", description = "Tests weights that train --save kept.",
        footer = {"", "Examples:", "  nablac evaluate examples/SignMatrix.java --weights zoo.safetensors --data zoo",
            "  nablac evaluate examples/Mlp.java --define PIXELS=64 --weights digits.safetensors --data digits"})
final class EvaluateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();
    @Mixin
    private final ModelArguments modelArguments = new ModelArguments();
    @Mixin
    private final DataArguments dataArguments = new DataArguments();
    @Option(names = "--weights", paramLabel = "FILE", required = true,
            description = "what train --save kept (safetensors)")
    private Path weights = Path.of("");

    @Override
    public Integer call() {
        Model model = modelArguments.model();
        Signature signature = Signature.of(model);
        Split<?> split = dataArguments.read(signature.kind());
        Task task = Task.of(signature, split, modelArguments.constants());
        Compiled compiled = Compiler.compile(model, modelArguments.options(model));
        ModelInstance instance = Loading.weights(compiled, weights, task);
        spec.commandLine().getOut().println(split.describe());
        spec.commandLine().getOut().println(task.test(instance).toText("test"));
        return ExitCode.OK;
    }
}
