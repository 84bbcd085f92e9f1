package org.nablac.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nablac.compile.Options;
import org.nablac.tensor.UserError;
import picocli.CommandLine.Command;

class MainTest {
    static Stream<String> commands() {
        return Arrays.stream(Main.class.getAnnotation(Command.class).subcommands())
                .map(c -> c.getAnnotation(Command.class).name());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandExplainsItselfWithExamples(String command) {
        CommandLineRun run = CommandLineRun.of(command, "--help");
        assertEquals(0, run.exitCode());
        assertTrue(run.out().contains("Usage: nablac " + command), run.out());
        assertTrue(run.out().contains("nablac " + command + " examples/"), run.out());
        assertEquals("", run.err());
    }

    @Test
    void theHelpSaysTheMemoryThatThereIsIfNoneIsSaid() {
        String help = CommandLineRun.of("compile", "--help").out().replaceAll("\\s+", " ");
        assertTrue(help.contains("at a time; " + Options.ROOM / 1024 / 1024 + " if unsaid"), help);
    }

    @Test
    void theHelpOfTheWholeListsTheExitCodes() {
        CommandLineRun run = CommandLineRun.of("--help");
        assertEquals(0, run.exitCode());
        assertTrue(run.out().contains("70 a fault of nablac's own"), run.out());
    }

    @Test
    void theVersionIsThatOfTheBuild() {
        CommandLineRun run = CommandLineRun.of("--version");
        assertEquals(0, run.exitCode());
        assertTrue(run.out().matches("nablac \\d+\\.\\d+\\.\\d+\\S*\\R"), run.out());
    }

    @Test
    void aWrongCallIsTwoAndSaysWhereTheHelpIs() {
        assertUsage("Unmatched argument at index 0: 'tain'", "nablac --help shows how", "tain");
        assertUsage("Missing: what to do", "nablac --help shows how");
        assertUsage("Missing required parameter: 'MODEL.java'", "nablac train --help shows how", "train");
        assertUsage("Invalid value for option '--epochs': 'many' is not a whole number",
                "nablac train --help shows how", "train", "examples/Mlp.java", "--epochs", "many");
        assertUsage("Missing required option: '--weights=FILE'", "nablac evaluate --help", "evaluate",
                "examples/Mlp.java");
        assertUsage("Unknown options: '--optimiser', 'sgd'", "--optimizer", "train", "examples/Mlp.java",
                "--optimiser", "sgd");
    }

    @Test
    void aFaultOfOursIsSeventyWithAReportToSend() throws IOException {
        StringWriter err = new StringWriter();
        int code = new Failures(List.of("train", "M.java"), new PrintWriter(err))
                .handle(new IllegalStateException("no such kernel"));
        assertEquals(70, code);
        assertFalse(err.toString().contains("\tat "), err.toString());
        Matcher file = Pattern.compile("send the report (\\S+),").matcher(err.toString());
        assertTrue(file.find(), err.toString());
        String report = Files.readString(Path.of(file.group(1)));
        Files.delete(Path.of(file.group(1)));
        assertTrue(report.contains("command: nablac train M.java") && report.contains("no such kernel")
                && report.contains("\tat "), report);
    }

    @Test
    void whatIsWrongWithTheInputIsOneWithTheMessageAlone() {
        assertHandled("nablac: model.st: cut", new UserError("model.st: cut", new IOException("x")));
        assertHandled("nablac: a.txt: there is no such file or folder", new NoSuchFileException("a.txt"));
        assertHandled("nablac: the memory of", new OutOfMemoryError("Java heap space"));
        assertHandled("nablac: No space left on device", new IOException("No space left on device"));
    }

    private static void assertHandled(String expected, Throwable failure) {
        StringWriter err = new StringWriter();
        assertEquals(1, new Failures(List.of(), new PrintWriter(err)).handle(failure));
        assertTrue(err.toString().startsWith(expected), err.toString());
        assertEquals(1, err.toString().lines().count(), err.toString());
    }

    private static void assertUsage(String expected, String hint, Object... arguments) {
        CommandLineRun run = CommandLineRun.of(arguments);
        assertEquals(2, run.exitCode(), run.err());
        assertTrue(run.err().startsWith("nablac: " + expected), run.err());
        assertTrue(run.err().contains(hint), run.err());
        assertEquals("", run.out());
    }
}
