package org.nablac.compile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nablac.graph.Model;
import org.nablac.runtime.CounterRandom;
import org.nablac.source.Source;

/** Single-example steps with a large parameter: {@code epoch} in steps of one is {@code step} after {@code step}. */
class OneByOneTest {
    private static final int IN = 130;

    private static final String LAYERS = """
            import static org.nablac.Nablac.*;

            import org.nablac.*;

            @Model(rate = 0.1)
            public class Wide {
                static final int IN = 130, HIDDEN = 70, OUT = 3;

                final Tensor a = parameter(IN, HIDDEN).normal(0.1), b = parameter(HIDDEN),
                        c = parameter(HIDDEN, OUT).normal(0.1);

                public Tensor logits(@Shape("N, IN") Tensor x) {
                    return LOGITS;
                }

                @Loss
                public Tensor loss(@Shape("N, IN") Tensor x, @Labels("N") Tensor y) {
                    return LOSS;
                }
            }
            """;
    private static final String PLAIN = "tanh(x.matmul(a).plus(b)).matmul(c)";
    private static final String MEAN = "crossEntropy(logits(x), y).mean()";

    private static Model model(String logits, String loss) {
        return Source.model("Wide.java", LAYERS.replace("LOGITS", logits).replace("LOSS", loss), Map.of());
    }

    /** Inputs of 130 elements each. */
    enum Inputs {
        DENSE, SPARSE, HALF_ZERO, LESS_THAN_HALF_ZERO, ALL_ZERO, BY_TURNS, TINY;

        float[] of(int examples) {
            Random random = new Random(7);
            float[] x = new float[examples * IN];
            for (int i = 0; i < x.length; i++) {
                x[i] = (float) random.nextGaussian();
            }
            for (int e = 0; e < examples; e++) {
                int zeros = switch (this) {
                    case DENSE -> 0;
                    case SPARSE -> 110;
                    case HALF_ZERO -> IN / 2;
                    case LESS_THAN_HALF_ZERO -> IN / 2 - 1;
                    case ALL_ZERO -> IN;
                    case BY_TURNS -> e % 3 == 0 ? 100 : e % 3 == 1 ? 3 : IN;
                    case TINY -> 40;
                };
                int first = random.nextInt(IN);
                for (int z = 0; z < zeros; z++) {
                    x[e * IN + (first + 7 * z) % IN] = z % 4 == 0 ? -0f : 0f;
                }
                if (this == TINY) {
                    for (int k = 0; k < IN; k++) {
                        x[e * IN + k] *= k % 2 == 0 ? Float.MIN_NORMAL : Float.MIN_VALUE * 3;
                    }
                }
            }
            return x;
        }
    }

    private static int[] labels(int examples) {
        Random random = new Random(3);
        return random.ints(examples, 0, 3).toArray();
    }

    private static ModelInstance create(Model model, Options options) {
        return ModelInstance.create(Compiler.compile(model, options), 5, Map.of());
    }

    /** All that the model holds and trains, after two epochs in steps of one; first the losses. */
    private static Map<String, float[]> epochs(ModelInstance m, float[] x, int[] y) {
        float[] losses = new float[2];
        for (int e = 0; e < 2; e++) {
            losses[e] = m.epoch(y.length, new Object[] {x, y}, 1, 0.5f, 0.1f);
        }
        return held(m, losses);
    }

    /** The same, step by step. */
    private static Map<String, float[]> steps(ModelInstance m, float[] x, int[] y) {
        float[] losses = new float[2];
        for (int e = 0; e < 2; e++) {
            int[] order = new int[y.length];
            Arrays.setAll(order, i -> i);
            CounterRandom.shuffle(order, new long[256], 5, e);
            double sum = 0;
            for (int done = 0; done < y.length; done++) {
                int i = order[done];
                float rate = 0.5f + (0.1f - 0.5f) * ((float) done / (float) y.length);
                sum += m.step(Map.of("N", 1), new Object[] {Arrays.copyOfRange(x, i * IN, (i + 1) * IN),
                    new int[] {y[i]}}, rate);
            }
            losses[e] = (float) (sum / y.length);
        }
        return held(m, losses);
    }

