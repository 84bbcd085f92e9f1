package org.nablac.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.nablac.compile.Options;
import org.nablac.graph.Model;
import org.nablac.source.Source;
import org.nablac.tensor.UserError;

/**
 * The workloads that the peers are measured on; their models are ordinary sources beside this class. The one named
 * {@code -sparse} is the same work on inputs of which four in five are zero, which the peers do not skip; those named
 * {@code sgemm-} are matrix products alone.
 */
public final class Workloads {
    private static final Map<String, Supplier<Workload>> ALL = new LinkedHashMap<>();
    /** The share of zeros that images of digits have, as MNIST's. */
    private static final double PIXELS_ZERO = 0.8;

    static {
        perceptron("mlp-2-16-16-2-b1", 2, 16, 2, 3, 1, 20_000, 0);
        perceptron("mlp-2-16-16-2-b32", 2, 16, 2, 3, 32, 32_000, 0);
        perceptron("mlp-784-128-10-b1", 784, 128, 10, 2, 1, 300, 0);
        perceptron("mlp-784-128-10-b1-sparse", 784, 128, 10, 2, 1, 300, PIXELS_ZERO);
        perceptron("mlp-784-128-10-b32", 784, 128, 10, 2, 32, 640, 0);
        perceptron("mlp-784-512-512-10-b128", 784, 512, 10, 3, 128, 1_280, 0);
        factors("signmf-10k-k32", 10_000);
        factors("signmf-1m-k32", 1_000_000);
        product("sgemm-128x512x784", 128, 512, 784);
        product("sgemm-1024", 1024, 1024, 1024);
        ALL.put("complex-n3-r100-b1000", () -> workload("complex-n3-r100-b1000", "ComplexN3", Map.of(),
                Map.of("entities", 14_541, "relations", 474), 1_000, 2_000, 0, false));
    }

    private Workloads() {
    }

    /** All names, in the order in which they are run. */
    public static List<String> names() {
        return List.copyOf(ALL.keySet());
    }

    /** @throws UserError listing all names, if there is none of this name */
    public static Workload named(String name) {
        Supplier<Workload> found = ALL.get(name);
        if (found == null) {
            throw unknown(name);
        }
        return found.get();
    }

    /** What is said of a name that is none of these. */
    public static UserError unknown(String name) {
        return new UserError(name + " is no workload and no file; there are " + String.join(", ", ALL.keySet())
                + ", and any model, as examples/Mlp.java");
    }

    private static void perceptron(String name, int in, int hidden, int out, int layers, int batch, int examples,
                                   double zeros) {
        Map<String, Integer> constants = Map.of("IN", in, "HIDDEN", hidden, "OUT", out, "LAYERS", layers);
        ALL.put(name, () -> workload(name, "Perceptron", constants, Map.of(), batch, examples, zeros, false));
    }

    private static void factors(String name, int rows) {
        ALL.put(name, () -> workload(name, "Factors", Map.of(), Map.of("rows", rows, "columns", rows),
                1, 100_000, 0, true));
    }

    /** A matrix product that is no part of a step: {@code rows × columns} sums of {@code terms} terms. */
    private static void product(String name, int rows, int columns, int terms) {
        ALL.put(name, () -> workload(name, "Product", Map.of("TERMS", terms, "COLUMNS", columns), Map.of(),
                rows, rows, 0, false));
    }

    /** Training steps are timed, or the first method of a model without a loss. */
    private static Workload workload(String name, String source, Map<String, ?> constants, Map<String, Integer> sizes,
                                     int batch, int examples, double zeros, boolean isRotating) {
        Model model = Source.model(source + ".java", text(source + ".java"), constants);
        float rate = Float.parseFloat(model.defaults().getOrDefault("rate", "0"));
        Model.Method timed = model.methods().stream().filter(Model.Method::isLoss).findFirst()
                .orElse(model.methods().get(0));
        return new Workload(name, model, timed, Options.of(model), sizes, batch, examples, zeros, isRotating, rate,
                List.of());
    }

    private static String text(String file) {
        try (InputStream in = Workloads.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the model " + file + " is missing in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
