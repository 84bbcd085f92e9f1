package org.nablac.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.nablac.graph.Model;
import org.nablac.source.Source;
import org.nablac.testing.InMemoryJavac;

/**
 * The folder {@code generated} holds what the examples compile to. Whoever changes that, changes the folder:
 * {@code mvn -q -B test -Dtest=GeneratedTest -Dgenerated.write=true}
 */
class GeneratedTest {
    private static final Path GENERATED = Path.of("generated");

    private static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("examples"))) {
            return files.filter(f -> f.toString().endsWith(".java")).sorted().toList();
        }
    }

    @Test
    void theGeneratedFolderHoldsTheJavaAndTheGraphsOfEveryExampleAsTheyAreToday() throws IOException {
        List<String> stale = new ArrayList<>();
        for (Path example : examples()) {
            Model model = Source.model(example, Map.of());
            Compiled c = Compiler.compile(model, Options.of(model));
            compare(GENERATED.resolve(c.className() + ".java"), c.javaText(), stale);
            compare(GENERATED.resolve(model.name() + ".graph.txt"), model + "\n" + c.step().orElseThrow(), stale);
        }
        assertEquals(List.of(), stale,
                "stale; run the test once with -Dgenerated.write=true and look at the difference");
    }

    private static void compare(Path file, String text, List<String> stale) throws IOException {
        if (Boolean.getBoolean("generated.write")) {
            Files.createDirectories(GENERATED);
            Files.writeString(file, text);
        } else if (!Files.exists(file) || !Files.readString(file).equals(text)) {
            stale.add(file.toString());
        }
    }

    @Test
    void theGeneratedJavaCompilesByItself() throws IOException {
        for (Path example : examples()) {
            String name = example.getFileName().toString().replace(".java", "") + "Model";
            Class<?> type = InMemoryJavac.load(name, Files.readString(GENERATED.resolve(name + ".java")));
            assertEquals(name, type.getSimpleName());
        }
    }
}
