package org.nablac.compile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nablac.graph.Model;
import org.nablac.source.Source;

/** Models of many layers share the work of each among threads. */
@Timeout(300)
class DeepThreadsTest {
    private static final String OPERATIONS = "nablac.threads.operations";
    private static final int N = 48;
    private static final int STEPS = 12;
    /** LAYERS layers between two others, each by STEP wider than the one before. */
    private static final String DEEP = """
            import static org.nablac.Nablac.*;
            import org.nablac.*;

            @Model
            public class Deep {
                static final int FEATURES = 16, WIDTH = 64, LAYERS = 100, STEP = 0;

                final Dense in = new Dense(FEATURES, WIDTH);
                final Dense[] f = new Dense[LAYERS];
                final Dense out = new Dense(WIDTH + LAYERS * STEP, 1);

                Deep() {
                    for (int i = 0; i < LAYERS; i++) {
                        f[i] = new Dense(WIDTH + i * STEP, WIDTH + (i + 1) * STEP);
                    }
                }

                @Loss public Tensor loss(@Shape("N, FEATURES") Tensor x) {
                    Tensor h = in.apply(x);
                    for (int i = 0; i < LAYERS; i++) {
                        h = f[i].apply(h);
                    }
                    return square(out.apply(h)).mean();
                }
            }

            class Dense {
                final Tensor a, b;

                Dense(int in, int out) {
                    a = parameter(in, out);
                    b = parameter(out);
                }

                Tensor apply(Tensor x) {
                    return relu(x.matmul(a).plus(b));
                }
            }
            """;

    private static Model deep(int layers, int step) {
        return Source.model("Deep.java", DEEP, Map.of("LAYERS", layers, "STEP", step));
    }

    /** The weights after some steps, and whether a worker did a part of one. */
    private record Trained(List<float[]> weights, boolean isShared) {
    }

    private static Trained train(Model model, Compiled compiled, int threads) throws ReflectiveOperationException {
        System.setProperty(OPERATIONS, "1");
        ModelInstance instance = compiled.create(7, Map.of());
        System.clearProperty(OPERATIONS);
        Class<?> made = instance.object().getClass();
        made.getMethod("threads", int.class).invoke(instance.object(), threads);
        float[] x = new float[N * 16];
        Random random = new Random(1);
        for (int k = 0; k < x.length; k++) {
            x[k] = (float) random.nextGaussian();
        }
        for (int k = 0; k < STEPS; k++) {
            instance.step(Map.of("N", N), new Object[] {x}, 0.01f);
        }
        var ownMade = made.getDeclaredField("stepOwnMade");
        ownMade.setAccessible(true);
        int[] seats = (int[]) ownMade.get(instance.object());
        made.getMethod("close").invoke(instance.object());
        List<float[]> weights = new ArrayList<>();
        model.parameters().forEach(p -> weights.add((float[]) instance.parameter(p.name())));
        return new Trained(weights, seats.length > 1 && seats[1] == 1);
    }

    private static void agree(Model model, Compiled compiled) throws ReflectiveOperationException {
        Trained alone = train(model, compiled, 1);
        Trained shared = train(model, compiled, 2);
        assertTrue(shared.isShared(), "no worker did a part");
        for (int k = 0; k < alone.weights().size(); k++) {
            assertArrayEquals(alone.weights().get(k), shared.weights().get(k), model.parameters().get(k).name());
        }
    }

    private static long tasks(Compiled compiled) throws ReflectiveOperationException {
        return List.of(compiled.create(7, Map.of()).object().getClass().getDeclaredMethods()).stream()
                .filter(m -> m.getName().matches("stepTask\\d+")).count();
    }

    @Test
    void aHundredLayersOfOneShapeAreFewTasksThatTwoThreadsShare() throws ReflectiveOperationException {
        Model model = deep(100, 0);
        Compiled compiled = Compiler.compile(model, Options.of(model));
        agree(model, compiled);
        assertTrue(tasks(compiled) < 30, tasks(compiled) + " tasks");
    }

    @Test
    void layersOfManyShapesAreATaskEach() throws ReflectiveOperationException {
        Model model = deep(22, 8);
        Compiled compiled = Compiler.compile(model, Options.of(model));
        assertTrue(tasks(compiled) > 64, tasks(compiled) + " tasks");
        agree(model, compiled);
    }

    @Test
    void aSmallStepOfManyLayersWakesNobody() throws ReflectiveOperationException {
        Model model = deep(100, 0);
        Compiled compiled = Compiler.compile(model, Options.of(model));
        ModelInstance instance = compiled.create(7, Map.of());
        Class<?> made = instance.object().getClass();
        made.getMethod("threads", int.class).invoke(instance.object(), 2);
        instance.step(Map.of("N", 4), new Object[] {new float[4 * 16]}, 0.01f);
        var ownMade = made.getDeclaredField("stepOwnMade");
        ownMade.setAccessible(true);
        assertEquals(0, ((int[]) ownMade.get(instance.object())).length, "a step of small kernels asks for threads");
    }
}
