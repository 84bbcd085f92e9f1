package org.nablac.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.nablac.compile.Compiled;
import org.nablac.compile.Compiler;
import org.nablac.graph.Model;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code nablac compile}. */
@Command(name = "compile",
        description = "Writes the class of a model: training step, predictions, weights on disk;"
                + " it needs only java.base.",
        footer = {"", "Examples:", "  nablac compile examples/Mlp.java -d target/classes",
            "  nablac compile examples/Mlp.java -d generated --java --define HIDDEN=256"})
final class CompileCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();
    @Mixin
    private final ModelArguments modelArguments = new ModelArguments();
    @Mixin
    private final TimingArguments timings = new TimingArguments();
    @Option(names = {"-d", "--directory"}, paramLabel = "DIR", required = true,
            description = "where the class goes, in the folder of its package")
    private Path directory = Path.of("");
    @Option(names = "--java", description = "write the same class as Java too")
    private boolean isJavaToo;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Model model = timings.model(modelArguments);
        Compiled compiled = Compiler.compile(model, modelArguments.options(model));
        timings.print(compiled, spec.commandLine().getErr());
        Path beginning = directory.resolve(compiled.className().replace('.', '/'));
        compiled.classFiles().forEach((name, bytes) -> {
            Path file = directory.resolve(name.replace('.', '/') + ".class");
            OutputFile.write(file, bytes);
            out.println(file + ": " + bytes.length + " bytes");
        });
        if (isJavaToo) {
            Path java = beginning.resolveSibling(beginning.getFileName() + ".java");
            String text = compiled.javaText();
            OutputFile.write(java, text);
            out.println(java + ": " + text.lines().count() + " lines");
        }
        return ExitCode.OK;
    }
}
