package org.nablac.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nablac.graph.Model;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.util.CheckClassAdapter;

/** The forms of a class, each in a JVM of its own: they train to the same bits, and the class chooses well. */
class LaneFormsTest {
    /** Trains the models for a while and prints a hash of their weights; first which form they run in. */
    private static final String DRIVER = """
            import java.util.Arrays;
            import java.util.Random;

            public class Driver {
                public static void main(String[] arguments) {
                    Random random = new Random(1);
                    int n = 300;
                    float[] x = new float[20 * n];
                    int[] y = new int[n];
                    int[] i = new int[n];
                    int[] j = new int[n];
                    float[] sign = new float[n];
                    float[] pixels = new float[130 * n];
                    for (int k = 0; k < n; k++) {
                        for (int f = 0; f < 20; f++) {
                            x[20 * k + f] = (float) random.nextGaussian();
                        }
                        for (int f = 0; f < 130; f++) {
                            boolean zero = random.nextInt(4) < k % 4;
                            pixels[130 * k + f] = zero ? f % 3 == 0 ? -0f : 0 : (float) random.nextGaussian();
                        }
                        y[k] = random.nextInt(3);
                        i[k] = random.nextInt(30);
                        j[k] = random.nextInt(40);
                        sign[k] = random.nextBoolean() ? 1 : -1;
                    }
                    MlpModel mlp = MlpModel.create(7);
                    SignsModel signs = SignsModel.create(7, 30, 40);
                    WideModel wide = WideModel.create(7);
                    EvenModel even = EvenModel.create(7);
                    ScaledModel scaled = ScaledModel.create(7);
                    int hash = 0;
                    for (int e = 0; e < Integer.parseInt(arguments[0]); e++) {
                        for (int batch : new int[] {1, 7, 64}) {
                            hash = 31 * hash + Float.floatToIntBits(mlp.epoch(n, x, y, batch, 0.1f, 0.01f));
                            hash = 31 * hash + Float.floatToIntBits(wide.epoch(n, pixels, y, batch, 0.1f, 0.01f));
                            hash = 31 * hash + Float.floatToIntBits(even.epoch(n, pixels, y, batch, 0.1f, 0.01f));
                            hash = 31 * hash + Float.floatToIntBits(scaled.epoch(n, pixels, y, batch, 0.1f, 0.01f));
                            hash = 31 * hash + Float.floatToIntBits(signs.epoch(n, i, j, sign, batch, 0.1f, 0.01f));
                        }
                    }
                    hash = 31 * hash + Arrays.hashCode(mlp.logits(n, x));
                    hash = 31 * hash + Arrays.hashCode(mlp.firstA());
                    hash = 31 * hash + Arrays.hashCode(wide.firstA());
                    hash = 31 * hash + Arrays.hashCode(even.firstA());
                    hash = 31 * hash + Arrays.hashCode(scaled.logits(n, pixels));
                    hash = 31 * hash + Arrays.hashCode(scaled.firstA());
                    hash = 31 * hash + Arrays.hashCode(scaled.scale());
                    hash = 31 * hash + Arrays.hashCode(signs.u());
                    System.out.println("hash " + hash);
                }
            }
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void compileTheModels() throws IOException {
        for (Model model : List.of(LaneModels.perceptron(), LaneModels.wide(), LaneModels.even(),
                LaneModels.scaled(), LaneModels.signs())) {
            classes().add(Compiler.compile(model, Options.of(model)));
        }
        classes().addDriver(DRIVER);
    }

    private ClassFolder classes() {
        return new ClassFolder(folder);
    }

    private String run(Path java, int epochs, String... options) throws IOException, InterruptedException {
        return classes().run(java, List.of(options), String.valueOf(epochs));
    }

    private static String hash(String output) {
        return output.lines().filter(l -> l.startsWith("hash ")).findFirst()
                .orElseThrow(() -> new AssertionError(output));
    }

    @Test
    void everyWidthOnEveryJavaTrainsToTheSameBits() throws Exception {
        String wanted = "";
        for (Path java : ClassFolder.javasWithVectors()) {
            for (String form : List.of("scalar", "128", "256", "512")) {
                String output = run(java, 6, ClassFolder.MODULE, "-Dnablac.lanes=" + form);
                for (String model : List.of("MlpModel", "WideModel", "EvenModel", "ScaledModel", "SignsModel")) {
                    ClassFolder.assertForm(form, model, output);
                }
                wanted = wanted.isEmpty() ? hash(output) : wanted;
                assertEquals(wanted, hash(output), java + " " + form);
            }
        }
    }

    @Test
    void theWidthThatTheMachinePrefersIsTakenIfNoneIsAskedFor() throws Exception {
        for (Path java : ClassFolder.javasWithVectors()) {
            String output = run(java, 1, ClassFolder.MODULE, "-Dnablac.lanes=auto");
            ClassFolder.assertForm("auto", "MlpModel", output);
            boolean isGoodFor512 = ClassFolder.version(java) >= 25;
            assertTrue(isGoodFor512 || !output.contains("vectors of 512"), java + " makes objects of these\n" + output);
        }
    }

    /** As everyone has it who has not configured logging. */
    @Test
    void aModelLogsOneLineAndByDefaultNobodySeesIt() throws Exception {
        for (Path java : ClassFolder.javasWithVectors()) {
            Path byDefault = java.resolve("../../conf/logging.properties").normalize();
            assertTrue(Files.exists(byDefault), byDefault.toString());
            String unseen = run(java, 0, "-Djava.util.logging.config.file=" + byDefault);
            assertEquals(hash(unseen), unseen.strip());
            for (List<String> options : List.of(List.<String>of(), List.of(ClassFolder.MODULE))) {
                String seen = run(java, 0, options.toArray(String[]::new));
                assertEquals(1, seen.lines().filter(l -> l.startsWith("FINE: MlpModel: ")).count(), seen);
                assertEquals(5, seen.lines().filter(l -> l.contains("Model: ")).count(), seen);
            }
        }
    }

    @Test
    void withoutTheModuleOrTheC2CompilerTheClassRunsScalarsAndSaysWhy() throws Exception {
        Path java = ClassFolder.ownJava();
        String alone = run(java, 1);
        assertTrue(alone.contains("FINE: MlpModel: scalar, since the module jdk.incubator.vector is missing"), alone);
        String interpreted = run(java, 1, ClassFolder.MODULE, "-Dnablac.lanes=auto", "-Xint");
        assertTrue(interpreted.contains("runs without the C2 compiler"), interpreted);
        String quick = run(java, 1, ClassFolder.MODULE, "-Dnablac.lanes=auto", "-XX:TieredStopAtLevel=1");
        assertTrue(quick.contains("runs without the C2 compiler"), quick);
        String asked = run(java, 1, "-Dnablac.lanes=256");
        assertTrue(asked.contains("WARNING: MlpModel: scalar, since the module"), asked);
        String wrong = run(java, 1, ClassFolder.MODULE, "-Dnablac.lanes=64");
        assertTrue(wrong.contains("nablac.lanes is '64', not auto, scalar, 128, 256 or 512"), wrong);
        Files.delete(folder.resolve("MlpModel$Lanes256.class"));
        String missing = run(java, 1, ClassFolder.MODULE, "-Dnablac.lanes=256");
        assertTrue(missing.contains("MlpModel: scalar, since no class MlpModel$Lanes256 is beside it"), missing);
        assertEquals(1, Stream.of(alone, interpreted, quick, asked, wrong, missing).map(LaneFormsTest::hash)
                .distinct().count());
    }

    @Test
    void theClassOfTheModelNamesNothingOfTheVectorApiAndThoseBesideItAreWellFormed() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> classes = files.filter(f -> f.toString().endsWith(".class")).toList();
            assertEquals(26, classes.size(), classes.toString());
            for (Path file : classes) {
                byte[] bytes = Files.readAllBytes(file);
                new ClassReader(bytes).accept(new CheckClassAdapter(new ClassVisitor(Opcodes.ASM9) { }, false), 0);
                if (!file.toString().contains("$Lanes")) {
                    assertFalse(new String(bytes, StandardCharsets.ISO_8859_1).contains("jdk/incubator"),
                            file.toString());
                }
            }
        }
    }
}
