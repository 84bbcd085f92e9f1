package org.nablac.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nablac.check.Check;
import org.nablac.graph.Model;
import org.nablac.source.Source;
import org.nablac.tensor.UserError;

/** What the compiler goes through is seen from outside, pass by pass, and each can be done without if it can be. */
class PassesTest {
    /** What 1,024 rows of 150 floats have room in, and 16,384 have not. */
    private static final int ROOM = 700_000;
    private static final String SOURCE = """
            import static org.nablac.Nablac.*;
            import org.nablac.*;

            @Model
            public class Wide {
                final Tensor a = parameter(9, 150).normal(0.5), b = parameter(150);

                public Tensor logits(@Shape("N, 9") Tensor x) {
                    return x.matmul(a).plus(b);
                }

                @Loss public Tensor loss(@Shape("N, 9") Tensor x, @Labels("N") Tensor y) {
                    return crossEntropy(logits(x), y).mean();
                }
            }
            """;

    private static Model wide() {
        return Source.model("Wide.java", SOURCE, Map.of());
    }

    static Stream<String> switchable() {
        return Passes.switchable().stream();
    }

    @Test
    void sumsOverManyRowsAreAPassOfAStepInBlocks() {
        Model model = wide();
        Compiled compiled = Compiler.compile(model, Options.of(model).withRoom(ROOM));
        List<PassRecord> records = compiled.passes().stream().filter(p -> p.method().equals("stepInBlocks")).toList();
        assertEquals(List.of("row-sums"), records.stream().map(PassRecord::name).toList());
        assertEquals("stepInBlocks", records.get(0).after().name());
        assertTrue(records.get(0).after().toString().contains("addRows"), records.get(0).after()::toString);
        assertEquals(1, records.get(0).log().size());
        assertTrue(records.get(0).log().get(0).contains("Σ_n x_n = Σ_l Σ_{n mod 16 = l} x_n"),
                records.get(0).log()::toString);
        assertEquals(List.of("row-sums", "schedule", "lower"), compiled.timings().stream()
                .filter(t -> t.method().equals("stepInBlocks")).map(Timing::stage).toList());
    }

    @Test
    void whatIsNeverInBlocksHasNoSuchPass() {
        Model model = wide();
        Compiled compiled = Compiler.compile(model, Options.of(model).withRoom(1L << 40));
        assertFalse(compiled.passes().stream().anyMatch(p -> p.name().equals("row-sums")));
        assertFalse(compiled.timings().stream().anyMatch(t -> t.stage().equals("row-sums")));
    }

    @ParameterizedTest
    @MethodSource("switchable")
    void withoutAPassAModelDoesWhatItSays(String pass) {
        for (Model model : List.of(wide(), CompilerTest.signs())) {
            Options options = Options.of(model).withRoom(ROOM);
            Set<String> shown = shown(model, options);
            Set<String> left = shown(model, options.without(pass));
            assertFalse(left.contains(pass));
            shown.remove(pass);
            assertEquals(shown, left);
            Check.run(model, options.without(pass), 3).forEach(f -> assertTrue(f.isRight(), f::toString));
        }
    }

    /** The passes that have left a record, which are those that were timed. */
    private static Set<String> shown(Model model, Options options) {
        Compiled compiled = Compiler.compile(model, options);
        Set<String> recorded = new HashSet<>(compiled.passes().stream().map(PassRecord::name).toList());
        Set<String> timed = new HashSet<>(compiled.timings().stream().map(Timing::stage).toList());
        timed.retainAll(Passes.TABLE.stream().map(Pass::name).toList());
        assertEquals(timed, recorded);
        return recorded;
    }

    @Test
    void aPassThatIsNotThereOrIsNeededIsNotSwitchedOff() {
        Options options = Options.of(wide());
        String can = "; those that can be switched off are [stabilise, clean, finish, contract, row-sums]";
        assertEquals("the pass cleen is not there" + can,
                assertThrows(UserError.class, () -> options.without("cleen")).getMessage());
        assertEquals("the pass differentiate cannot be switched off" + can,
                assertThrows(UserError.class, () -> options.without("differentiate")).getMessage());
    }
}
