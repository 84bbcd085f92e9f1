package org.nablac.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nablac.graph.Model;
import org.nablac.tensor.UserError;

class SourceTest {
    private static final String LINE = """
            package made;
            import static org.nablac.Nablac.*;
            import org.nablac.*;
            import layers.*;
            @Model(rate = Line.RATE)
            class Line {
                static final int WIDTH = 4, TWICE = 2 * WIDTH;
                static final double RATE = 0.5;
                static final String KIND = "tanh";
                static final boolean BIAS = false;
                final Affine affine = new Affine(TWICE, 3);
                public Tensor f(@Shape("N, TWICE") Tensor x) {
                    Tensor y = affine.apply(x);
                    if (BIAS) {
                        y = y.plus(1);
                    }
                    return switch (KIND) {
                        case "tanh" -> tanh(y);
                        case "none" -> y;
                        default -> throw new IllegalArgumentException("KIND is tanh or none, not " + KIND);
                    };
                }
            }
            """;
    private static final String AFFINE = """
            package layers;
            import static org.nablac.Nablac.*;
            import org.nablac.*;
            public record Affine(Tensor a) {
                public Affine(int in, int out) { this(parameter(in, out)); }
                public Tensor apply(Tensor x) { return x.matmul(a); }
            }
            """;
    private static final Library LIBRARY = name ->
            name.equals("layers.Affine") ? Optional.of(new SourceText("layers/Affine.java", AFFINE)) : Optional.empty();

    private static Model line(Map<String, ?> defines) {
        return Source.model(new SourceText("made/Line.java", LINE), "", LIBRARY, defines);
    }

    @Test
    void aClassOfAnotherFileIsReadAndItsLinesNameThatFile() {
        String text = line(Map.of()).toString();
        assertTrue(text.contains("matmul{transposeLeft=false, transposeRight=false} %0 %1 : f32[N, 3]  @Affine.java:6")
                || text.contains("f32[N, 3]  @Affine.java:6"), text);
        assertTrue(text.contains("parameter{label=\"affine.a\", type=f32[8, 3], isTrainable=true}"), text);
        assertTrue(text.contains("tanh"), text);
    }

    @Test
    void filesAreFoundBelowTheFolderWhereThePackageBegins(@TempDir Path root) throws Exception {
        Files.createDirectories(root.resolve("made"));
        Files.createDirectories(root.resolve("layers"));
        Files.writeString(root.resolve("made/Line.java"), LINE);
        Files.writeString(root.resolve("layers/Affine.java"), AFFINE);
        assertEquals(line(Map.of()).toString(), Source.model(root.resolve("made/Line.java"), Map.of()).toString());
    }

    @Test
    void definesTakeThePlaceOfConstantsAndOfWhatIsMadeFromThem() {
        Model m = line(Map.of("WIDTH", 8, "RATE", "0.25", "KIND", "none", "BIAS", true));
        assertEquals(Map.of("rate", "0.25"), m.defaults());
        String text = m.toString();
        assertTrue(text.contains("f32[16, 3]") && text.contains("add") && !text.contains("tanh"), text);
    }

    @Test
    void aDefineOfAnUnknownNameListsTheConstants() {
        assertEquals("--define WIDHT: Line has no such constant; did you mean WIDTH?"
                        + " (its constants are WIDTH, TWICE, RATE, KIND, BIAS)",
                assertThrows(UserError.class, () -> line(Map.of("WIDHT", 8))).getMessage());
    }

    @Test
    void aDefineOfAnotherTypeIsRefused() {
        assertTrue(assertThrows(UserError.class, () -> line(Map.of("WIDTH", "wide"))).getMessage()
                .contains("--define WIDTH=wide: WIDTH is of type int"));
    }

    @Test
    void aDefineThatTheModelRefusesSaysSo() {
        assertTrue(assertThrows(UserError.class, () -> line(Map.of("KIND", "relu"))).getMessage()
                .contains("KIND is tanh or none, not relu"));
    }

