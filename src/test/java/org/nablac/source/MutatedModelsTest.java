package org.nablac.source;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nablac.tensor.UserError;

class MutatedModelsTest {
    private static final long SEED = 20261122;
    private static final int ROUNDS = Integer.getInteger("nablac.mutants", 600);

    private static List<String> models() throws Exception {
        List<String> all = new ArrayList<>();
        for (String name : List.of("Mlp", "SignMatrix", "Layers", "Tricks")) {
            all.add(Files.readString(Path.of("src/test/java/models/" + name + ".java")));
        }
        WrongModelsTest.models().forEach(m -> all.add((String) m.get()[1]));
        return all;
    }

    /** Some tokens deleted, doubled, exchanged or replaced by others of the same text. */
    private static String mutate(String text, Random random) {
        List<String> tokens = new ArrayList<>(Arrays.asList(text.split("(?<=\\W)|(?=\\W)")));
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            int i = random.nextInt(tokens.size());
            int j = random.nextInt(tokens.size());
            switch (random.nextInt(4)) {
                case 0 -> tokens.set(i, "");
                case 1 -> tokens.add(i, tokens.get(i));
                case 2 -> tokens.set(i, tokens.set(j, tokens.get(i)));
                default -> tokens.set(i, tokens.get(j));
            }
        }
        return String.join("", tokens);
    }

    @Test
    void whateverIsWrongEndsInAMessageWithAPlace() throws Exception {
        List<String> models = models();
        Random random = new Random(SEED);
        int refused = 0;
        for (int n = 0; n < ROUNDS; n++) {
            String text = mutate(models.get(random.nextInt(models.size())), random);
            try {
                Source.model("M.java", text, Map.of());
            } catch (UserError wrong) {
                refused++;
                String message = wrong.getMessage();
                String first = message.lines().findFirst().orElse("");
                assertTrue(first.startsWith("M.java:") && !first.contains("Exception") && !first.endsWith("null"),
                        "seed " + SEED + ", round " + n + ": " + message + "\n" + text);
            } catch (RuntimeException | Error crash) {
                throw new AssertionError("seed " + SEED + ", round " + n + ":\n" + text, crash);
            }
        }
        assertTrue(refused > ROUNDS / 4, refused + " refused");
    }
}
