package org.nablac.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code nablac}. */
@Command(name = "nablac", mixinStandardHelpOptions = true, versionProvider = Main.Version.class,
        scope = ScopeType.INHERIT,
        sortOptions = false, usageHelpWidth = 110,
        description = "A symbolic graph compiler for the JVM: a model written once as Java becomes"
                + " a class that trains it.",
        footer = {"", "Examples:", "  nablac train examples/SignMatrix.java --data zoo --save zoo.safetensors",
            "  nablac inspect examples/Mlp.java", "  nablac compile examples/Mlp.java -d target/classes --java", "",
            "Exit codes: 0 done, 1 the input is wrong, 2 the call is wrong, 70 a fault of nablac's own."},
        subcommands = {TrainCommand.class, EvaluateCommand.class, CompileCommand.class, InspectCommand.class,
            CheckCommand.class, BenchCommand.class})
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Main() {
    }

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(List.of(arguments), out, err));
    }

    /** Runs one command line and gives its exit code. */
    public static int run(List<String> arguments, PrintStream out, PrintStream err) {
        System.getProperties().putIfAbsent("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        PrintWriter errors = new PrintWriter(err, true, StandardCharsets.UTF_8);
        Failures failures = new Failures(arguments, errors);
        CommandLine line = new CommandLine(new Main())
                .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .setErr(errors)
                .setParameterExceptionHandler((e, parsed) -> failures.usage(e))
                .setExecutionExceptionHandler((e, command, parsed) -> failures.handle(e));
        try {
            return line.execute(arguments.toArray(new String[0]));
        } catch (Error e) {                                 // picocli hands on exceptions only
            return failures.handle(e);
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing: what to do, as train, compile or inspect");
    }

    /** The version that Maven wrote down. */
    static final class Version implements CommandLine.IVersionProvider {
        static String text() {
            Properties p = new Properties();
            try (InputStream in = Main.class.getResourceAsStream("version.properties")) {
                if (in != null) {
                    p.load(in);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return p.getProperty("version", "unknown");
        }

        @Override
        public String[] getVersion() {
            return new String[] {"nablac " + text()};
        }
    }
}
