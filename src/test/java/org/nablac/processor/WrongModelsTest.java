package org.nablac.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nablac.source.Source;
import org.nablac.source.SourceErrors;
import org.nablac.tensor.UserError;

/** What javac says of models that are wrong. */
class WrongModelsTest {
    private static final String RIGHT =
            "@Model class Right { public Tensor f(@Shape(\"N\") Tensor x) { return exp(x); } }\n";

    @TempDir
    private Path folder;

    /** The errors as {@code file:line: first line of the message}. */
    private static List<String> errors(Javac javac) {
        Javac.Result r = javac.run();
        assertFalse(r.isSuccess(), r::text);
        assertFalse(r.text().contains("\tat org.nablac"), r::text);
        return r.errors().stream().map(e -> (e.getSource() == null ? "" : e.getSource().getName().substring(1) + ":"
                + e.getLineNumber()
                + ": ") + e.getMessage(Locale.ROOT).lines().findFirst().orElse("")).toList();
    }

    @Test
    void eachErrorIsAtItsExpressionAndAllAreReportedAtOnce() {
        assertEquals(List.of(
                "Net.java:6: matmul: inner dimensions differ",
                "Net.java:10: sum: no such axis",
                "Net.java:13: a Tensor has no method tahn; did you mean tanh?"), errors(new Javac().model("Net.java",
                        """
                @Model class Net {
                    final Tensor a = parameter(3, 4);
                    public Tensor f(@Shape("N, 4") Tensor x) {
                        return x.matmul(a);
                    }
                    public Tensor g(@Shape("N, 4") Tensor x) {
                        return x
                                .square().sum(7);
                    }
                    public Tensor h(@Shape("N, 4") Tensor x) {
                        return x.tahn();
                    }
                }
                """)).stream().filter(e -> !e.contains("cannot find symbol")).toList());
    }

    @Test
    void anErrorInALayerIsInItsFileWithBothShapes() {
        Javac.Result r = new Javac().file("app/Layer.java", """
                package app;
                import static org.nablac.Nablac.*;
                import org.nablac.*;
                class Layer {
                    final Tensor a;
                    Layer(int in, int out) { a = parameter(in, out); }
                    Tensor apply(Tensor x) { return x.matmul(a); }
                }
                """).file("app/Net.java", """
                package app;
                import org.nablac.*;
                @Model class Net {
                    final Layer first = new Layer(3, 4);
                    public Tensor f(@Shape("N, 4") Tensor x) { return first.apply(x); }
                }
                """).run();
        assertEquals(1, r.errors().size(), r::text);
        assertEquals("""
                /app/Layer.java:7: error: matmul: inner dimensions differ
                    Tensor apply(Tensor x) { return x.matmul(a); }
                                                             ^
                    x : [N, 4]  input of f, line 5
                    a : [3, 4]  first.a, made at line 4
                    in first.apply(x), called at Net.java:5
                    4 is not 3; [4, 4] would fit""", r.errors().get(0).toString());
    }

    @Test
    void aLayerThatTwoModelsShareIsReportedForEach() {
        String model = "@Model class %s { final Layer l = new Layer();"
                + " public Tensor f(@Shape(\"N, 4\") Tensor x) { return l.apply(x); } }\n";
        String wrong = "Layer.java:3: sum: no such axis";
        assertEquals(List.of(wrong, wrong), errors(new Javac().model("Layer.java",
                "class Layer { Tensor apply(Tensor x) { return x.sum(5); } }\n").model("A.java", model.formatted("A"))
                .model("B.java", model.formatted("B"))));
    }

    @Test
    void aRightModelBesideAWrongOneIsCompiled() {
        String wrong = RIGHT.replace("Right", "Wrong").replace("exp(x)", "x.sum(3)");
        Javac.Result r = new Javac().model("Right.java", RIGHT).model("Wrong.java", wrong).run();
        assertEquals(1, r.errors().size(), r::text);
        assertTrue(r.text().startsWith("/Wrong.java:3: error: sum: no such axis"), r::text);
        assertTrue(r.files().containsKey("RightModelKernels.class"));
    }

    @Test
    void aParameterWithoutAPathToTheLossIsNamed() {
        List<String> errors = errors(new Javac().model("M.java", """
                @Model class M {
                    final Tensor a = parameter(), unused = parameter();
                    @Loss public Tensor loss(@Shape("N") Tensor x) { return x.times(a).mean(); }
                }
                """));
        assertEquals(1, errors.size());
        assertTrue(errors.get(0).startsWith("M.java:"), errors::toString);
        assertTrue(errors.get(0).contains("unused"), errors::toString);
    }

