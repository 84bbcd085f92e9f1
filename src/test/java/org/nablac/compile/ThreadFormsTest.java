package org.nablac.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nablac.graph.Model;
import org.nablac.source.Source;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.util.CheckClassAdapter;

/**
 * The examples, and a model whose input is scaled, train to the same bits with any number of threads, in every form, in
 * JVMs of their own.
 */
class ThreadFormsTest {
    private static final List<String> FORMS = List.of("scalar", "128", "256", "512");
    private static final String EXAMPLES = "90";
    /** So few that an interpreter is soon through with them. */
    private static final String FEW_EXAMPLES = "5";
    /** Bytes for some dozen rows of scores. */
    private static final long ROOM = 20_000;
    private static final String SCALED = """
            import static org.nablac.Nablac.*;
            import org.nablac.*;

            @Model(optimizer = "sgd")
            public class MlpScaled {
                final Tensor mean = parameter(784).normal(0.5), a = parameter(784, 300).normal(0.02),
                        b = parameter(300, 10).normal(0.1);

                public Tensor logits(@Shape("N, 784") Tensor x) {
                    return relu(x.minus(mean).times(0.5f).matmul(a)).matmul(b);
                }

                @Loss public Tensor loss(@Shape("N, 784") Tensor x, @Labels("N") Tensor y) {
                    return crossEntropy(logits(x), y).mean();
                }
            }
            """;
    private static final String SHARE_ALL = "-Dnablac.threads.operations=1";

    /** Trains every example with every number of threads and prints, for each, a hash of weights and losses. */
    private static final String DRIVER = """
            import java.lang.reflect.Method;
            import java.util.Arrays;
            import java.util.Random;

            public class Driver {
                private static final int ROWS = 50;
                private static int examples;

                private static int hash(String name, int threads) throws Exception {
                    Class<?> type = Class.forName(name);
                    Object model = make(type);
                    if (threads > 0) {
                        type.getMethod("threads", int.class).invoke(model, threads);
                    }
                    int hash = 1;
                    for (int batch : new int[] {64, 1, 90}) {
                        Object loss = epoch(type).invoke(model, data(epoch(type), batch));
                        hash = 31 * hash + Float.floatToIntBits((Float) loss);
                    }
                    for (Method m : type.getMethods()) {
                        if (m.getReturnType() == float[].class && m.getParameterCount() == 0) {
                            hash += Arrays.hashCode((float[]) m.invoke(model)) * m.getName().hashCode();
                        }
                    }
                    if (isThere()) {
                        System.out.println("shared " + name + " " + threads);
                    }
                    type.getMethod("close").invoke(model);
                    return hash;
                }

                private static Object make(Class<?> type) throws Exception {
                    for (Method m : type.getMethods()) {
                        if (m.getName().equals("create")) {
                            Object[] sizes = new Object[m.getParameterCount()];
                            Arrays.fill(sizes, ROWS);
                            sizes[0] = 7L;
                            return m.invoke(null, sizes);
                        }
                    }
                    throw new IllegalStateException(type + " has no create");
                }

                private static Method epoch(Class<?> type) {
                    return Arrays.stream(type.getMethods()).filter(m -> m.getName().equals("epoch")).findFirst().get();
                }

                /** Ints below 10, floats of as many features as the class has. */
                private static Object[] data(Method epoch, int batch) {
                    Random random = new Random(batch);
                    Object[] all = new Object[epoch.getParameterCount()];
                    int features = epoch.getDeclaringClass().getName().startsWith("Mlp") ? 784
                            : epoch.getDeclaringClass().getName().startsWith("Logistic") ? 64 : 1;
                    for (int k = 1; k < all.length - 3; k++) {
                        if (epoch.getParameterTypes()[k] == int[].class) {
                            all[k] = random.ints(examples, 0, 10).toArray();
                        } else {
                            float[] x = new float[examples * features];
                            for (int i = 0; i < x.length; i++) {
                                x[i] = features == 1 ? 2 * random.nextInt(2) - 1 : (float) random.nextGaussian();
                            }
                            all[k] = x;
                        }
                    }
                    all[0] = examples;
                    all[all.length - 3] = batch;
                    all[all.length - 2] = 0.1f;
                    all[all.length - 1] = 0.05f;
                    return all;
                }

                private static boolean isThere() {
                    return Thread.getAllStackTraces().keySet().stream()
                            .anyMatch(t -> t.getName().equals("nablac-worker"));
                }

                public static void main(String[] arguments) throws Exception {
                    examples = Integer.parseInt(arguments[1]);
                    for (int k = 2; k < arguments.length; k++) {
                        for (String count : arguments[0].split(",")) {
                            System.out.println("hash " + arguments[k] + " " + hash(arguments[k],
                                    Integer.parseInt(count)));
                        }
                    }
                    System.out.println("threads left: " + isThere());
                }
            }
            """;

