package org.nablac.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The executable jar as a user starts it. */
class LauncherIT {
    private static final Path JAR = Path.of(System.getProperty("nablac.jar"));
    @TempDir
    private Path folder;

    private static List<String> run(Path folder, String... arguments) throws IOException, InterruptedException {
        return run(folder, List.of(), arguments);
    }

    private static List<String> run(Path folder, List<String> options, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-jar", JAR.toString()));
        command.addAll(List.of(arguments));
        Path out = folder.resolve("out.txt");
        int code = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start().waitFor();
        List<String> lines = new ArrayList<>(Files.readAllLines(out, StandardCharsets.UTF_8));
        lines.add("exit " + code);
        return lines;
    }

    @Test
    void theFirstClassOfTheJarIsOneThatJava17Reads() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            String main = jar.getManifest().getMainAttributes().getValue("Main-Class");
            try (DataInputStream in =
                    new DataInputStream(jar.getInputStream(jar.getEntry(main.replace('.', '/') + ".class")))) {
                assertEquals(0xCAFEBABE, in.readInt());
                in.readUnsignedShort();
                assertEquals(61, in.readUnsignedShort());
            }
        }
    }

    @Test
    void trainingStartsWithVectorsAndEndsInTheFiguresOfTheTest() throws IOException, InterruptedException {
        Path logging = Files.writeString(folder.resolve("logging.properties"), """
                handlers=java.util.logging.ConsoleHandler
                java.util.logging.ConsoleHandler.level=ALL
                org.nablac.level=ALL
                """);
        List<String> lines = run(folder, List.of("-Djava.util.logging.config.file=" + logging), "train",
                "examples/LogisticRegression.java", "--data", "digits", "--epochs", "2", "--quiet");
        assertTrue(lines.stream().anyMatch(l -> l.matches(".*LogisticRegressionModel: (vectors of \\d+ bits"
                + "|scalar, since there are no vectors of 128 bits)")), lines::toString);
        assertEquals("exit 0", lines.get(lines.size() - 1));
        assertTrue(lines.get(lines.size() - 2).startsWith("test accuracy=0.9"), lines::toString);
    }

    @Test
    void aWrongModelIsOneMessageAndExitCodeOne() throws IOException, InterruptedException {
        List<String> lines = run(folder, "train", "nowhere.java", "--data", "digits");
        assertEquals("exit 1", lines.get(lines.size() - 1));
        assertTrue(lines.stream().anyMatch(l -> l.contains("nowhere.java")), lines::toString);
        assertTrue(lines.stream().noneMatch(l -> l.startsWith("\tat ")), lines::toString);
    }
}
