package org.nablac.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {
    private static final String SIGNS = "examples/SignMatrix.java";

    @TempDir
    private Path folder;
    private Path data;

    /** A sign matrix of rank 1, s_ij = a_i · b_j with a, b = ±1. */
    @BeforeEach
    void writeSigns() throws IOException {
        data = Files.createDirectory(folder.resolve("signs"));
        Random random = new Random(5);
        for (String part : List.of("train", "valid", "test")) {
            StringBuilder lines = new StringBuilder();
            for (int k = 0; k < (part.equals("train") ? 300 : 60); k++) {
                int i = random.nextInt(20);
                int j = random.nextInt(15);
                lines.append("r").append(i).append(' ').append("c").append(j).append(' ')
                        .append((i * 7 + 3) % 4 < 2 == j % 3 < 1 ? 1 : -1)
                        .append('\n');
            }
            Files.writeString(data.resolve(part + ".txt"), lines);
        }
    }

    @Test
    void signsAreLearntAndTheLastLineIsTheTest() {
        CommandLineRun run = CommandLineRun.of("train", SIGNS, "--data", data, "--epochs", 15, "-q");
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.lastLine().matches("test auc=[01]\\.\\d{4} macroF1=[01]\\.\\d{4} accuracy=[01]\\.\\d{4}"),
                run.out());
        assertTrue(figure(run.lastLine(), "auc") > 0.9, run.out());
        assertTrue(run.out().startsWith("20 rows, 15 columns; signs: 300 train, 60 valid, 60 test\nepoch  1/15  loss "),
                run.out());
        assertEquals("", run.err());
    }

    @Test
    void aProfileIsATableOnStandardErrorAfterTheLastLine() {
        CommandLineRun run = CommandLineRun.of("train", SIGNS, "--data", data, "--epochs", 2, "-q", "--profile");
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.lastLine().startsWith("test auc="), run.out());
        assertTrue(run.err().contains("  ns a call"), run.err());
        assertTrue(run.err().lines().anyMatch(l -> l.contains("SignMatrix.java:")), run.err());
        assertTrue(run.err().lines().toList().getLast().contains("ms in all"), run.err());
    }

    @Test
    void theSameSeedGivesTheSameLinesOnAnyNumberOfThreads() {
        CommandLineRun one = CommandLineRun.of("train", SIGNS, "--data", data, "--epochs", 3, "--seed", 9, "-q");
        CommandLineRun two = CommandLineRun.of("train", SIGNS, "--data", data, "--epochs", 3, "--seed", 9, "-q",
                "--threads", 3);
        assertEquals(one.out().replaceAll("[\\d.]+ s\n", "s\n"), two.out().replaceAll("[\\d.]+ s\n", "s\n"));
    }

    @Test
    void inOrderIsAnotherOrderAndTheSameEachTime() {
        Function<String, String> losses = option -> CommandLineRun.of("train", SIGNS, "--data", data, "--epochs", 3,
                "--seed", 9, option).out().replaceAll("[\\d.]+ s\n", "s\n");
        assertNotEquals(losses.apply("-q"), losses.apply("--in-order"));
        assertEquals(losses.apply("--in-order"), losses.apply("--in-order"));
    }

    @Test
    void whatTrainSavesEvaluateFindsAgainAndTrainGoesOnFrom() throws IOException {
        Path weights = folder.resolve("w.safetensors");
        Path log = folder.resolve("log.csv");
        CommandLineRun trained =
                CommandLineRun.of("train", SIGNS, "--data", data, "--epochs", 4, "--save", weights, "--log", log);
        assertEquals(0, trained.exitCode(), trained.err());
        CommandLineRun evaluated = CommandLineRun.of("evaluate", SIGNS, "--weights", weights, "--data", data);
        assertEquals(trained.lastLine(), evaluated.lastLine(), evaluated.err());
        assertEquals("epoch,loss,auc,rate,seconds", Files.readAllLines(log).get(0));
        assertEquals(5, Files.readAllLines(log).size());

        CommandLineRun more =
                CommandLineRun.of("train", SIGNS, "--data", data, "--epochs", 9, "--resume", weights, "--log", log);
        assertEquals(0, more.exitCode(), more.err());
        assertTrue(more.out().contains("epoch 9/9") && !more.out().contains("epoch 1/9"), more.out());
        assertTrue(Files.readAllLines(log).getLast().startsWith("9,"), Files.readString(log));

        assertWrong("epochs already, and epochs is 2", "train", SIGNS, "--data", data, "--epochs", 2, "--resume",
                weights);
        assertWrong("The weights belong to another model", "evaluate", SIGNS, "-D", "RANK=3", "--weights", weights,
                "--data", data);
        assertWrong("the weights were trained on other data", "evaluate", SIGNS, "--weights", weights, "--data", "zoo");
    }

    @Test
    void aModelOfManyParametersIsSavedAndFoundAgain() {
        Path weights = folder.resolve("deep.safetensors");
        Object[] model = {"examples/Mlp.java", "--data", "digits", "-D", "PIXELS=64", "-D", "HIDDEN=4", "-D",
                "LAYERS=13"};
        CommandLineRun trained = CommandLineRun.of(Stream.concat(Stream.of("train", "--epochs", 1, "--save", weights),
                Stream.of(model)).toArray());
        assertEquals(0, trained.exitCode(), trained.err());
        CommandLineRun evaluated = CommandLineRun.of(Stream.concat(Stream.of("evaluate", "--weights", weights),
                Stream.of(model)).toArray());
        assertEquals(trained.lastLine(), evaluated.lastLine(), evaluated.err());
    }

    @Test
    void aDamagedFileOfWeightsIsRefusedByName() throws IOException {
        Path weights = Files.writeString(folder.resolve("cut.safetensors"), "short");
        assertWrong("cut.safetensors: ", "evaluate", SIGNS, "--weights", weights, "--data", data);
        assertWrong("none.safetensors: there is no such file", "train", SIGNS, "--resume",
                folder.resolve("none.safetensors"), "--data", data);
    }

    @Test
    void aRateThatIsTooHighEndsWithAdviceAndKeepsWhatWasThere() throws IOException {
        Path weights = Files.writeString(folder.resolve("w.safetensors"), "8 bytes!{older");
        assertWrong("epoch 1: the loss is NaN; nothing was kept. A lower rate helps, now it is 1.00e+30",
                "train", SIGNS, "--data", data, "--rate", "1e30", "--save", weights);
        assertEquals("8 bytes!{older", Files.readString(weights));
    }

    @Test
    void optionsThatDoNotFitAreRefusedBeforeTraining() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertWrong("NoModel.java: there is no such file", "train", "NoModel.java", "--data", data);
        assertWrong("no data: give --data FOLDER, --data NAME of a bundled set (zoo)", "train", SIGNS);
        assertWrong("--data names all files", "train", SIGNS, "--data", data, "--test", file);
        assertWrong("there is no such folder or file", "train", SIGNS, "--data", "nowhere");
        assertWrong("of the bundled sets, digits would do", "train", "examples/Mlp.java", "--data", "zoo");
        assertWrong("--define PIXELS=64 makes the model fit", "train", "examples/Mlp.java", "--data", "digits");
        assertWrong("has no such constant", "train", SIGNS, "--data", data, "--define", "RANG=3");
        assertWrong("there is no optimizer 'sdg'", "train", SIGNS, "--data", data, "--optimizer", "sdg");
        assertWrong("sgd has no setting 'beta1'", "train", SIGNS, "--data", data, "--setting", "beta1=0.5");
        assertWrong("'falling' is not a schedule", "train", SIGNS, "--data", data, "--schedule", "falling");
        assertWrong("epochs is 0, it must be at least 1", "train", SIGNS, "--data", data, "--epochs", 0);
        assertWrong("--save " + folder + ": is a folder", "train", SIGNS, "--data", data, "--save", folder);
        assertWrong("there is no folder " + file, "train", SIGNS, "--data", data, "--save",
                file.resolve("w.safetensors"));
        assertWrong("there is no folder", "train", SIGNS, "--data", data, "--log", folder.resolve("no/log.csv"));
    }

    @Test
    void examplesAreClassified() {
        CommandLineRun run =
                CommandLineRun.of("train", "examples/LogisticRegression.java", "--data", "digits", "--epochs", 3);
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.lastLine().matches("test accuracy=[01]\\.\\d{4} loss=\\d+\\.\\d{4}"), run.out());
        assertTrue(figure(run.lastLine(), "accuracy") > 0.9, run.out());
    }

    @Test
    void triplesAreRanked() throws IOException {
        Path graph = Files.createDirectory(folder.resolve("graph"));
        for (String part : List.of("train", "valid", "test")) {
            int offset = part.equals("train") ? 0 : part.equals("valid") ? 1 : 2;
            StringBuilder lines = new StringBuilder();
            for (int e = 0; e < 12; e++) {
                for (int r = 0; r < 3; r++) {
                    if ((e + r) % 4 == 3 == offset > 0) {
                        lines.append("e" + e + "\tr" + r + "\te" + (e + r + offset / 2) % 12 + "\n");
                    }
                }
            }
            Files.writeString(graph.resolve(part + ".txt"), lines);
        }
        CommandLineRun run =
                CommandLineRun.of("train", "examples/Cp.java", "--data", graph, "--epochs", 2, "--define", "RANK=4");
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.lastLine()
                .matches("test mrr=0\\.\\d{4} hits@1=[01]\\.\\d{4} hits@3=[01]\\.\\d{4} hits@10=[01]\\.\\d{4}"),
                run.out());
    }

    @Test
    void nothingIsLeftBesideTheFileOfWeights() throws IOException {
        Path weights = folder.resolve("w.safetensors");
        CommandLineRun.of("train", SIGNS, "--data", data, "--epochs", 2, "--save", weights);
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of("signs", "w.safetensors"),
                    files.map(f -> f.getFileName().toString()).sorted().toList());
        }
    }

    private static double figure(String line, String name) {
        return Double.parseDouble(line.replaceFirst(".* " + name + "=(\\S+).*", "$1"));
    }

    private static void assertWrong(String expected, Object... arguments) {
        CommandLineRun run = CommandLineRun.of(arguments);
        assertEquals(1, run.exitCode(), run.out() + run.err());
        assertTrue(run.err().contains(expected), run.err());
        assertTrue(run.err().startsWith("nablac: "), run.err());
        assertFalse(run.err().contains("\tat "), run.err());
    }
}