    @TempDir
    private static Path folder;
    private static final List<String> MODELS = new ArrayList<>();

    @BeforeAll
    static void compileTheExamples() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("examples"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
                Map<String, String> smaller = file.endsWith("Cp.java") ? Map.of("RANK", "40") : Map.of();
                Model model = Source.model(file, smaller);
                // what can be done in blocks of rows is
                Compiled c = Compiler.compile(model, Options.of(model).withRoom(ROOM));
                MODELS.add(c.className());
                new ClassFolder(folder).add(c);
            }
        }
        assertEquals(5, MODELS.size());
        Model scaled = Source.model("MlpScaled.java", SCALED, Map.of());
        Compiled c = Compiler.compile(scaled, Options.of(scaled).withRoom(ROOM));
        MODELS.add(c.className());
        new ClassFolder(folder).add(c);
        new ClassFolder(folder).addDriver(DRIVER);
    }

    /** A hash of each model, or several if they differ among the numbers of threads. */
    private static List<String> run(Path java, String threads, String... options) throws Exception {
        return hashes(print(java, threads, EXAMPLES, options));
    }

    private static String print(Path java, String threads, String examples, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(threads, examples));
        arguments.addAll(MODELS);
        return new ClassFolder(folder).run(java, List.of(options), arguments.toArray(String[]::new));
    }

    private static List<String> hashes(String printed) {
        assertTrue(printed.contains("threads left: false"), printed);
        return printed.lines().filter(l -> l.startsWith("hash ")).distinct().toList();
    }

    @Test
    void anyNumberOfThreadsGivesTheSameBitsInEveryFormOnEveryJava() throws Exception {
        List<String> wanted = List.of();
        for (Path java : ClassFolder.javasWithVectors()) {
            for (String form : FORMS) {
                String printed = print(java, "1,2,3,7", EXAMPLES, ClassFolder.MODULE, SHARE_ALL,
                        "-Dnablac.lanes=" + form);
                MODELS.forEach(model -> ClassFolder.assertForm(form, model, printed));
                List<String> shared = MODELS.stream().flatMap(m -> Stream.of(2, 3, 7).map(t -> m + " " + t)).toList();
                assertEquals(shared, printed.lines().filter(l -> l.startsWith("shared ")).map(l -> l.substring(7))
                        .toList(), java + " " + form);
                List<String> hashes = hashes(printed);
                assertEquals(MODELS.size(), hashes.size(), java + " " + form + "\n" + hashes);
                wanted = wanted.isEmpty() ? hashes : wanted;
                assertEquals(wanted, hashes, java + " " + form);
            }
        }
    }

    @Test
    void anInterpreterGivesTheSameBitsAsWhatIsCompiled() throws Exception {
        Path own = ClassFolder.ownJava();
        List<String> wanted = hashes(print(own, "1", FEW_EXAMPLES));
        for (Path java : ClassFolder.javasWithVectors()) {
            assertEquals(wanted, hashes(print(java, "1,2", FEW_EXAMPLES, SHARE_ALL, "-Xint")), java.toString());
        }
        String printed = print(own, "1", FEW_EXAMPLES, ClassFolder.MODULE, "-Dnablac.lanes=512", "-Xint");
        MODELS.forEach(model -> ClassFolder.assertForm("512", model, printed));
        assertEquals(wanted, hashes(printed));
    }

    @Test
    void aPropertySaysHowManyThreadsAndWhatIsSharedAndWithoutTheClassBesideItAModelRunsAlone() throws Exception {
        Path java = ClassFolder.ownJava();
        List<String> alone = run(java, "1");
        assertEquals(alone, run(java, "0", SHARE_ALL, "-Dnablac.threads=3"));
        assertEquals(alone, run(java, "0", SHARE_ALL, "-Dnablac.threads=many"));
        assertEquals(alone, run(java, "0,5", "-Dnablac.threads.operations=few"));
        for (String model : MODELS) {
            Path beside = folder.resolve(model + "$Workers.class");
            byte[] bytes = Files.readAllBytes(beside);
            Files.delete(beside);
            assertEquals(alone, run(java, "0,3", SHARE_ALL), model);
            Files.write(beside, bytes);
        }
    }

    @Test
    void theClassOfTheWorkersIsWellFormedOfJava17AndNamesNothingOfTheCompiler() throws IOException {
        for (String model : MODELS) {
            byte[] bytes = Files.readAllBytes(folder.resolve(model + "$Workers.class"));
            ClassReader reader = new ClassReader(bytes);
            reader.accept(new CheckClassAdapter(new ClassVisitor(Opcodes.ASM9) { }, false), 0);
            assertEquals(Opcodes.V17, reader.readUnsignedShort(6));
            assertFalse(new String(bytes, StandardCharsets.ISO_8859_1).matches("(?s).*(nablac/|jspecify|invoke/).*"));
        }
    }
}