    @Test
    void aMethodWithANameThatTheClassNeedsIsRefused() {
        List<String> errors = errors(new Javac().model("M.java", RIGHT.replace("Right", "M").replace("f(", "save(")));
        assertEquals(1, errors.size());
        assertTrue(errors.get(0).startsWith("M.java:3: M.java: the method save(…) has a name"), errors::toString);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            interface M { } | a model is a class, and M is an interface
            class M { M(int k) { } } | new M takes (int); given is ()
            class Outer { @Model class Inner { final Tensor a = parameter(2); } } | Inner
            record M(Tensor a) { } | new M takes (Tensor); given is ()
            class MModel { } | one of that name is here already
            """)
    void whatCannotBeAModelIsRefused(String text, String message) {
        String model = text.contains("@Model") ? text : text.contains("MModel") ? RIGHT.replace("Right", "M").strip()
                + text : "@Model " + text;
        List<String> errors = errors(new Javac().model("M.java", model));
        assertEquals(1, errors.size(), errors::toString);
        assertTrue(errors.get(0).startsWith("M.java:3: "), errors::toString);
        assertTrue(errors.get(0).contains(message), errors::toString);
    }

    @Test
    void twoModelsOfOneNameAreToldApart() {
        String nested = "class %s {"
                + " @Model static class M { public Tensor f(@Shape(\"N\") Tensor x) { return exp(x); } } }";
        List<String> errors = errors(new Javac().model("A.java", nested.formatted("A"))
                .model("B.java", nested.formatted("B")));
        assertEquals(List.of("B.java:3: of this model come the classes MModel and MModelKernels,"
                + " and one of that name is here already;"
                + " call the model or that class something else"), errors);
    }

    @Test
    void aLayerWithoutSourceIsNamed() throws Exception {
        Javac.Result layer = new Javac().model("Layer.java",
                "class Layer { Tensor apply(Tensor x) { return exp(x); } }\n").run();
        Files.write(folder.resolve("Layer.class"), layer.files().get("Layer.class"));
        List<String> errors = errors(new Javac().model("M.java", """
                @Model class M {
                    final Layer layer = new Layer();
                    public Tensor f(@Shape("N") Tensor x) { return layer.apply(x); }
                }
                """).with("-classpath", folder + java.io.File.pathSeparator + System.getProperty("java.class.path")));
        assertEquals(List.of("M.java:4: Layer is here as a class file only, and a model is read from source;"
                + " compile its source in the"
                + " same call, or add its folder to the source path (-sourcepath)"), errors);
    }

    @Test
    void aFullDiskIsSaid() {
        for (String name : List.of("RightModel", "RightModelKernels")) {
            assertEquals(List.of("Right.java:3: RightModel cannot be written: No space left on device"),
                    errors(new Javac().model("Right.java", RIGHT).writing(n -> !n.equals(name))), name);
        }
    }

    @Test
    void aFolderForGraphsThatCannotBeMadeIsSaid() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        List<String> errors = errors(new Javac().model("Right.java", RIGHT).with("-Anablac.graph="
                + file.resolve("below")));
        assertEquals(1, errors.size());
        assertTrue(errors.get(0).startsWith("Right.java:3: "), errors::toString);
        assertTrue(errors.get(0).contains(file.toString()), errors::toString);
    }

    @Test
    void anOptionThatNoModelTakesIsRefused() {
        assertEquals(List.of("-Anablac.define.RANK: no model of this compilation has a constant (static final) RANK"),
                errors(new Javac().model("Right.java", RIGHT).with("-Anablac.define.RANK=3")));
    }

    @Test
    void aReleaseBefore17IsRefused() {
        assertTrue(errors(new Javac().model("Right.java", RIGHT).with("--release", "11"))
                .contains("Right.java:3: a compiled model"
                + " needs Java 17 or later, and this compilation is for Java 11; say --release 17"));
    }

    /** The models of {@code wrong-models.txt}; javac itself stops at those that are not Java. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("org.nablac.source.WrongModelsTest#models")
    void theErrorsOfTheSourceAreThoseOfJavac(String title, String source, String expected) {
        String file = source.contains("class Mlp") ? "Mlp.java" : "M.java";
        Javac.Result r = new Javac().file(file, source).run();
        assertEquals(!source.contains("@Model"), r.isSuccess(), () -> source + r.text());
        List<String> said = r.errors().stream().filter(e -> e.getCode().equals("compiler.err.proc.messager"))
                .map(e -> e.getLineNumber() + " " + e.getMessage(Locale.ROOT).lines().findFirst().orElse("")).toList();
        for (String line : source.contains("@Model") ? lines(file, source) : List.<String>of()) {
            assertTrue(said.contains(line) || r.errors().stream().noneMatch(e -> e.getCode()
                    .equals("compiler.err.proc.messager")),
                    () -> line + " is not in\n" + r.text());
        }
    }

    private static List<String> lines(String file, String source) {
        try {
            Source.model(file, source, Map.of());
            return List.of();
        } catch (SourceErrors wrong) {
            return wrong.diagnostics().stream().map(d -> d.line() + " " + d.message().lines().findFirst().orElse(""))
                    .toList();
        } catch (UserError wrong) {
            return List.of();
        }
    }
}