    private static Map<String, float[]> held(ModelInstance m, float[] losses) {
        Map<String, float[]> all = new TreeMap<>(Map.of("losses", losses));
        m.compiled().model().parameters().forEach(p -> {
            String name = Parts.label(p.leaf());
            all.put(name, ((float[]) m.parameter(name)).clone());
        });
        return all;
    }

    private static int[] bits(float[] x) {
        int[] bits = new int[x.length];
        Arrays.setAll(bits, i -> Float.floatToRawIntBits(x[i]));
        return bits;
    }

    private static void assertSameBits(Map<String, float[]> wanted, Map<String, float[]> got) {
        assertEquals(wanted.keySet(), got.keySet());
        wanted.forEach((name, x) -> assertArrayEquals(bits(x), bits(got.get(name)), name));
    }

    private static boolean sweeps(ModelInstance m) {
        return m.compiled().javaText().contains("single_sweep(");
    }

    private static boolean skips(ModelInstance m) {
        return m.compiled().javaText().contains("_listed(");
    }

    @ParameterizedTest
    @EnumSource(Inputs.class)
    void anEpochIsStepAfterStepToTheBitWhateverIsZero(Inputs inputs) {
        Model model = model(PLAIN, MEAN);
        for (int examples : new int[] {1, 2, 11}) {
            float[] x = inputs.of(examples);
            int[] y = labels(examples);
            ModelInstance m = create(model, Options.of(model));
            assertTrue(sweeps(m) && skips(m));
            assertSameBits(steps(create(model, Options.of(model)), x, y), epochs(m, x, y));
        }
    }

    /** Columns that vectors of some lengths hold the sums of, all or in part, and others that they do not. */
    @ParameterizedTest
    @ValueSource(ints = {8, 16, 32, 64, 100, 128, 144})
    void anyNumberOfColumnsKeepsItsBits(int columns) {
        Model model = Source.model("Wide.java", LAYERS.replace("LOGITS", PLAIN).replace("LOSS", MEAN),
                Map.of("HIDDEN", columns));
        float[] x = Inputs.BY_TURNS.of(9);
        int[] y = labels(9);
        assertSameBits(steps(create(model, Options.of(model)), x, y), epochs(create(model, Options.of(model)), x, y));
    }

    /** Models and optimisers, whether the update meets the next product, and whether anything is skipped. */
    static Stream<Object[]> models() {
        // where the update of a needs what b was before, it cannot wait until b has been updated
        return Stream.of(new Object[] {"sgd", Map.of(), "relu(x.matmul(a)).times(b).matmul(c)", MEAN, false, true},
                new Object[] {"sgd", Map.of(), "relu(x.matmul(a).plus(b)).matmul(c)", MEAN, true, true},
                new Object[] {"sgd", Map.of("weightDecay", 0.01), PLAIN, MEAN, true, true},
                new Object[] {"momentum", Map.of(), PLAIN, MEAN, true, true},
                new Object[] {"adagrad", Map.of(), PLAIN, MEAN, true, true},
                new Object[] {"sgd", Map.of("clipNorm", 0.5), PLAIN, MEAN, true, true},
                new Object[] {"sgd", Map.of(), PLAIN, MEAN + ".plus(square(a).sum().times(0.001))", true, true},
                new Object[] {"sgd", Map.of(), PLAIN + ".plus(x.matmul(a).matmul(c))", MEAN, true, true},
                new Object[] {"sgd", Map.of(), "relu(x.times(2).matmul(a)).times(b).matmul(c)", MEAN, false, false},
                new Object[] {"sgd", Map.of(), "tanh(x.matmul(a).plus(b).dropout(0.5)).matmul(c)", MEAN, false, true},
                new Object[] {"adam", Map.of(), PLAIN, MEAN, true, true});
    }

