package org.nablac.compile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nablac.graph.Model;
import org.nablac.runtime.CounterRandom;
import org.nablac.source.Source;

/** An epoch in random order is one in order on examples that were shuffled before, to the bit. */
class EpochInOrderTest {
    private static final int EXAMPLES = 150;
    private static final long SEED = 7;

    /** Loops over examples that read inputs side by side, that go through an order, and steps that look ahead. */
    @ParameterizedTest
    @CsvSource({"SignMatrix, '', 1", "SignMatrix, '', 7", "LogisticRegression, '', 1", "LogisticRegression, '', 150",
        "Mlp, PIXELS=4 HIDDEN=5, 1", "Mlp, PIXELS=4 HIDDEN=5, 64", "Mlp, PIXELS=64, 1"})
    void anEpochInOrderTakesTheExamplesAsTheyLie(String name, String defines, int batch) {
        Model model = Source.model(Path.of("examples", name + ".java"), defines.isEmpty() ? Map.of()
                : Arrays.stream(defines.split(" ")).map(d -> d.split("="))
                .collect(Collectors.toMap(d -> d[0], d -> d[1])));
        Compiled compiled = Compiler.compile(model, Options.of(model));
        Map<String, Integer> sizes = name.equals("SignMatrix") ? Map.of("rows", 9, "columns", 8) : Map.of();
        ModelInstance shuffled = ModelInstance.create(compiled, SEED, sizes);
        ModelInstance inOrder = ModelInstance.create(compiled, SEED, sizes);
        Object[] inputs = inputs(name, defines.contains("=4") ? 4 : 64);
        for (int e = 0; e < 3; e++) {
            int[] order = new int[EXAMPLES];
            Arrays.setAll(order, k -> k);
            CounterRandom.shuffle(order, new long[256], SEED, e);
            Object[] taken = Arrays.stream(inputs).map(x -> taken(x, order)).toArray();
            assertEquals(shuffled.epoch(EXAMPLES, inputs, batch, 0.5f, 0.1f),
                    inOrder.epochInOrder(EXAMPLES, taken, batch, 0.5f, 0.1f), "epoch " + e);
        }
        assertEquals(shuffled.steps(), inOrder.steps());
        model.parameters().forEach(p -> assertArrayEquals((float[]) shuffled.parameter(p.name()),
                (float[]) inOrder.parameter(p.name()), p.name()));
    }

    private static Object[] inputs(String name, int width) {
        Random random = new Random(3);
        if (name.equals("SignMatrix")) {
            float[] signs = new float[EXAMPLES];
            for (int k = 0; k < EXAMPLES; k++) {
                signs[k] = random.nextBoolean() ? 1 : -1;
            }
            return new Object[] {random.ints(EXAMPLES, 0, 9).toArray(), random.ints(EXAMPLES, 0, 8).toArray(), signs};
        }
        float[] x = new float[EXAMPLES * width];
        for (int k = 0; k < x.length; k++) {
            x[k] = random.nextInt(4) == 0 ? 0 : (float) random.nextGaussian();
        }
        return new Object[] {x, random.ints(EXAMPLES, 0, 10).toArray()};
    }

    /** The examples of an input, in this order. */
    private static Object taken(Object input, int[] order) {
        if (input instanceof int[] x) {
            return Arrays.stream(order).map(k -> x[k]).toArray();
        }
        float[] from = (float[]) input;
        int width = from.length / order.length;
        float[] to = new float[from.length];
        for (int k = 0; k < order.length; k++) {
            System.arraycopy(from, order[k] * width, to, k * width, width);
        }
        return to;
    }
}
