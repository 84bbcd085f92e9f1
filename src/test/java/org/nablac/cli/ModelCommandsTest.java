package org.nablac.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelCommandsTest {
    @TempDir
    private Path folder;

    @Test
    void compileWritesTheClassAndItsJavaTheSameEachTime() throws IOException {
        CommandLineRun run =
                CommandLineRun.of("compile", "examples/LogisticRegression.java", "-d", folder.resolve("a/b"), "--java");
        assertEquals(0, run.exitCode(), run.err());
        Path made = folder.resolve("a/b/LogisticRegressionModel.class");
        assertTrue(run.out().contains(made + ": " + Files.size(made) + " bytes"), run.out());
        assertTrue(Files.readString(folder.resolve("a/b/LogisticRegressionModel.java"))
                .contains("class LogisticRegressionModel"));
        CommandLineRun.of("compile", "examples/LogisticRegression.java", "-d", folder);
        assertArrayEquals(Files.readAllBytes(made),
                Files.readAllBytes(folder.resolve("LogisticRegressionModel.class")));
    }

    @Test
    void aFolderThatIsAFileIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "mine");
        CommandLineRun run = CommandLineRun.of("compile", "examples/LogisticRegression.java", "-d", file);
        assertEquals(1, run.exitCode());
        assertTrue(run.err().contains(file + ": is a file, and a folder is needed"), run.err());
        assertEquals("mine", Files.readString(file));
    }

    @Test
    void aFileThatCannotBeWrittenLeavesWhatWasThere() throws IOException {
        Path target = Files.createDirectories(folder.resolve("out/LogisticRegressionModel.class/inside")).getParent();
        CommandLineRun run =
                CommandLineRun.of("compile", "examples/LogisticRegression.java", "-d", folder.resolve("out"));
        assertEquals(1, run.exitCode(), run.out());
        assertTrue(run.err().contains(target + " was not written"), run.err());
        try (Stream<Path> left = Files.list(folder.resolve("out"))) {
            assertEquals(List.of(target), left.toList());
        }
    }

    @Test
    void mistakesInTheSourceAreAllShownAtTheirPlaces() throws IOException {
        Path model = Files.writeString(folder.resolve("Wrong.java"), """
                import static org.nablac.Nablac.*;
                import org.nablac.*;
                @Model public class Wrong {
                    final Tensor a = parameter(4, 3);
                    public Tensor one(@Shape("N, 5") Tensor x) { return x.matmul(a); }
                    public Tensor two(@Shape("N, 4") Tensor x) { return x.matmull(a); }
                }
                """);
        CommandLineRun run = CommandLineRun.of("inspect", model);
        assertEquals(1, run.exitCode());
        assertTrue(run.err().contains("Wrong.java:5: error: ") && run.err().contains("Wrong.java:6: error: "),
                run.err());
    }

    @Test
    void inspectShowsForwardBackwardAndUpdateWithRuleAndPlace() {
        CommandLineRun run = CommandLineRun.of("inspect", "examples/SignMatrix.java");
        assertEquals(0, run.exitCode(), run.err());
        int forward = run.out().indexOf("\nforward: ");
        int backward = run.out().indexOf("\nbackward: ");
        int update = run.out().indexOf("\nupdate: ");
        assertTrue(0 < forward && forward < backward && backward < update, run.out());
        assertTrue(run.out().substring(backward, update).contains("by dot of %"), run.out());
        assertTrue(run.out().substring(update).contains("by sgd of %"), run.out());
        assertTrue(run.out().substring(forward, backward).contains("SignMatrix.java:"), run.out());
        assertTrue(run.out().contains("log(1 + exp x) = softplus x"), run.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"SignMatrix -D RANK=3", "LogisticRegression -D FEATURES=6",
            "Mlp -D PIXELS=9 -D HIDDEN=5 -D LAYERS=3",
        "Cp -D RANK=3", "ComplEx -D RANK=3"})
    void theExamplesPassTheCheck(String model) {
        String[] words = model.split(" ");
        Object[] arguments =
                Stream.concat(Stream.of("check", "examples/" + words[0] + ".java"), Stream.of(words).skip(1)).toArray();
        CommandLineRun run = CommandLineRun.of(arguments);
        assertEquals(0, run.exitCode(), run.out() + run.err());
        assertTrue(run.lastLine().matches("all \\d+ agree"), run.out());
        assertTrue(run.out().contains("gradient of ") && run.out().contains("step of "), run.out());
    }

    @Test
    void theDemoPredictsInWordsAndLeavesItsFiles() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Demo.run(Path.of("examples", "SignMatrix.java"), folder, new PrintStream(out, true),
                new PrintStream(err, true));
        assertEquals(0, code, err.toString());
        assertTrue(err.toString().contains("training 100%"), err.toString());
        assertTrue(out.toString().matches("(?s).* … [a-z ]+: (yes|no) \\(\\d\\.\\d\\d\\), which is (right|wrong)\n.*"),
                out.toString());
        for (String file : List.of("SignMatrixModel.class", "SignMatrixModel.java", "SignMatrix.graph.txt")) {
            assertTrue(Files.size(folder.resolve(file)) > 1000, file);
            assertTrue(out.toString().contains(folder.resolve(file).toString()), out.toString());
        }
    }
}
