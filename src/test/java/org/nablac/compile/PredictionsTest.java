package org.nablac.compile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nablac.graph.Model;
import org.nablac.source.Source;

/** What a method that predicts leaves for its next call changes no result, and is held once. */
@Timeout(120)
class PredictionsTest {
    private static final int MOST = 200;
    private static final int SEED = 5;

    private static Object model;
    private static Method logits;
    private static final float[] X = new float[MOST * 784];

    @BeforeAll
    static void compile() throws IOException, ReflectiveOperationException {
        Model source = Source.model(Path.of("examples", "Mlp.java"), Map.of());
        model = Compiler.compile(source, Options.of(source)).create(SEED, Map.of()).object();
        logits = model.getClass().getMethod("logits", int.class, float[].class);
        Random random = new Random(SEED);
        for (int k = 0; k < X.length; k++) {
            X[k] = (float) random.nextGaussian();
        }
    }

    private static float[] logits(int n) {
        try {
            return (float[]) logits.invoke(model, n, Arrays.copyOf(X, n * 784));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void callsOfManyThreadsAndOfAnySizeGiveWhatOneCallAloneGives() throws InterruptedException, ExecutionException {
        float[] all = logits(MOST);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<?>> calls = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            Random random = new Random(SEED + t);
            calls.add(threads.submit(() -> {
                for (int k = 0; k < 50; k++) {
                    int n = 1 + random.nextInt(MOST);
                    assertArrayEquals(Arrays.copyOf(all, 10 * n), logits(n), "seed " + SEED + ", " + n + " examples");
                }
            }));
        }
        for (Future<?> call : calls) {
            call.get();
        }
        threads.shutdown();
    }

    @Test
    void aResultIsTheCallersOwn() {
        float[] first = logits(7);
        float[] before = first.clone();
        float[] second = logits(9);
        assertNotSame(first, second);
        Arrays.fill(second, Float.NaN);
        logits(7);
        assertArrayEquals(before, first);
    }

    @Test
    void whatIsHeldForTheNextCallDoesNotGrowWithTheSizeOfOne() throws ReflectiveOperationException {
        logits(1);
        long held = held();
        logits(MOST);
        assertTrue(held > 0, "nothing is held");
        assertEquals(held, held());
    }

    /** Elements of all arrays that the last call left, each counted once. */
    private static long held() throws ReflectiveOperationException {
        Field spare = model.getClass().getDeclaredField("logitsSpare");
        spare.setAccessible(true);
        Set<float[]> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
        arrays.addAll(Arrays.asList((float[][]) spare.get(model)));
        return arrays.stream().mapToLong(a -> a.length).sum();
    }
}
