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
import org.nablac.testing.InMemoryJavac;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.util.CheckClassAdapter;

/** The examples train to the same bits with any number of threads, in every form, in JVMs of their own. */
class ThreadFormsTest {
    private static final String MODULE = "--add-modules=jdk.incubator.vector";
    /** Bytes for some dozen rows of scores. */
    private static final long ROOM = 20_000;
    private static final String SHARE_ALL = "-Dnablac.threads.operations=1";

    /** Trains every example with every number of threads and prints, for each, a hash of weights and losses. */
    private static final String DRIVER = """
            import java.lang.reflect.Method;
            import java.util.Arrays;
            import java.util.Random;

            public class Driver {
                private static final int EXAMPLES = 90;
                private static final int ROWS = 50;

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
                            all[k] = random.ints(EXAMPLES, 0, 10).toArray();
                        } else {
                            float[] x = new float[EXAMPLES * features];
                            for (int i = 0; i < x.length; i++) {
                                x[i] = features == 1 ? 2 * random.nextInt(2) - 1 : (float) random.nextGaussian();
                            }
                            all[k] = x;
                        }
                    }
                    all[0] = EXAMPLES;
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
                    for (int k = 1; k < arguments.length; k++) {
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
                for (Map.Entry<String, byte[]> made : c.classFiles().entrySet()) {
                    Files.write(folder.resolve(made.getKey() + ".class"), made.getValue());
                }
            }
        }
        assertEquals(5, MODELS.size());
        for (Map.Entry<String, byte[]> file : InMemoryJavac.compile(Map.of("Driver", DRIVER)).entrySet()) {
            Files.write(folder.resolve(file.getKey() + ".class"), file.getValue());
        }
    }

    /** What the driver prints of each model. */
    private static List<String> run(Path java, String threads, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(java.toString(), "-cp", folder.toString()));
        command.addAll(List.of(options));
        command.addAll(List.of("Driver", threads));
        command.addAll(MODELS);
        Path output = folder.resolve("output.txt");
        Process p = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        int code = p.waitFor();
        String text = Files.readString(output);
        assertEquals(0, code, () -> command + "\n" + text);
        assertTrue(text.contains("threads left: false"), text);
        return text.lines().filter(l -> l.startsWith("hash ")).distinct().toList();
    }

    @Test
    void anyNumberOfThreadsGivesTheSameBitsInEveryFormOnEveryJava() throws Exception {
        List<String> wanted = List.of();
        for (Path java : LaneFormsTest.javas()) {
            for (String form : List.of("scalar", "128", "512")) {
                List<String> hashes = run(java, "1,2,3,7", MODULE, SHARE_ALL, "-Dnablac.lanes=" + form);
                assertEquals(MODELS.size(), hashes.size(), java + " " + form + "\n" + hashes);
                wanted = wanted.isEmpty() ? hashes : wanted;
                assertEquals(wanted, hashes, java + " " + form);
            }
        }
    }

    @Test
    void aPropertySaysHowManyThreadsAndWhatIsSharedAndWithoutTheClassBesideItAModelRunsAlone() throws Exception {
        Path java = LaneFormsTest.javas().iterator().next();
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
