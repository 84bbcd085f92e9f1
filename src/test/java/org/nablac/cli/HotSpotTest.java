package org.nablac.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * HotSpot compiles all that is emitted for vectors. Its first compiler has some ten thousand virtual registers for a
 * method; one that needs more stays interpreted, or without the profile that the second compiler waits for, and each of
 * its vectors is an object: right, and ten or a hundred times slower.
 */
class HotSpotTest {
    private static final int SECONDS = 120;
    private static final int NEWEST_JAVA_WITH_VECTORS = 25;
    private static final List<String> WORKLOADS = List.of("signmf-10k-k32", "mlp-784-128-10-b1",
            "mlp-784-128-10-b1-sparse", "mlp-784-128-10-b32");

    @TempDir
    private Path folder;

    @Test
    void theFirstCompilerHasRegistersForEveryFunctionInVectors() throws IOException, InterruptedException {
        int java = Runtime.version().feature();
        assumeTrue(java <= NEWEST_JAVA_WITH_VECTORS, () -> "Java " + java + " is newer than " + NEWEST_JAVA_WITH_VECTORS
                + ": unless a width is said, a class takes its form for scalars, and nothing in vectors is compiled");
        for (String workload : WORKLOADS) {
            List<String> compiled = compilations(workload).filter(l -> l.contains("$Lanes")).toList();
            assertFalse(compiled.isEmpty(), workload + ": no function in vectors was compiled");
            assertEquals(List.of(), compiled.stream().filter(l -> l.contains("out of virtual registers")).toList(),
                    workload);
        }
    }

    /** What {@code -XX:+PrintCompilation} says while a workload is timed. */
    private Stream<String> compilations(String workload) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx600m",
                "-XX:-UsePerfData", "-XX:+PrintCompilation", "--add-modules", "jdk.incubator.vector", "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName(), "bench", workload, "--seconds", "0.05");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(command + " takes longer than " + SECONDS + " s");
        }
        List<String> lines = Files.readAllLines(output);
        assertEquals(0, process.exitValue(), () -> String.join("\n", lines));
        return lines.stream();
    }
}
