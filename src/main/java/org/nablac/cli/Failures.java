package org.nablac.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.nablac.tensor.UserError;
import picocli.CommandLine;

/** What the user sees of a failure: one clear message; of a fault of ours, where the report is. */
final class Failures {
    private final List<String> arguments;
    private final PrintWriter err;

    Failures(List<String> arguments, PrintWriter err) {
        this.arguments = arguments;
        this.err = err;
    }

    /** Tells of {@code failure}, and gives the exit code. */
    int handle(Throwable failure) {
        String message = switch (failure) {
            case UserError e -> e.getMessage();
            case IOException e -> inWords(e);
            case UncheckedIOException e -> inWords(e.getCause());
            case OutOfMemoryError e -> "the memory of " + Runtime.getRuntime().maxMemory() / (1 << 20)
                    + " MB is too small: give more, as java -Xmx8g -jar nablac.jar …, or a smaller model or --batch";
            default -> "";
        };
        if (message.isEmpty()) {
            return ourFault(failure);
        }
        err.println("nablac: " + message);
        return ExitCode.WRONG_INPUT;
    }

    /** Tells of a wrong command line, and gives the exit code. */
    int usage(CommandLine.ParameterException e) {
        CommandLine command = e.getCommandLine();
        err.println("nablac: " + withoutJava(e.getMessage()));
        CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
        err.println(command.getCommandSpec().qualifiedName() + " --help shows how");
        return ExitCode.USAGE;
    }

    /** The parser's words, without the names of Java's types. */
    private static String withoutJava(String message) {
        return message.replaceAll("is not an? (int|long)\\b", "is not a whole number")
                .replaceAll("is not an? (double|float)\\b", "is not a number")
                .replace("Value for option option", "the value of")
                .replace("should be in KEY=VALUE format but was", "is NAME=VALUE, not");
    }

    /** What went wrong with a file, naming it. */
    static String inWords(IOException e) {
        String file = e instanceof FileSystemException f && f.getFile() != null ? f.getFile() + ": " : "";
        return switch (e) {
            case NoSuchFileException n -> file + "there is no such file or folder";
            case AccessDeniedException n -> file + "access is denied";
            case FileAlreadyExistsException n -> file + "is a file, and a folder is needed";
            case FileSystemException f -> file + (f.getReason() == null ? "cannot be read or written" : f.getReason());
            default -> e.getMessage() == null ? e.toString() : e.getMessage();
        };
    }

    private int ourFault(Throwable failure) {
        String report = report(failure);
        err.println("nablac: this is a fault of nablac, not yours: " + failure);
        try {
            Path file = Files.createTempFile("nablac-report-", ".txt");
            Files.writeString(file, report);
            err.println("Please send the report " + file + ", and the model if you can.");
        } catch (IOException e) {
            err.println("Please send this report, and the model if you can:");
            err.println(report);
        }
        return ExitCode.OUR_FAULT;
    }

    private String report(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace, true));
        return "nablac " + Main.Version.text() + "\njava " + System.getProperty("java.vm.name") + " "
                + System.getProperty("java.vm.version") + " on " + System.getProperty("os.name") + " "
                + System.getProperty("os.arch")
                + "\ncommand: nablac " + String.join(" ", arguments) + "\n\n" + trace;
    }
}
