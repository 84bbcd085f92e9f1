package org.nablac.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nablac.launch.Launcher;

class BenchCommandTest {
    @TempDir
    private Path folder;

    @Test
    void aWorkloadGivesALineOfJsonForEachMode() {
        CommandLineRun run = CommandLineRun.of("bench", "mlp-2-16-16-2-b1", "--seconds", "0.01");
        assertEquals(0, run.exitCode(), run.err());
        List<JsonObject> lines = run.out().lines().map(l -> JsonParser.parseString(l).getAsJsonObject()).toList();
        assertEquals(List.of("call", "loop"), lines.stream().map(o -> o.get("mode").getAsString()).toList());
        for (JsonObject o : lines) {
            assertEquals(Set.of("peer", "mode", "workload", "us", "threads", "flops", "bytes"), without(o.keySet()));
            assertEquals("nablac", o.get("peer").getAsString());
            assertEquals("mlp-2-16-16-2-b1", o.get("workload").getAsString());
            assertEquals(1, o.get("threads").getAsInt());
            assertTrue(o.get("us").getAsDouble() > 0, o.toString());
        }
    }

    @Test
    void theNumberOfThreadsIsInTheLines() {
        CommandLineRun run = CommandLineRun.of("bench", "mlp-2-16-16-2-b32", "--seconds", "0.001", "--threads", "2");
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.out().lines().allMatch(l -> l.contains("\"threads\": 2")), run.out());
    }

    /** The fields that every machine can give. */
    private static Set<String> without(Set<String> fields) {
        Set<String> rest = new HashSet<>(fields);
        rest.removeAll(Set.of("allocated", "peakMemory"));
        return rest;
    }

    @Test
    void aProfileCountsEachKernelInJsonAndInATable() {
        CommandLineRun run = CommandLineRun.of("bench", "mlp-2-16-16-2-b1", "--seconds", "0.001", "--profile");
        assertEquals(0, run.exitCode(), run.err());
        for (String line : run.out().lines().toList()) {
            JsonArray kernels = JsonParser.parseString(line).getAsJsonObject().getAsJsonArray("kernels");
            assertTrue(kernels.size() > 3, line);
            assertEquals(1, kernels.asList().stream().map(k -> k.getAsJsonObject().get("calls").getAsLong()).distinct()
                    .count(), line);
            assertTrue(kernels.asList().stream().allMatch(k -> k.getAsJsonObject().get("line").getAsString()
                    .matches("Perceptron.java:\\d+")), line);
        }
        assertTrue(run.err().contains("ns a call  GFLOP/s"), run.err());
        assertTrue(run.err().lines().anyMatch(l -> l.matches("  all kernels .* ms in all; .*")), run.err());
    }

    @Test
    void aModelIsTimedAndComparedAndItsWorkIsShown() throws IOException {
        Path peers = Files.writeString(folder.resolve("peers.jsonl"),
                "{\"peer\": \"other\", \"mode\": \"c\", \"workload\": "
                        + "\"examples/SignMatrix.java\", \"us\": 1.0, \"threads\": 1}\n");
        CommandLineRun run = CommandLineRun.of("bench", "examples/SignMatrix.java", "--seconds", "0.001", "--define",
                "RANK=4", "--size", "rows=100", "--batch", "2", "--compare", peers, "--table");
        assertEquals(0, run.exitCode(), run.err());
        assertEquals(2, run.out().lines().filter(l -> l.startsWith("{")).count(), run.out());
        assertEquals(2, run.out().lines().filter(l -> l.contains("other, c, 1 thread ")).count(), run.out());
        assertTrue(run.out().contains("GFLOP/s  of peak  of bound"), run.out());
        assertTrue(run.out().contains("allocated  memory"), run.out());
        assertTrue(run.out().contains("Measured on 1 thread: "), run.out());
    }

    /** Two models have processes of their own, which are told the same. */
    @Test
    void whatTheCompilerIsToldIsInTheStepsThatAreTimed() {
        for (List<String> models : List.of(List.of("examples/Mlp.java"),
                List.of("examples/Mlp.java", "examples/Mlp.java"))) {
            List<Object> words = new ArrayList<>(List.of("bench"));
            words.addAll(models);
            words.addAll(List.of("--seconds", "0.001", "--define", "PIXELS=20", "--define", "HIDDEN=500",
                    "--batch", "600", "--profile"));
            CommandLineRun plain = CommandLineRun.of(words.toArray());
            words.addAll(List.of("--memory", "1", "--optimizer", "momentum", "--setting", "momentum=0.5"));
            CommandLineRun told = CommandLineRun.of(words.toArray());
            assertEquals(0, told.exitCode(), told.err());
            assertEquals(plain.out().lines().count(), told.out().lines().count());
            assertTrue(sum(told, "flops") > sum(plain, "flops"), told.out());
            assertTrue(plain.out().lines().noneMatch(l -> l.contains("\"stepInBlocks\"")), plain.out());
            assertTrue(told.out().lines().allMatch(l -> l.contains("\"stepInBlocks\"")), told.out());
        }
    }

    private static long sum(CommandLineRun run, String field) {
        return run.out().lines().mapToLong(l -> JsonParser.parseString(l).getAsJsonObject().get(field).getAsLong())
                .sum();
    }

    @Test
    void stepsAreTimedOnDataThatAreGiven() {
        CommandLineRun run = CommandLineRun.of("bench", "examples/LogisticRegression.java", "--data", "digits",
                "--seconds", "0.001", "--batch", "1");
        assertEquals(0, run.exitCode(), run.err());
        assertEquals(2, run.out().lines().count(), run.out());
        String loss = run.err().replaceAll("(?s).*loop: .* loss ([\\d.]+).*", "$1");
        assertTrue(Double.parseDouble(loss) < 0.5, "digits can be learned, and their labels at random cannot: " + loss);
    }

    @Test
    void dataThatDoNotFitAreRefusedWithACure() {
        List.of(List.of("examples/LogisticRegression.java --data digits --batch 5000", "smaller --batch"),
                List.of("examples/LogisticRegression.java --data zoo", "zoo"),
                List.of("mlp-784-128-10-b1 --data digits", "784"),
                List.of("examples/SignMatrix.java --data zoo --size rows=3", "leave out --size"),
                List.of("sgemm-1024 --data digits", "@Loss")).forEach(c -> {
                    List<Object> words = new ArrayList<>(List.of("bench"));
                    words.addAll(List.of(c.get(0).split(" ")));
                    CommandLineRun run = CommandLineRun.of(words.toArray());
                    assertEquals(1, run.exitCode(), c + "\n" + run.err());
                    assertTrue(run.err().contains(c.get(1)), run.err());
                    assertEquals(1, run.err().lines().filter(l -> l.startsWith("nablac: ")).count(), run.err());
                });
    }

    /** Else what the JVM has learned from one would be in the time of the next, and its memory in the next's peak. */
    @Test
    void eachOfSeveralWorkloadsHasAProcessOfItsOwn() throws IOException {
        Path peers = Files.writeString(folder.resolve("peers.jsonl"), "{\"peer\": \"other\", \"mode\": \"c\","
                + " \"workload\": \"mlp-2-16-16-2-b1\", \"us\": 1.0, \"threads\": 1}\n");
        CommandLineRun run = CommandLineRun.of("bench", "mlp-2-16-16-2-b1", "mlp-2-16-16-2-b32", "--seconds", "0.001",
                "--compare", peers, "--table", "--profile");
        assertEquals(0, run.exitCode(), run.err());
        assertEquals(List.of("mlp-2-16-16-2-b1", "mlp-2-16-16-2-b1", "mlp-2-16-16-2-b32", "mlp-2-16-16-2-b32"),
                run.out().lines().filter(l -> l.startsWith("{"))
                        .map(l -> JsonParser.parseString(l).getAsJsonObject().get("workload").getAsString()).toList());
        assertEquals(2, run.out().lines().filter(l -> l.contains("other, c, 1 thread ")).count(), run.out());
        assertEquals(4, run.out().lines().filter(l -> l.endsWith(" MB")).count(), run.out());
        assertEquals(2, run.err().lines().filter(l -> l.contains(": compiled to ")).count(), run.err());
        assertEquals(4, run.err().lines().filter(l -> l.startsWith("  all kernels ")).count(), run.err());
    }

    @Test
    void tablesHaveTheCollectorThatAlignsThemUnlessAnotherIsAskedFor() {
        List<String> small = new ArrayList<>(List.of("-Xmx2g"));
        small.addAll(Launcher.SMALL);
        assertEquals(List.of("-Xmx2g", "-XX:+UseG1GC"), OwnProcess.forTables(small));
        for (String own : List.of("-XX:+UseSerialGC", "-XX:+UseZGC", "-Xmn1g")) {
            assertEquals(List.of("-Xmx2g", own), OwnProcess.forTables(List.of("-Xmx2g", own)));
        }
    }

    @Test
    void whatGoesWrongInAProcessOfItsOwnIsSaidOnceAndEndsAll() {
        CommandLineRun run = CommandLineRun.of("bench", "examples/SignMatrix.java", "examples/SignMatrix.java",
                "--seconds", "0.001", "--size", "rows=2000000000");
        assertEquals(1, run.exitCode(), run.err());
        assertEquals("", run.out());
        assertEquals(1, run.err().lines().filter(l -> l.startsWith("nablac: ")).count(), run.err());
        assertTrue(run.err().contains("2000000000"), run.err());
    }

    @Test
    void whatCannotBeTimedIsSaidBeforeAnythingRuns() throws IOException {
        says("mlp-9 is no workload and no file", "bench", "mlp-2-16-16-2-b1", "mlp-9");
        says("missing.jsonl: there is no such file", "bench", "mlp-2-16-16-2-b1", "--compare", "missing.jsonl");
        says("the seconds of a repeat are 0.0", "bench", "mlp-2-16-16-2-b1", "--seconds", "0");
        says("the threads are 0, they must be at least 1", "bench", "mlp-2-16-16-2-b1", "--threads", "0");
        says("what the workload mlp-2-16-16-2-b1 computes is fixed", "bench", "mlp-2-16-16-2-b1", "--batch", "3");
        says("the model has no size cols; it has [rows, columns]", "bench", "examples/SignMatrix.java", "--size",
                "cols=3");
        says("the size rows is 0", "bench", "examples/SignMatrix.java", "--size", "rows=0");
        says("the batch is 0", "bench", "examples/SignMatrix.java", "--batch", "0");
        Path model = Files.writeString(folder.resolve("NoLoss.java"), """
                import org.nablac.*;
                @Model public class NoLoss {
                    public Tensor twice(@Shape("N") Tensor x) { return x.times(2); }
                }""");
        says("no method has @Loss, so there is no step to time; --method NAME times one that predicts: [", "bench",
                model);
        says("no method has @Loss", "bench", "examples/Mlp.java", model);
        says("--memory is 0 MB, it must be at least 1; 32 if unsaid", "bench", "mlp-2-16-16-2-b1", "sgemm-1024",
                "--memory", "0");
        says("what the workload sgemm-1024 computes is fixed", "bench", "sgemm-1024", "--optimizer", "adam");
        says("there is no method logit; there are [", "bench", "examples/Mlp.java", "--method", "logit");
        says("what the workload sgemm-1024 computes is fixed", "bench", "sgemm-1024", "--method", "product");
    }

    private static void says(String message, Object... arguments) {
        CommandLineRun run = CommandLineRun.of(arguments);
        assertEquals(1, run.exitCode(), run.err());
        assertEquals("", run.out());
        assertTrue(run.err().contains(message), run.err());
    }

    @Test
    void timingsHaveALineForEachStage() {
        CommandLineRun run = CommandLineRun.of("inspect", "examples/LogisticRegression.java", "--timings");
        assertEquals(0, run.exitCode());
        assertTrue(run.out().startsWith("model LogisticRegression"));
        for (String stage : List.of("read", "stabilise", "differentiate", "clean", "schedule", "lower", "margins",
                "shell", "verify", "emit", "all")) {
            assertTrue(run.err().lines().anyMatch(l -> l.strip().split("\\s+")[1].equals(stage)),
                    stage + " in\n" + run.err());
        }
        assertEquals("", CommandLineRun.of("inspect", "examples/LogisticRegression.java").err());
    }

    @Test
    void aPassThatIsSwitchedOffHasNoTiming() {
        CommandLineRun run = CommandLineRun.of("inspect", "examples/LogisticRegression.java", "--timings", "--without",
                "clean", "--without", "contract");
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.err().contains(" finish "), run.err());
        assertTrue(run.err().lines().noneMatch(l -> l.contains(" clean ") || l.contains(" contract ")), run.err());
    }
}