    @Test
    void aMistakeInAnotherFileNamesThatFile() {
        Library wrong = name -> LIBRARY.find(name).map(t -> new SourceText(t.path(),
                t.text().replace("matmul", "matmull")));
        SourceErrors errors = assertThrows(SourceErrors.class,
                () -> Source.model(new SourceText("made/Line.java", LINE), "", wrong, Map.of()));
        assertEquals("""
                layers/Affine.java:6: error: a Tensor has no method matmull; did you mean matmul?
                    public Tensor apply(Tensor x) { return x.matmull(a); }
                                                             ^
                    in affine.apply(x), called at Line.java:13""", errors.getMessage());
        assertEquals(6, errors.diagnostics().get(0).line());
    }

    @Test
    void aMissingFileIsNamed() {
        assertEquals("there is no file no/Such.java",
                assertThrows(UserError.class, () -> Source.model(Path.of("no/Such.java"), Map.of())).getMessage());
    }

    @Test
    void oneOfSeveralModelsIsChosenByName() {
        String two = "import org.nablac.*;"
                + " @Model class A { public Tensor a(@Shape(\"N\") Tensor x) { return x.exp(); } }"
                + " @Model class B { public Tensor b(@Shape(\"N\") Tensor x) { return x.log(); } }";
        assertEquals("B", Source.model(new SourceText("B.java", two), "", Library.NONE, Map.of()).name());
        assertEquals("A", Source.model(new SourceText("C.java", two), "A", Library.NONE, Map.of()).name());
        assertEquals("C.java: there are several models, A, B; keep one of them in the file, or name the file like the"
                        + " one you mean: A.java",
                assertThrows(UserError.class, () -> Source.model("C.java", two, Map.of())).getMessage());
    }

    @Test
    void aDeeplyNestedExpressionEndsInAMessage() {
        String chain = "x" + ".plus(1)".repeat(20_000);
        String text = "import org.nablac.*; @Model class A { public Tensor a(@Shape(\"N\") Tensor x) { return " + chain
                + "; } }";
        assertTrue(assertThrows(UserError.class, () -> Source.model("A.java", text, Map.of()))
                .getMessage().contains("nested too deeply"));
    }

    @Test
    void arithmeticIsThatOfJava() {
        String text = """
                import static org.nablac.Nablac.*;
                import org.nablac.*;
                @Model class A {
                    static final int BIG = Integer.MAX_VALUE + 1, HALF = 7 / -2, REST = -7 % 3, \
                BITS = 1 << 4 | 3 & 6 ^ 8;
                    static final double MIX = 7 / 2 + 7 / 2.0, ROOT = Math.sqrt(2), CAST = (int) -3.9 + (float) 0.1;
                    static final long LONG = 1L << 40;
                    static final String TEXT = "d" + 1 + 2.5 + 'c' + true;
                    public Tensor a(@Shape("N") Tensor x) {
                        int i = 5;
                        i += 2.7;
                        int j = i++ + --i;
                        double sum = j;
                        do { sum += 0.5; } while (sum < 16);
                        for (int k = 0, n = 4; ; k++) {
                            if (k == 1) { continue; }
                            if (k > n) { break; }
                            sum += k;
                        }
                        switch (i) {
                            case 6: sum += 100;
                            case 7: sum += 1000;
                            case 8: sum += 10000; break;
                            default: sum = 0;
                        }
                        Tensor y = x;
                        for (double d : new double[] {BIG, HALF, REST, BITS, MIX, ROOT, CAST, LONG, TEXT.length(), \
                sum}) {
                            y = y.plus(d);
                        }
                        return y;
                    }
                }
                """;
        String graph = Source.model("A.java", text, Map.of()).toString();
        double[] expected = {Integer.MIN_VALUE, -3, -1, 1 << 4 | 3 & 6 ^ 8, 6.5, Math.sqrt(2), -3 + (float) 0.1,
                1L << 40,
            ("d" + 1 + 2.5 + 'c' + true).length(), 16 + 0 + 2 + 3 + 4 + 11000};
        for (double d : expected) {
            assertTrue(graph.contains("value=" + (double) (float) d + "}"), d + " in\n" + graph);
        }
    }
}
