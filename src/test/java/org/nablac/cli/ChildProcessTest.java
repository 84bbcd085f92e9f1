package org.nablac.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What must be tried on a process of its own: it is told to end, it is killed, its disk or its memory is full. */
class ChildProcessTest {
    private static final String SIGNS = "examples/SignMatrix.java";
    private static final int SECONDS = 60;

    @TempDir
    private Path folder;
    private Path data;
    private Path weights;

    @BeforeEach
    void writeData() throws IOException {
        Random random = new Random(8);
        StringBuilder lines = new StringBuilder();
        for (int k = 0; k < 400; k++) {
            lines.append("r" + k % 23 + " c" + k % 19 + " " + (random.nextBoolean() ? "1" : "-1") + "\n");
        }
        data = Files.writeString(folder.resolve("signs.txt"), lines);
        weights = folder.resolve("w.safetensors");
    }

    @Test
    void trainingThatIsToldToEndLeavesWeightsThatLoadAndSaysWhere() throws Exception {
        Process process = start(List.of(), "-Xmx200m", "train", SIGNS, "--data", data, "--epochs", 10_000_000, "--save",
                weights);
        firstEpoch(process);
        process.toHandle().destroy();                           // unlike destroy(), leaves what it writes readable
        assertTrue(process.waitFor(SECONDS, TimeUnit.SECONDS));
        String err = text(process.errorReader());
        assertTrue(err.contains("interrupted: " + weights + " holds epoch ")
                && err.contains("go on with --resume " + weights), err);
        assertFalse(err.contains("\tat "), err);
        assertLoads();
        assertEquals(List.of(data, weights), files());
    }

    @Test
    void trainingThatIsKilledLeavesWeightsThatLoad() throws Exception {
        long seed = 5;
        Random random = new Random(seed);
        for (int round = 0; round < 2; round++) {
            Process process = start(List.of(), "-Xmx200m", "train", SIGNS, "--data", data, "--epochs", 10_000_000,
                    "--rate", "0.001", "--save", weights, "--seed", round);
            firstEpoch(process);
            Thread.sleep(random.nextInt(100));
            process.destroyForcibly().waitFor();
            assertLoads();
        }
    }

    @Test
    void aFullDiskLeavesTheOldWeightsAndIsSaid() throws Exception {
        assertEquals(0, CommandLineRun.of("train", SIGNS, "--data", data, "--epochs", 1, "--save", weights).exitCode());
        byte[] before = Files.readAllBytes(weights);
        // a limit on the size of files stands for the full disk: a write fails in the middle of the data
        Process process = start(List.of("sh", "-c", "ulimit -f 4; exec \"$0\" \"$@\""), "-Xmx200m",
                "train", SIGNS, "--data", data, "--epochs", 1, "--save", weights, "--define", "RANK=100");
        assertRefused(process, weights + ": cannot be written: ",
                "What was there is unchanged; free space, or choose another folder");
        assertArrayEquals(before, Files.readAllBytes(weights));
        assertEquals(List.of(data, weights), files());
    }

    @Test
    void aFullDiskLeavesTheOldClassAndIsSaid() throws Exception {
        Path classFile = Files.writeString(Files.createDirectory(folder.resolve("out"))
                .resolve("SignMatrixModel.class"), "old");
        Process process = start(List.of("sh", "-c", "ulimit -f 4; exec \"$0\" \"$@\""), "-Xmx200m",
                "compile", SIGNS, "-d", classFile.getParent());
        assertRefused(process, classFile + " was not written: ", "what was there is unchanged, choose another folder");
        assertEquals("old", Files.readString(classFile));
        assertEquals(List.of(classFile.getParent(), classFile, data), files());
    }

    @Test
    void tooLittleMemoryIsSaidWithWhatHelps() throws Exception {
        Process process = start(List.of(), "-Xmx100m", "train", "examples/Mlp.java", "--data", "digits", "--define",
                "PIXELS=64", "--define", "HIDDEN=1000000", "--save", weights);
        assertRefused(process, "the memory of ",
                " MB is too small: give more, as java -Xmx8g -jar nablac.jar …, or a smaller model");
        assertEquals(List.of(data), files());
    }

    private static Process start(List<String> before, String memory, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(before);
        String classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), memory,
                "-XX:-UsePerfData", "-XX:TieredStopAtLevel=1", "-Dstderr.encoding=UTF-8", "-cp", classes,
                Main.class.getName()));
        Arrays.stream(arguments).map(Object::toString).forEach(command::add);
        return new ProcessBuilder(command).start();
    }

    private static void firstEpoch(Process process) throws IOException {
        BufferedReader out = process.inputReader();
        String line = out.readLine();
        while (line != null && !line.startsWith("epoch")) {
            line = out.readLine();
        }
        assertTrue(line != null, () -> text(process.errorReader()));
    }

    private static void assertRefused(Process process, String... parts) throws Exception {
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(SECONDS, TimeUnit.SECONDS));
        assertEquals(1, process.exitValue(), err);
        assertTrue(err.startsWith("nablac: ") && err.lines().count() == 1, err);
        assertFalse(err.contains("Exception") || err.contains("Error"), err);
        for (String part : parts) {
            assertTrue(err.contains(part), err);
        }
    }

    private void assertLoads() {
        CommandLineRun run = CommandLineRun.of("evaluate", SIGNS, "--data", data, "--weights", weights);
        assertEquals(0, run.exitCode(), run.err());
    }

    private static String text(BufferedReader reader) {
        return String.join("\n", reader.lines().toList());
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(p -> !p.equals(folder)).sorted().toList();
        }
    }
}
