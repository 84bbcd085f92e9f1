package org.nablac.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BundledTest {
    @Test
    void theSetsHaveTheirPublishedSizes() {
        assertEquals("64 features (divided by 16), 10 classes; examples: 1293 train, 145 valid, 359 test",
                Bundled.digits().describe());
        assertEquals("101 rows, 28 columns; signs: 1697 train, 283 valid, 848 test", Bundled.zoo().describe());
        assertEquals("135 entities, 46 relations; triples: 5216 train, 652 valid, 661 test", Bundled.umls().describe());
        assertEquals("104 entities, 25 relations; triples: 8544 train, 1068 valid, 1074 test",
                Bundled.kinships().describe());
        assertEquals("14 entities, 55 relations; triples: 1592 train, 199 valid, 201 test",
                Bundled.nations().describe());
    }

    @Test
    void digitsLieBetweenZeroAndOneAndEachPartHoldsEachDigit() {
        Split<Examples> digits = Bundled.digits();
        assertEquals(1797, digits.train().size() + digits.valid().size() + digits.test().size());
        for (Examples part : List.of(digits.train(), digits.valid(), digits.test())) {
            float most = 0;
            for (float pixel : part.features()) {
                assertTrue(pixel >= 0 && pixel <= 1);
                most = Math.max(most, pixel);
            }
            assertEquals(1f, most);
            int[] count = new int[10];
            for (int label : part.labels()) {
                count[label]++;
            }
            for (int digit = 0; digit < 10; digit++) {
                assertEquals(part.size() / 10.0, count[digit], part.size() / 100.0 + 1, "digit " + digit);
                assertEquals(Integer.toString(digit), part.labelNames().name(digit));
            }
        }
    }

    @Test
    void theZooKnowsEachTraitOfEachAnimalOnce() {
        Split<Signs> zoo = Bundled.zoo();
        Set<String> plus = new HashSet<>();
        Set<String> minus = new HashSet<>();
        for (Signs part : List.of(zoo.train(), zoo.valid(), zoo.test())) {
            for (int k = 0; k < part.size(); k++) {
                (part.sign()[k] > 0 ? plus : minus)
                        .add(part.rowNames().name(part.row()[k]) + " " + part.columnNames().name(part.column()[k]));
            }
        }
        assertEquals(101 * 28, plus.size() + minus.size());
        assertTrue(plus.containsAll(List.of("penguin has feathers", "octopus has 8 legs", "venomous frog is venomous",
                "dolphin is a mammal")));
        assertTrue(minus.containsAll(List.of("penguin flies", "platypus has teeth", "frog is venomous",
                "gnat is a bird")));
    }

    @Test
    void eachSetSaysWhereItComesFrom() throws IOException {
        for (String name : Bundled.names()) {
            try (InputStream in = Bundled.class.getResourceAsStream(name + "/SOURCE.txt")) {
                assertNotNull(in, name);
                String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                for (String part : List.of("package:", "licence:", "cite:", "format:")) {
                    assertTrue(text.contains(part), name + " " + part);
                }
            }
        }
    }

    @Test
    void aNameOpensABundledSetOfTheRightKind() {
        assertEquals(Kind.EXAMPLES, Data.open("digits", Kind.EXAMPLES, Options.DEFAULT).kind());
        for (String name : Bundled.names()) {
            assertTrue(Bundled.names(Bundled.byName(name).kind()).contains(name));
        }
        Wrong.says(() -> Data.open("zoo", Kind.TRIPLES, Options.DEFAULT), "--data zoo", "signs of a matrix", "triples",
                "umls, kinships, nations");
        Wrong.says(() -> Data.open("digitz", Kind.EXAMPLES, Options.DEFAULT), "--data digitz", "no such folder",
                "digits, zoo, umls");
        Wrong.says(() -> Bundled.byName("mnist"), "'mnist'", "digits, zoo, umls, kinships, nations");
    }
}
