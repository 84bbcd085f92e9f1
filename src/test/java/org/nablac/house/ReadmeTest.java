package org.nablac.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.nablac.compile.Compiled;
import org.nablac.compile.Compiler;
import org.nablac.compile.Options;
import org.nablac.graph.Model;
import org.nablac.inspect.Inspection;
import org.nablac.source.Source;

/** What the README shows is what there is. */
class ReadmeTest {
    private static final Path EXAMPLE = Path.of("examples", "LogisticRegression.java");

    private static String readme() throws IOException {
        return Files.readString(Path.of("README.md"));
    }

    @Test
    void theModelInTheReadmeIsTheExampleWithoutItsComments() throws IOException {
        Matcher block = Pattern.compile("(?s)```java\n(import static.*?)```").matcher(readme());
        assertTrue(block.find(), "the README shows a model");
        String example = Files.readString(EXAMPLE).replaceAll("(?s) */\\*\\*.*?\\*/\n", "");
        assertEquals(example, block.group(1));
    }

    @Test
    void theGradientInTheReadmeIsWhatInspectPrints() throws IOException {
        Model model = Source.model(EXAMPLE, Map.of());
        Compiled compiled = Compiler.compile(model, Options.of(model));
        List<String> printed = Inspection.text(compiled).lines().map(String::strip).toList();
        List<String> shown = readme().lines().filter(l -> l.startsWith("  %")).map(String::strip).toList();
        assertEquals(3, shown.size());
        shown.forEach(l -> assertTrue(printed.contains(l), () -> l + "\nis none of\n" + String.join("\n", printed)));
    }
}
