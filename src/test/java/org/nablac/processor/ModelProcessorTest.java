package org.nablac.processor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelProcessorTest {
    private static final String LINE = """
            /** y ≈ ⟨a, x⟩. */
            @Model
            class Line {
                static final int SIZE = 2;
                final Tensor a = parameter(SIZE);
                public Tensor value(@Shape("N, SIZE") Tensor x) { return x.matmul(a); }
                @Loss public Tensor loss(@Shape("N, SIZE") Tensor x, @Shape("N") Tensor y) {
                    return squaredError(value(x), y).mean();
                }
            }
            """;
    private static final String USE = """
            class Use {
                static float run() {
                    LineModel m = LineModel.create(1);
                    float[] x = {1, 0, 0, 1}, y = {3, -2};
                    for (int k = 0; k < 200; k++) {
                        m.step(2, x, y, 0.5f);
                    }
                    return m.value(1, new float[] {1, 1})[0] + m.steps();
                }
            }
            """;

    @TempDir
    private Path folder;

    private static Javac.Result succeed(Javac javac) {
        Javac.Result r = javac.run();
        assertTrue(r.isSuccess(), r::text);
        assertEquals(List.of(), r.messages(), r::text);
        return r;
    }

    private static Object call(Class<?> type, String method) throws ReflectiveOperationException {
        var m = type.getDeclaredMethod(method);
        m.setAccessible(true);
        return m.invoke(null);
    }

    @Test
    void aModelIsUsedWhereItIsCompiledAndNeedsNothingToRun() throws ReflectiveOperationException {
        Javac.Result r = succeed(new Javac().model("Line.java", LINE).file("Use.java", USE));
        assertEquals(201f, (Float) call(r.load("Use"), "run"), 1e-3f);
        assertEquals(List.of("Line.class", "LineModel.class", "LineModel.java", "LineModelKernels$Workers.class",
                "LineModelKernels.class", "Use.class"),
                r.files().keySet().stream().filter(f -> !f.contains("$Lanes")).toList());
    }

    @Test
    void theFacadeReadsAsItsOwnManual() {
        assertEquals("""
                import java.io.IOException;
                import java.nio.file.Path;
                import java.util.concurrent.Executor;

                """, head(succeed(new Javac().model("Line.java", LINE)).source("LineModel")));
        String facade = succeed(new Javac().model("Line.java", LINE)).source("LineModel");
        for (String signature : List.of("public final class LineModel {", "public static LineModel create(long seed) {",
                "public static LineModel load(Path file) throws IOException {",
                        "public void save(Path file) throws IOException {",
                "public float[] value(int n, float[] x) {", "public float loss(int n, float[] x, float[] y) {",
                "public float step(int n, float[] x, float[] y, float rate) {", "public float[] a() {",
                        "public long steps() {", "public void threads(int threads) {", "public void close() {",
                        "public void threads(int threads, Executor executor) {",
                "public float epoch(int examples, float[] x, float[] y, int batch, float rateFrom, float rateTo) {")) {
            assertTrue(facade.contains(signature), facade);
        }
    }

    private static String head(String facade) {
        return facade.substring(0, facade.indexOf("/**"));
    }

    @Test
    void theClassFilesFollowTheRelease() {
        for (int release : new int[] {17, 21}) {
            Javac.Result r = succeed(new Javac().model("Line.java", LINE).with("--release", "" + release));
            assertEquals(44 + release, r.files().get("LineModelKernels.class")[7]);
            assertEquals(44 + release, r.files().get("LineModel.class")[7]);
        }
    }

    @Test
    void twoCompilationsGiveTheSameBytes() {
        Javac.Result a = succeed(new Javac().model("Line.java", LINE));
        Javac.Result b = succeed(new Javac().model("Line.java", LINE));
        a.files().forEach((name, bytes) -> assertArrayEquals(bytes, b.files().get(name), name));
    }

    @Test
    void twoModelsOfOneFileBecomeTwoClassesInItsPackage() {
        Javac.Result r = succeed(new Javac().file("com/example/Two.java", """
                package com.example;
                import static org.nablac.Nablac.*;
                import org.nablac.*;
                @Model class One { public Tensor f(@Shape("N") Tensor x) { return exp(x); } }
                @Model class Two {
                    @Model static class Inside { public Tensor f(@Shape("N") Tensor x) { return new One().f(x); } }
                    public Tensor f(@Shape("N") Tensor x) { return sin(x); }
                }
                """));
        for (String name : List.of("One", "Two", "Inside")) {
            assertTrue(r.files().containsKey("com.example." + name + "ModelKernels.class"), name);
            assertEquals("com.example." + name + "Model", r.load("com.example." + name + "Model").getName());
        }
    }

    @Test
    void constantsAndLayersMayBeInOtherFiles() throws ReflectiveOperationException {
        Javac.Result r = succeed(new Javac().file("app/Sizes.java", """
                package app;
                public interface Sizes { int IN = 3, OUT = 2; }
                """).file("app/layers/Parts.java", """
                package app.layers;
                import static org.nablac.Nablac.*;
                import org.nablac.*;
                /** Not the class that gives the file its name. */
                class Weights { final Tensor a; Weights(int in, int out) { a = parameter(in, out); } }
                public class Parts {
                    final Weights w;
                    public Parts(int in, int out) { w = new Weights(in, out); }
                    public Tensor apply(Tensor x) { return x.matmul(w.a); }
                }
                """).file("app/Net.java", """
                package app;
                import app.layers.Parts;
                import org.nablac.*;
                @Model class Net {
                    final Parts first = new Parts(Sizes.IN, Sizes.OUT);
                    public Tensor f(@Shape("N, 3") Tensor x) { return first.apply(x); }
                }
                """));
        assertEquals(float[].class, r.load("app.NetModel").getMethod("firstWA").getReturnType());
    }

    @Test
    void aModelThatAnotherProcessorMakesIsCompiledInTheNextRound() {
        succeed(new Javac().file("Use.java", USE).with(new Making("Line",
                "import static org.nablac.Nablac.*;\nimport org.nablac.*;\n"
                + LINE)));
    }

    @Test
    void aModelWaitsForALayerThatAnotherProcessorMakes() {
        Javac.Result r = succeed(new Javac().model("Net.java", """
                @Model class Net {
                    final Made made = new Made();
                    public Tensor f(@Shape("N, 3") Tensor x) { return made.apply(x); }
                }
                """).with(new Making("Made", """
                import org.nablac.*;
                class Made { Tensor apply(Tensor x) { return x.square(); } }
                """)));
        assertTrue(r.files().containsKey("NetModelKernels.class"));
    }

    @Test
    void aConstantIsChangedFromTheCommandLine() throws ReflectiveOperationException {
        Javac.Result r = succeed(new Javac().model("Line.java", LINE).with("-Anablac.define.SIZE=5"));
        Class<?> model = r.load("LineModel");
        Object m = model.getMethod("create", long.class).invoke(null, 1L);
        assertEquals(5, ((float[]) model.getMethod("a").invoke(m)).length);
    }

    @Test
    void theMemoryOfWideLayersIsSaidOnTheCommandLine() {
        String wide = """
                @Model class Wide {
                    final Tensor a = parameter(3, 24), b = parameter(24, 90);
                    @Loss public Tensor loss(@Shape("N, 3") Tensor x, @Labels("N") Tensor y) {
                        return crossEntropy(tanh(x.matmul(a)).matmul(b), y).mean();
                    }
                }
                """;
        assertFalse(hasBlocks(succeed(new Javac().model("Wide.java", wide))));
        assertTrue(hasBlocks(succeed(new Javac().model("Wide.java", wide).with("-Anablac.memory=1"))));
    }

    private static boolean hasBlocks(Javac.Result r) {
        return new String(r.files().get("WideModelKernels.class"), StandardCharsets.ISO_8859_1).contains("InBlocks");
    }

    @Test
    void aWrongMemoryIsSaidToBeWrong() {
        for (String wrong : List.of("much", "0", "-1", "99999999999")) {
            Javac.Result r = new Javac().model("Line.java", LINE).with("-Anablac.memory=" + wrong).run();
            assertTrue(r.text().contains("-Anablac.memory is '" + wrong + "', not a number of MB, as 32"), r::text);
        }
    }

    @Test
    void theGraphIsLeftInAFolder() throws Exception {
        succeed(new Javac().model("Line.java", LINE).with("-Anablac.graph=" + folder.resolve("graphs")));
        assertTrue(Files.readString(folder.resolve("graphs/Line.txt")).startsWith("model Line\n"));
    }

    @Test
    void aCompilationWithoutModelsIsLeftAlone() {
        Javac.Result r = succeed(new Javac().file("A.java", "class A { }"));
        assertFalse(r.files().containsKey("AModel.java"));
    }
}
