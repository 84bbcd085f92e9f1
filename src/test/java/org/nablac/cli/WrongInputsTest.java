package org.nablac.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is wrong with what is given: one message that says where and what helps, the right exit code, and nothing
 * harmed.
 */
class WrongInputsTest {
    /** What only a programmer of nablac would read: stack traces, names of Java classes. */
    private static final Pattern JAVA =
            Pattern.compile("\\tat |Exception|Error\\b|java\\.(lang|io|nio|util)|org\\.nablac\\.[a-z]+\\.|null");
    private static final String MESSAGE = "nablac: ";

    @TempDir
    private static Path folder;

    @BeforeAll
    static void makeFiles() throws IOException {
        WrongFiles.make(folder);
    }

    private static List<WrongInputs.WrongInput> inputs() {
        return WrongInputs.all();
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void aWrongInputGivesOneMessageWithPlaceAndCureAndHarmsNothing(WrongInputs.WrongInput input) throws IOException {
        Map<String, String> before = content();
        CommandLineRun run = CommandLineRun.of(input.words().stream().map(WrongInputsTest::named).toArray());
        assertEquals(input.exitCode(), run.exitCode(), run.out() + run.err());
        assertTrue(run.err().startsWith(MESSAGE), run.err());
        assertEquals(1, run.err().lines().filter(l -> l.startsWith(MESSAGE)).count(), run.err());
        assertFalse(JAVA.matcher(run.err()).find(), run.err());
        for (String part : input.said()) {
            assertFalse(part.isBlank(), "the table says what is expected");
            assertTrue(run.err().contains(named(part)), () -> named(part) + "\nis not in\n" + run.err());
        }
        assertEquals(before, content(), "what was there is as it was, and nothing came or went");
    }

    @Test
    void theTableHasManyEntriesOfDifferentNames() {
        Set<String> names = new HashSet<>();
        inputs().forEach(i -> assertTrue(names.add(i.name()), i.name()));
        assertTrue(names.size() > 120, names.size() + "");
    }

    private static String named(String text) {
        return text.replace("~/", folder + "/");
    }

    /** Every file with its bytes, every folder. */
    private static Map<String, String> content() throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path p : all.toList()) {
                content.put(p.toString(),
                        Files.isDirectory(p) ? "" : Base64.getEncoder().encodeToString(Files.readAllBytes(p)));
            }
        }
        return content;
    }
}
