package org.nablac.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nablac.tensor.UserError;

/** {@code wrong-models.txt} holds models that are wrong, each with all that is said about it. */
class WrongModelsTest {

    static Stream<Arguments> models() throws IOException {
        try (InputStream in = WrongModelsTest.class.getResourceAsStream("wrong-models.txt")) {
            String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(all.split("(?m)^=== ")).filter(s -> !s.isBlank()).map(s -> {
                String[] parts = s.split("\n---\n?", 2);
                int line = parts[0].indexOf('\n');
                return Arguments.of(parts[0].substring(0, line), parts[0].substring(line + 1), parts[1].strip());
            });
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void aWrongModelIsExplained(String title, String source, String expected) {
        String name = source.contains("class Mlp") ? "examples/Mlp.java" : "M.java";
        UserError wrong = assertThrows(UserError.class, () -> Source.model(name, source, Map.of()));
        assertEquals(expected, wrong.getMessage());
    }
}
