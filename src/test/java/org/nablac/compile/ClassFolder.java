package org.nablac.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.nablac.testing.InMemoryJavac;

/** A folder of generated classes and a class {@code Driver} that uses them, in JVMs of its own. */
record ClassFolder(Path path) {
    static final String MODULE = "--add-modules=jdk.incubator.vector";
    private static final int SECONDS = 300;
    private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");

    /** The class and those beside it. */
    void add(Compiled c) throws IOException {
        write(c.classFiles());
    }

    /** @param options of javac besides; Java 17 if these say nothing else */
    void addDriver(String source, String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of("-classpath", path.toString()));
        all.addAll(List.of(options));
        write(InMemoryJavac.compile(Map.of("Driver", source), all.toArray(String[]::new)));
    }

    private void write(Map<String, byte[]> classes) throws IOException {
        for (Map.Entry<String, byte[]> file : classes.entrySet()) {
            Files.write(path.resolve(file.getKey() + ".class"), file.getValue());
        }
    }

    /** What the driver prints, and every line that is logged. */
    String run(Path java, List<String> options, String... arguments) throws IOException, InterruptedException {
        Path logging = Files.writeString(path.resolve("logging.properties"), """
                handlers=java.util.logging.ConsoleHandler
                java.util.logging.ConsoleHandler.level=ALL
                org.nablac.level=ALL
                """);
        List<String> command = new ArrayList<>(List.of(java.toString(), "-cp", path.toString(),
                "-Djava.util.logging.config.file=" + logging));
        command.addAll(options);
        command.add("Driver");
        command.addAll(List.of(arguments));
        Path output = path.resolve("output.txt");
        Process p = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        boolean isDone = p.waitFor(SECONDS, TimeUnit.SECONDS);
        String printed = Files.readString(output);
        if (!isDone) {
            p.destroyForcibly();
            throw new AssertionError(command + " takes longer than " + SECONDS + " s\n" + printed);
        }
        assertEquals(0, p.exitValue(), () -> command + "\n" + printed);
        return printed;
    }

    /**
     * Demands of what {@link #run} printed that the class ran in this form: {@code scalar}, bits of vectors, or
     * {@code auto}, the vectors that the machine prefers, if it has any and this Java is not too new for them.
     */
    static void assertForm(String form, String className, String printed) {
        String said = switch (form) {
            case "scalar" -> "scalar, as nablac.lanes says";
            case "auto" -> "(vectors of (128|256|512) bits"
                    + "|scalar, since (there are no vectors of 128 bits|Java \\d+ is newer))";
            default -> "vectors of " + form + " bits";
        };
        assertTrue(Pattern.compile(": " + className + ": " + said).matcher(printed).find(),
                () -> className + " is not " + form + "\n" + printed);
    }

    /** {@code java} of this JVM. */
    static Path ownJava() throws IOException {
        return Path.of(System.getProperty("java.home")).toRealPath().resolve("bin/java");
    }

    /** {@code java} of this JVM, and of the JDKs beside it and beside the one on the path, of Java 17 at the least. */
    static Set<Path> javas() throws IOException {
        Set<Path> all = new LinkedHashSet<>(List.of(ownJava()));
        List<Path> found = new ArrayList<>(all);
        Arrays.stream(Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
                .map(place -> Path.of(place).resolve("java")).filter(Files::isExecutable).forEach(found::add);
        for (Path java : found) {
            Path home = java.toRealPath().getParent().getParent();
            try (Stream<Path> beside = Files.list(home.getParent())) {
                for (Path jdk : beside.filter(d -> version(release(d)) >= 17).sorted().toList()) {
                    all.add(jdk.toRealPath().resolve("bin/java"));
                }
            }
        }
        return all;
    }

    /** Those of them that have the Vector API. */
    static List<Path> javasWithVectors() throws IOException {
        return javas().stream().filter(java -> release(java.getParent().getParent()).contains("jdk.incubator.vector"))
                .toList();
    }

    /** What the JDK in this folder says of itself; empty if there is none. */
    private static String release(Path home) {
        try {
            return Files.isExecutable(home.resolve("bin/java")) ? Files.readString(home.resolve("release")) : "";
        } catch (IOException e) {
            return "";   // a folder that cannot be read holds no JDK for us
        }
    }

    /** Of this {@code java}. */
    static int version(Path java) {
        return version(release(java.getParent().getParent()));
    }

    private static int version(String release) {
        Matcher m = VERSION.matcher(release);
        return m.find() ? Integer.parseInt(m.group(1)) : 0;
    }
}