    @ParameterizedTest
    @MethodSource("models")
    void everyModelAndOptimiserKeepsItsBits(String optimizer, Map<String, Double> settings, String logits, String loss,
            boolean sweeps, boolean skips) {
        Model model = model(logits, loss);
        Options options = Options.of(model).withOptimizer(optimizer);
        for (Map.Entry<String, Double> s : settings.entrySet()) {
            options = options.with(s.getKey(), s.getValue());
        }
        for (Inputs inputs : List.of(Inputs.DENSE, Inputs.BY_TURNS)) {
            float[] x = inputs.of(9);
            int[] y = labels(9);
            ModelInstance m = create(model, options);
            assertEquals(sweeps, sweeps(m), "sweeps");
            assertEquals(skips, skips(m), "skips");
            assertSameBits(steps(create(model, options), x, y), epochs(m, x, y));
        }
    }

    /** Where only some inputs are ever not zero, the model is one of those inputs alone: a small one, as it was. */
    @Test
    void whatIsSkippedChangesNothing() {
        int kept = 13;
        int examples = 23;
        Model wide = model(PLAIN, MEAN);
        Model narrow = Source.model("Wide.java", LAYERS.replace("LOGITS", PLAIN).replace("LOSS", MEAN),
                Map.of("IN", kept));
        ModelInstance big = create(wide, Options.of(wide));
        ModelInstance small = create(narrow, Options.of(narrow));
        assertFalse(sweeps(small) || skips(small));
        int[] places = new Random(11).ints(0, IN).distinct().limit(kept).sorted().toArray();
        float[] a = (float[]) big.parameter("a");
        float[] rows = new float[kept * 70];
        for (int k = 0; k < kept; k++) {
            System.arraycopy(a, places[k] * 70, rows, k * 70, 70);
        }
        small.parameter("a", rows);
        for (String name : List.of("b", "c")) {
            small.parameter(name, big.parameter(name));
        }
        Random random = new Random(12);
        float[] x = new float[examples * IN];
        float[] packed = new float[examples * kept];
        for (int i = 0; i < packed.length; i++) {
            packed[i] = random.nextInt(5) == 0 ? 0 : (float) random.nextGaussian();
            x[i / kept * IN + places[i % kept]] = packed[i];
        }
        int[] y = labels(examples);
        for (int e = 0; e < 3; e++) {
            assertEquals(small.epoch(examples, new Object[] {packed, y}, 1, 0.3f, 0.1f),
                    big.epoch(examples, new Object[] {x, y}, 1, 0.3f, 0.1f));
        }
        for (int k = 0; k < kept; k++) {
            System.arraycopy((float[]) small.parameter("a"), k * 70, a, places[k] * 70, 70);
        }
        assertArrayEquals(bits(a), bits((float[]) big.parameter("a")));
        assertArrayEquals(bits((float[]) small.parameter("c")), bits((float[]) big.parameter("c")));
    }

    @Test
    void anInputThatIsNoNumberReachesTheLossAndTheWeights() {
        Model model = model(PLAIN, MEAN);
        for (Inputs inputs : List.of(Inputs.DENSE, Inputs.SPARSE)) {
            for (float wrong : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
                float[] x = inputs.of(4);
                x[2 * IN + 17] = wrong;
                ModelInstance m = create(model, Options.of(model));
                float loss = m.epoch(4, new Object[] {x, labels(4)}, 1, 0.1f, 0.1f);
                assertTrue(Float.isNaN(loss) || Float.isInfinite(wrong), inputs + " " + wrong);
                float[] a = (float[]) m.parameter("a");
                assertTrue(Float.isNaN(a[17 * 70]), inputs + " " + wrong);
            }
        }
    }

    @Test
    void aProfileCountsOnePassForTheUpdateAndTheNextProduct() {
        Model model = model(PLAIN, MEAN);
        ModelInstance m = create(model, Options.of(model).withProfile());
        m.epoch(9, new Object[] {Inputs.BY_TURNS.of(9), labels(9)}, 1, 0.1f, 0.1f);
        List<ProfiledKernel> kernels = m.compiled().profiled();
        Map<Boolean, Long> calls = new TreeMap<>();
        for (int k = 0; k < kernels.size(); k++) {
            if (kernels.get(k).program().equals("single") && m.kernelTimes()[2 * k] != 9) {
                calls.merge(kernels.get(k).text().contains(", next "), m.kernelTimes()[2 * k], Long::sum);
            }
        }
        // the list and the product before the first example, the update after the last; eight passes between them
        assertEquals(Map.of(false, 3L, true, 8L), calls);
    }
}
