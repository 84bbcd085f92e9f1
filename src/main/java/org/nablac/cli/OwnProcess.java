package org.nablac.cli;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.nablac.launch.Launcher;
import org.nablac.tensor.UserError;

/**
 * A command in a process of its own, of the same Java with the same options, but perhaps the collector. What it prints
 * is printed here as it comes; it ends with this process.
 *
 * @param out for its standard output
 * @param err for its standard error
 */
record OwnProcess(PrintWriter out, PrintWriter err) {
    /** The collector that begins large arrays at lines of the cache. */
    private static final String ALIGNING = "-XX:+UseG1GC";
    /** What a JVM says each time. */
    private static final String USUAL = "WARNING: Using incubator modules";

    /** Whether this process has a collector that nobody asked for, in whose place another may be taken. */
    static boolean canHaveAnotherCollector() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().containsAll(Launcher.SMALL);
    }

    /** Options of a JVM with the collector for large tables, if none has been asked for. */
    static List<String> forTables(List<String> given) {
        List<String> options = new ArrayList<>(given);
        if (options.containsAll(Launcher.SMALL)) {
            options.removeAll(Launcher.SMALL);
            options.add(ALIGNING);
        }
        return options;
    }

    /**
     * @param words of the command
     * @param isForTables whether rows of large tables are most of what it reads
     * @param line is given each line of its standard output
     * @return its exit code
     */
    int run(List<String> words, boolean isForTables, Consumer<String> line) {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        List<String> given = ManagementFactory.getRuntimeMXBean().getInputArguments();
        command.addAll(isForTables ? forTables(given) : given);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(words);
        try {
            Process process = new ProcessBuilder(command).start();
            Thread end = new Thread(process::destroy);
            Runtime.getRuntime().addShutdownHook(end);
            try {
                Thread errors = new Thread(() -> each(process.errorReader(StandardCharsets.UTF_8), l -> {
                    if (!l.startsWith(USUAL)) {
                        err.println(l);
                    }
                }));
                errors.start();
                each(process.inputReader(StandardCharsets.UTF_8), l -> {
                    out.println(l);
                    line.accept(l);
                });
                errors.join();
                return process.waitFor();
            } finally {
                process.destroy();
                forget(end);
            }
        } catch (IOException e) {
            throw new UserError("no process can be started for " + String.join(" ", words) + ": " + e.getMessage()
                    + "; give one workload at a time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted", e);
        }
    }

    private static void each(BufferedReader lines, Consumer<String> action) {
        try (lines) {
            lines.lines().forEach(action);
        } catch (IOException | UncheckedIOException e) {
            // the process has been ended
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // this process is ending, and the hook runs
        }
    }
}
