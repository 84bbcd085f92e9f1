package org.nablac.compile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nablac.graph.Model;
import org.nablac.runtime.CounterRandom;
import org.nablac.source.Source;

/** {@code epoch} in steps of one example is {@code step} after {@code step}, to the bit. */
class ExampleLoopTest {
    private static final int ROWS = 9;
    private static final int COLUMNS = 7;
    /** More than one call of the loop, the last of them not full. */
    private static final int EXAMPLES = 150;
    static final long SEED = 5;

    private static final String FACTORS = """
            import static org.nablac.Nablac.*;

            import org.nablac.*;
            import org.nablac.tensor.Dim;

            @Model(optimizer = "OPTIMIZER", rate = 0.1)
            public class Factors {
                static final int RANK = 37;

                final Dim rows = dim("rows"), columns = dim("columns");

                final Tensor u = parameter(rows, RANK).normal(0.3), v = parameter(columns, RANK).normal(0.3),
                        b = parameter(rows), c = parameter(columns);

                @Loss
                public Tensor loss(@Index("N, rows") Tensor i, @Index("N, columns") Tensor j, @Shape("N") Tensor y) {
                    Tensor left = LEFT;
                    Tensor score = dot(left, v.rows(j)).plus(b.rows(i)).plus(c.rows(j));
                    Tensor size = square(left).sum(1).times(0.01);
                    return softplus(y.times(score).negate()).plus(size).mean();
                }
            }
            """;

    private static Model model(String optimizer, String left) {
        return Source.model("Factors.java", FACTORS.replace("OPTIMIZER", optimizer).replace("LEFT", left), Map.of());
    }

    private static ModelInstance create(Model model) {
        return ModelInstance.create(Compiler.compile(model, Options.of(model)), SEED,
                Map.of("rows", ROWS, "columns", COLUMNS));
    }

    private static int[] indices(int seed, int bound) {
        return indices(seed, bound, EXAMPLES);
    }

    private static int[] indices(int seed, int bound, int count) {
        return new Random(seed).ints(count, 0, bound).toArray();
    }

    private static float[] signs() {
        return signs(EXAMPLES);
    }

    private static float[] signs(int count) {
        Random random = new Random(3);
        float[] y = new float[count];
        for (int k = 0; k < count; k++) {
            y[k] = random.nextBoolean() ? 1 : -1;
        }
        return y;
    }

    /** The model's parameters after two epochs, and the losses. */
    static Map<String, int[]> epochs(ModelInstance m, int[] i, int[] j, float[] y) {
        float[] losses = new float[2];
        for (int e = 0; e < 2; e++) {
            losses[e] = m.epoch(y.length, new Object[] {i, j, y}, 1, 0.5f, 0.1f);
        }
        return held(m, losses);
    }

    static Map<String, int[]> steps(ModelInstance m, int[] i, int[] j, float[] y) {
        float[] losses = new float[2];
        for (int e = 0; e < 2; e++) {
            int[] order = new int[y.length];
            Arrays.setAll(order, k -> k);
            CounterRandom.shuffle(order, new long[256], SEED, e);
            double sum = 0;
            for (int done = 0; done < y.length; done++) {
                int k = order[done];
                float rate = 0.5f + (0.1f - 0.5f) * ((float) done / (float) y.length);
                sum += m.step(Map.of("N", 1), new Object[] {new int[] {i[k]}, new int[] {j[k]}, new float[] {y[k]}},
                        rate);
            }
            losses[e] = (float) (sum / y.length);
        }
        return held(m, losses);
    }

    private static Map<String, int[]> held(ModelInstance m, float[] losses) {
        Map<String, int[]> all = new TreeMap<>(Map.of("losses", bits(losses)));
        m.compiled().model().parameters().forEach(p -> all.put(p.name(), bits((float[]) m.parameter(p.name()))));
        return all;
    }

    private static int[] bits(float[] x) {
        int[] bits = new int[x.length];
        Arrays.setAll(bits, k -> Float.floatToIntBits(x[k]));
        return bits;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sgd      | u.rows(i)
            momentum | u.rows(i)
            adagrad  | u.rows(i)
            adam     | u.rows(i)
            sgd      | u.rows(i).dropout(0.5)
            adagrad  | u.rows(i).dropout(0.5)
            """)
    void anEpochInStepsOfOneIsStepAfterStep(String optimizer, String left) {
        Model model = model(optimizer, left);
        int[] i = indices(1, ROWS);
        int[] j = indices(2, COLUMNS);
        ModelInstance all = create(model);
        ModelInstance oneByOne = create(model);
        Map<String, int[]> wanted = steps(oneByOne, i, j, signs());
        Map<String, int[]> got = epochs(all, i, j, signs());
        assertEquals(wanted.keySet(), got.keySet());
        wanted.forEach((name, x) -> assertArrayEquals(x, got.get(name), name));
        assertEquals(2 * EXAMPLES, all.steps());
        assertEquals(oneByOne.steps(), all.steps());
    }

    /** The inputs are copied a million examples at a time. */
    @Test
    void anEpochOfMoreExamplesThanAreCopiedAtOnceIsStepAfterStep() {
        int count = (1 << 20) + 77;
        Model model = Source.model("Factors.java", FACTORS.replace("OPTIMIZER", "sgd").replace("LEFT", "u.rows(i)"),
                Map.of("RANK", 2));
        int[] i = indices(1, ROWS, count);
        int[] j = indices(2, COLUMNS, count);
        Map<String, int[]> wanted = steps(create(model), i, j, signs(count));
        Map<String, int[]> got = epochs(create(model), i, j, signs(count));
        wanted.forEach((name, x) -> assertArrayEquals(x, got.get(name), name));
    }

    @Test
    void whatIsOneKernelIsOneLoop() {
        String code = create(model("sgd", "u.rows(i)")).compiled().javaText();
        assertEquals(3, code.split(" singles\\(").length - 1, "declared once, called by epoch and by epochInOrder");
    }
}
