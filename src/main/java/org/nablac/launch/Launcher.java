package org.nablac.launch;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Starts the command line. A command that computes for long is started anew with {@code jdk.incubator.vector}, if this
 * Java has that module and was not started with it; {@code -Dnablac.lanes=scalar} keeps it in this process. What is
 * started anew collects its garbage in little memory and asks for large pages, unless the options of this process say
 * otherwise.
 */
public final class Launcher {
    private static final int OLDEST = 21;
    private static final String MAIN = "org.nablac.cli.Main";
    private static final String VECTORS = "jdk.incubator.vector";
    private static final List<String> LONG = List.of("train", "bench");
    /** A collector that takes little memory itself, as the launcher's choice, so that who knows better may undo it. */
    public static final List<String> SMALL = List.of("-XX:+UseSerialGC", "-Xmn32m", "-Dnablac.collector=small");
    private static final Path PAGES = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");

    private Launcher() {
    }

    public static void main(String[] arguments) throws ReflectiveOperationException, IOException, InterruptedException {
        int feature = Runtime.version().feature();
        if (feature < OLDEST) {
            System.err.println("nablac: this is Java " + feature + ", " + System.getProperty("java.home")
                    + "; nablac needs " + OLDEST + " or later: start it with the java of such a JDK."
                    + " The classes that it makes run on 17.");
            System.exit(1);
        }
        if (isLong(arguments) && canHaveVectors()) {
            System.exit(startAnew(arguments));
        }
        Class.forName(MAIN).getMethod("main", String[].class).invoke(null, (Object) arguments);
    }

    private static boolean isLong(String[] arguments) {
        return arguments.length > 0 && LONG.contains(arguments[0]) && !Arrays.asList(arguments).contains("--help");
    }

    private static boolean canHaveVectors() {
        return ModuleLayer.boot().findModule(VECTORS).isEmpty()
                && ModuleFinder.ofSystem().find(VECTORS).isPresent()
                && !"scalar".equals(System.getProperty("nablac.lanes"));
    }

    /** The same command with the module; its exit code. A signal that ends this process ends that one. */
    private static int startAnew(String[] arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        List<String> given = ManagementFactory.getRuntimeMXBean().getInputArguments();
        command.addAll(given);
        command.addAll(memory(given));
        command.addAll(pages(given, PAGES));
        command.addAll(List.of("--add-modules", VECTORS, "-cp", System.getProperty("java.class.path"), MAIN));
        command.addAll(Arrays.asList(arguments));
        Process process = new ProcessBuilder(command).inheritIO().start();
        Thread end = new Thread(() -> endWith(process));
        Runtime.getRuntime().addShutdownHook(end);
        return process.waitFor();
    }

    /**
     * A collector that takes little memory itself, where nobody asked for another: training makes garbage while it
     * compiles, and none in a step.
     */
    static List<String> memory(List<String> given) {
        boolean isChosen = given.stream().anyMatch(a -> a.matches("-XX:[+-]Use\\w*GC|-Xmn.*|-XX:(Max)?NewS.*"));
        return isChosen ? List.of() : SMALL;
    }

    /**
     * Large pages, where the system gives them to those that ask: tables of many rows, read in any order, miss fewer
     * translations of addresses.
     *
     * @param offer the file in which a Linux says so; elsewhere there is none, and a JVM does not know the option
     */
    static List<String> pages(List<String> given, Path offer) throws IOException {
        boolean isChosen = given.stream().anyMatch(a -> a.matches("-XX:[+-]Use\\w*(Large|Huge)\\w*"));
        boolean isOffered = Files.isReadable(offer) && Files.readString(offer).contains("[madvise]");
        return isOffered && !isChosen ? List.of("-XX:+UseTransparentHugePages") : List.of();
    }

    private static void endWith(Process process) {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
