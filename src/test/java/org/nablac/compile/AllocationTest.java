package org.nablac.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nablac.graph.Model;
import org.nablac.source.Source;

/** Once what a model needs is there and its code is compiled, training allocates nothing, on any thread. */
class AllocationTest {
    /** Examples, so small that they are soon compiled; pixels that are four more than a multiple of twelve. */
    private static final Map<String, Map<String, String>> SMALL = Map.of(
            "Mlp", Map.of("PIXELS", "784", "HIDDEN", "128"), "LogisticRegression", Map.of("FEATURES", "130"),
            "SignMatrix", Map.of(),
            "ComplEx", Map.of("RANK", "20"));

    /** Trains each model in each way until many steps allocate nothing, and prints what they allocated last. */
    private static final String DRIVER = """
            import java.lang.management.ManagementFactory;
            import java.util.Random;

            public class Driver {
                private static final int EXAMPLES = 64;
                private static final int ROWS = 100;
                private static final int STEPS = 640;
                private static final float RATE = 0.01f;
                private static final com.sun.management.ThreadMXBean ALL =
                        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
                private static final Random RANDOM = new Random(1);
                /** Until C2 is through with the code each vector is an object; it has a minute for all. */
                private static final long END = System.nanoTime() + 60_000_000_000L;

                private interface Training {
                    float run();
                }

                private static void train(String what, int batch, Training step, Training epoch, Training inOrder) {
                    train(what + ", step", STEPS, step);
                    train(what + ", epoch", STEPS * batch / EXAMPLES, epoch);
                    train(what + ", epochInOrder", STEPS * batch / EXAMPLES, inOrder);
                }

                private static void train(String what, int count, Training training) {
                    long allocated = allocated(count, training);
                    while (allocated > 0 && System.nanoTime() < END) {
                        allocated = allocated(count, training);
                    }
                    System.out.println("allocated " + allocated + ": " + what);
                }

                private static long allocated(int count, Training training) {
                    long before = ALL.getTotalThreadAllocatedBytes();
                    for (int k = 0; k < count; k++) {
                        training.run();
                    }
                    return ALL.getTotalThreadAllocatedBytes() - before;
                }

                private static int[] ints(int length, int bound) {
                    return RANDOM.ints(length, 0, bound).toArray();
                }

                private static float[] floats(int length) {
                    float[] x = new float[length];
                    for (int k = 0; k < x.length; k++) {
                        x[k] = (float) RANDOM.nextGaussian();
                    }
                    return x;
                }

                public static void main(String[] arguments) {
                    train(1);
                    train(2);
                }

                private static void train(int threads) {
                    float[] pixels = floats(EXAMPLES * 784);
                    float[] xs = floats(EXAMPLES * 130);
                    float[] signs = floats(EXAMPLES);
                    int[] ys = ints(EXAMPLES, 10);
                    int[] is = ints(EXAMPLES, ROWS);
                    int[] js = ints(EXAMPLES, ROWS);
                    int[] ks = ints(EXAMPLES, ROWS);
                    for (int n : new int[] {32, 16, 1}) {
                        String how = ", batches of " + n + ", threads: " + threads;
                        float[] image = floats(n * 784);
                        float[] x = floats(n * 130);
                        float[] sign = floats(n);
                        int[] y = ints(n, 10);
                        int[] i = ints(n, ROWS);
                        int[] j = ints(n, ROWS);
                        int[] k = ints(n, ROWS);
                        MlpModel mlp = MlpModel.create(1);
                        mlp.threads(threads);
                        train("Mlp" + how, n, () -> mlp.step(n, image, y, RATE),
                                () -> mlp.epoch(EXAMPLES, pixels, ys, n, RATE, RATE),
                                () -> mlp.epochInOrder(EXAMPLES, pixels, ys, n, RATE, RATE));
                        LogisticRegressionModel logistic = LogisticRegressionModel.create(1);
                        logistic.threads(threads);
                        train("LogisticRegression" + how, n, () -> logistic.step(n, x, y, RATE),
                                () -> logistic.epoch(EXAMPLES, xs, ys, n, RATE, RATE),
                                () -> logistic.epochInOrder(EXAMPLES, xs, ys, n, RATE, RATE));
                        SignMatrixModel matrix = SignMatrixModel.create(1, ROWS, ROWS);
                        matrix.threads(threads);
                        train("SignMatrix" + how, n, () -> matrix.step(n, i, j, sign, RATE),
                                () -> matrix.epoch(EXAMPLES, is, js, signs, n, RATE, RATE),
                                () -> matrix.epochInOrder(EXAMPLES, is, js, signs, n, RATE, RATE));
                        ComplExModel complex = ComplExModel.create(1, ROWS, ROWS);
                        complex.threads(threads);
                        train("ComplEx" + how, n, () -> complex.step(n, i, j, k, RATE),
                                () -> complex.epoch(EXAMPLES, is, js, ks, n, RATE, RATE),
                                () -> complex.epochInOrder(EXAMPLES, is, js, ks, n, RATE, RATE));
                    }
                }
            }
            """;
    private static final int MEASUREMENTS = 2 * 3 * 4 * 3;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void compileTheExamples() throws IOException {
        for (Map.Entry<String, Map<String, String>> example : SMALL.entrySet()) {
            Model model = Source.model(Path.of("examples", example.getKey() + ".java"), example.getValue());
            new ClassFolder(folder).add(Compiler.compile(model, Options.of(model)));
        }
        new ClassFolder(folder).addDriver(DRIVER, "--release", "21");
    }

    @Test
    void noStepAllocates() throws Exception {
        for (String form : List.of("scalar", "auto")) {
            String printed = new ClassFolder(folder).run(ClassFolder.ownJava(), List.of(ClassFolder.MODULE,
                    "-Dnablac.threads.operations=1", "-Dnablac.lanes=" + form));
            for (String name : SMALL.keySet()) {
                ClassFolder.assertForm(form, name + "Model", printed);
            }
            List<String> lines = printed.lines().filter(l -> l.startsWith("allocated ")).toList();
            assertEquals(MEASUREMENTS, lines.size(), printed);
            assertEquals(List.of(), lines.stream().filter(l -> !l.startsWith("allocated 0: ")).toList(), form);
        }
    }
}
