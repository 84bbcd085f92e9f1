package org.nablac.compile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nablac.graph.Model;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.util.CheckClassAdapter;

/** The contract on bits: generated classes alone in a folder train to the same weights on every JVM that is here. */
class SameBitsTest {
    private static final String DRIVER = """
            import java.nio.ByteBuffer;
            import java.security.MessageDigest;
            import java.util.HexFormat;

            /** Trains both models for three epochs and prints the SHA-256 of all weights. */
            public class Driver {
                private static int state = 1;

                public static void main(String[] arguments) throws Exception {
                    System.out.println(digest());
                }

                /** Whole numbers from 0 to bound - 1. */
                private static int random(int bound) {
                    state = state * 1664525 + 1013904223;
                    return (state >>> 8) % bound;
                }

                public static String digest() throws Exception {
                    state = 1;
                    int n = 200;
                    float[] x = new float[4 * n];
                    int[] y = new int[n];
                    int[] i = new int[n];
                    int[] j = new int[n];
                    float[] sign = new float[n];
                    for (int e = 0; e < n; e++) {
                        for (int k = 0; k < 4; k++) {
                            x[4 * e + k] = random(2001) / 1000f - 1;
                        }
                        y[e] = x[4 * e] > x[4 * e + 1] ? 0 : x[4 * e + 2] > x[4 * e + 3] ? 1 : 2;
                        i[e] = random(30);
                        j[e] = random(40);
                        sign[e] = i[e] % 3 == 0 == (j[e] % 2 == 0) ? 1 : -1;
                    }
                    MlpModel mlp = MlpModel.create(7);
                    SignsModel signs = SignsModel.create(7, 30, 40);
                    float[] losses = new float[6];
                    for (int epoch = 0; epoch < 3; epoch++) {
                        int batch = epoch == 0 ? 1 : 16;
                        losses[2 * epoch] = mlp.epoch(n, x, y, batch, 0.01f, 0.005f);
                        losses[2 * epoch + 1] = signs.epoch(n, i, j, sign, batch, 0.1f, 0.05f);
                    }
                    MessageDigest sha = MessageDigest.getInstance("SHA-256");
                    for (float[] w : new float[][] {losses, mlp.firstA(), mlp.firstB(), mlp.secondA(), mlp.secondB(), \
            signs.u(),
                        signs.v(), signs.b(), mlp.logits(n, x), signs.score(n, i, j)}) {
                        ByteBuffer bytes = ByteBuffer.allocate(4 * w.length);
                        bytes.asFloatBuffer().put(w);
                        sha.update(bytes);
                    }
                    return HexFormat.of().formatHex(sha.digest());
                }
            }
            """;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void compileIntoAFolder() throws IOException {
        for (Compiled c : compiled()) {
            Files.write(folder.resolve(c.className() + ".class"), c.bytes());
        }
        Path source = Files.writeString(folder.resolve("Driver.java"), DRIVER);
        assertEquals("", run("javac", "--release", "17", "-Xlint:-options", "-cp", folder.toString(), "-d",
                folder.toString(), source.toString()));
    }

    private static List<Compiled> compiled() {
        Model mlp = CompilerTest.perceptron();
        Model signs = CompilerTest.signs();
        return List.of(Compiler.compile(mlp, Options.of(mlp).withOptimizer("adam")),
                Compiler.compile(signs, Options.of(signs)));
    }

    @Test
    void trainingGivesTheSameWeightsOnEveryJvm() throws Exception {
        String here;
        URL[] alone = {folder.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(alone, ClassLoader.getPlatformClassLoader())) {
            here = (String) loader.loadClass("Driver").getMethod("digest").invoke(null);
        }
        Path own = ClassFolder.ownJava();
        assertEquals(here, child(own, "-Xint"), "interpreted");
        assertEquals(here, child(own, "-XX:TieredStopAtLevel=1"), "compiled by C1 alone");
        assertEquals(here, child(own, "-Xcomp", "-XX:-TieredCompilation"), "compiled by C2 alone");
        for (Path java : ClassFolder.javas()) {
            assertEquals(here, child(java), java.toString());
        }
    }

    @Test
    void aGeneratedClassNeedsNothingButTheBaseModule() {
        for (Compiled c : compiled()) {
            String summary = run("jdeps", "-s", folder.resolve(c.className() + ".class").toString());
            assertEquals(c.className() + ".class -> java.base", summary.strip());
        }
    }

    @Test
    void twoCompilationsGiveTheSameBytes() {
        List<Compiled> first = compiled();
        List<Compiled> second = compiled();
        for (int i = 0; i < first.size(); i++) {
            assertArrayEquals(first.get(i).bytes(), second.get(i).bytes());
            assertEquals(first.get(i).javaText(), second.get(i).javaText());
        }
    }

    @Test
    void everyInstructionIsVerified() {
        for (Compiled c : compiled()) {
            StringWriter faults = new StringWriter();
            CheckClassAdapter.verify(new ClassReader(c.bytes()), c.load().getClassLoader(), false,
                    new PrintWriter(faults));
            assertEquals("", faults.toString());
        }
    }

    private static String run(String tool, String... arguments) {
        StringWriter out = new StringWriter();
        try (PrintWriter printer = new PrintWriter(out)) {
            ToolProvider.findFirst(tool).orElseThrow().run(printer, printer, arguments);
        }
        return out.toString();
    }

    private static String child(Path java, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(java.toString()));
        command.addAll(Arrays.asList(options));
        command.addAll(List.of("-cp", folder.toString(), "Driver"));
        Path output = folder.resolve("output");
        Process p = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        if (!p.waitFor(120, TimeUnit.SECONDS)) {
            p.destroyForcibly();
            throw new AssertionError(command + " takes longer than two minutes");
        }
        return Files.readString(output).strip();
    }
}
