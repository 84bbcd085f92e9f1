package org.nablac.compile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nablac.graph.Model;
import org.nablac.source.Source;

/** What an application says about threads. The models share all that can be shared. */
@Timeout(300)
class ThreadsTest {
    private static final String OPERATIONS = "nablac.threads.operations";
    private static final int N = 64;
    private static final int STEPS = 12;

    private static Compiled compiled;
    private static float[] wanted;
    private static final float[] X = new float[N * 784];
    private static final int[] Y = new int[N];

    @BeforeAll
    static void trainAlone() throws IOException {
        Model model = Source.model(Path.of("examples", "Mlp.java"), Map.of());
        compiled = Compiler.compile(model, Options.of(model));
        Random random = new Random(1);
        for (int k = 0; k < X.length; k++) {
            X[k] = (float) random.nextGaussian();
        }
        for (int k = 0; k < N; k++) {
            Y[k] = random.nextInt(10);
        }
        ModelInstance alone = instance();
        threads(alone, 1);
        wanted = trained(alone);
    }

    /** A model of a class that was initialised while everything is to be shared. */
    private static ModelInstance instance() {
        System.setProperty(OPERATIONS, "1");
        try {
            return compiled.create(7, Map.of());
        } finally {
            System.clearProperty(OPERATIONS);
        }
    }

    private static Object invoke(ModelInstance model, String name, Class<?>[] types, Object... arguments) {
        try {
            return model.object().getClass().getMethod(name, types).invoke(model.object(), arguments);
        } catch (InvocationTargetException e) {
            throw (RuntimeException) e.getCause();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void threads(ModelInstance model, int threads) {
        invoke(model, "threads", new Class<?>[] {int.class}, threads);
    }

    private static void threads(ModelInstance model, int threads, Executor executor) {
        invoke(model, "threads", new Class<?>[] {int.class, Executor.class}, threads, executor);
    }

    private static void close(ModelInstance model) {
        invoke(model, "close", new Class<?>[0]);
    }

    private static float[] trained(ModelInstance model) {
        for (int k = 0; k < STEPS; k++) {
            // a smaller batch, a larger one, and one example
            int n = List.of(N / 2, N, 1).get(k % 3);
            model.step(Map.of("N", n), new Object[] {Arrays.copyOf(X, 784 * n), Arrays.copyOf(Y, n)}, 0.05f);
        }
        return (float[]) model.parameter("f.0.a");
    }

    private static long workersThere() {
        return Thread.getAllStackTraces().keySet().stream().filter(t -> t.getName().equals("nablac-worker")).count();
    }

    private static void awaitNoWorkers() throws InterruptedException {
        for (int k = 0; k < 1000 && workersThere() > 0; k++) {
            Thread.sleep(10);
        }
        assertEquals(0, workersThere());
    }

    @Test
    void theNumberOfThreadsCanChangeBetweenStepsAndNoneIsLeftInTheEnd() throws InterruptedException {
        ModelInstance model = instance();
        for (int threads : new int[] {2, 3, 1, 7, 2}) {
            threads(model, threads);
            model.step(Map.of("N", N), new Object[] {X, Y}, 0f);
            assertTrue(workersThere() <= threads - 1, "more threads than were allowed");
            assertEquals(threads > 1, workersThere() > 0);
        }
        close(model);
        awaitNoWorkers();
        model.step(Map.of("N", N), new Object[] {X, Y}, 0f);
        assertEquals(1, workersThere(), "closed for good");
        close(model);
        awaitNoWorkers();
    }

    @Test
    void anyNumberOfThreadsGivesTheSameWeights() {
        for (int threads : new int[] {2, 3, 7}) {
            ModelInstance model = instance();
            threads(model, threads);
            assertArrayEquals(wanted, trained(model));
            close(model);
        }
    }

    @Test
    void tryingWhatIsWorthSharingGivesTheSameWeights() throws Exception {
        List<float[]> found = new ArrayList<>();
        for (int threads : new int[] {1, 2}) {
            ModelInstance model = compiled.create(7, Map.of());
            threads(model, threads);
            // enough to try, too little to share without
            int n = (int) field(model, "LANES") == 0 ? 2 : N / 4;
            Object[] inputs = {Arrays.copyOf(X, 784 * n), Arrays.copyOf(Y, n)};
            model.step(Map.of("N", n), inputs, 0.05f);
            assertEquals(0, workersThere(), "shared before it was tried");
            for (int k = 1; k < 64; k++) {
                model.step(Map.of("N", n), inputs, 0.05f);
            }
            found.add((float[]) model.parameter("f.0.a"));
            if (threads > 1) {
                awaitASecondSeat(model, n, inputs);
            }
            close(model);
        }
        assertArrayEquals(found.get(0), found.get(1));
    }

    /** Steps that change nothing, until the second seat has done a part: a worker may be late. */
    private static void awaitASecondSeat(ModelInstance model, int n, Object[] inputs) throws Exception {
        long end = System.nanoTime() + 20_000_000_000L;
        while (System.nanoTime() < end) {
            // for each seat, 1 once it has done a part
            int[] seats = (int[]) field(model, "stepOwnMade");
            if (seats.length > 1 && seats[1] == 1) {
                return;
            }
            model.step(Map.of("N", n), inputs, 0f);
        }
        throw new AssertionError("nothing was shared");
    }

    private static Object field(ModelInstance model, String name) throws ReflectiveOperationException {
        Field f = model.object().getClass().getDeclaredField(name);
        f.setAccessible(true);
        return f.get(model.object());
    }

    @Test
    void anExecutorIsAskedAndNothingWaitsForIt() throws InterruptedException {
        AtomicInteger ran = new AtomicInteger();
        ExecutorService pool = Executors.newFixedThreadPool(2);
        List<Runnable> never = new ArrayList<>();
        List<Executor> executors = List.of(
                r -> pool.execute(() -> {
                    ran.incrementAndGet();
                    r.run();
                }),
                r -> pool.execute(() -> {
                    sleep();
                    r.run();
                }),
                never::add,
                r -> {
                    throw new RejectedExecutionException("full");
                },
                Runnable::run);
        for (Executor executor : executors) {
            ModelInstance model = instance();
            threads(model, 3, executor);
            assertArrayEquals(wanted, trained(model));
            assertEquals(0, workersThere(), "threads of its own beside an executor");
            close(model);
        }
        assertTrue(ran.get() > 0, "nothing was shared");
        assertEquals(2, never.size());
        pool.shutdown();
        assertTrue(pool.awaitTermination(20, TimeUnit.SECONDS), "a worker stays on the executor");
    }

    private static void sleep() {
        try {
            Thread.sleep(30);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whoeverForgetsToCloseLeaksNeitherThreadsNorTheModel() throws InterruptedException {
        List<Runnable> never = new ArrayList<>();
        List<WeakReference<Object>> models = new ArrayList<>();
        for (boolean hasExecutor : new boolean[] {false, true}) {
            ModelInstance model = instance();
            if (hasExecutor) {
                threads(model, 2, never::add);
            } else {
                threads(model, 2);
            }
            trained(model);
            models.add(new WeakReference<>(model.object()));
        }
        awaitNoWorkers();
        for (int k = 0; k < 100 && models.stream().anyMatch(m -> m.get() != null); k++) {
            System.gc();
            Thread.sleep(10);
        }
        assertTrue(models.stream().allMatch(m -> m.get() == null), "a model is held");
        assertEquals(1, never.size(), "the executor that never runs holds what it was given");
    }

    @Test
    void whatTheCallerGaveIsNotHeldAfterAStep() throws Exception {
        ModelInstance model = instance();
        threads(model, 2);
        float[] x = X.clone();
        model.step(Map.of("N", N), new Object[] {x, Y}, 0f);
        for (Field f : model.object().getClass().getDeclaredFields()) {
            f.setAccessible(true);
            assertFalse(f.get(model.object()) == x, f.getName());
        }
        close(model);
    }

    @Test
    void twoModelsTrainAtOnce() throws InterruptedException {
        AtomicReference<Throwable> fault = new AtomicReference<>();
        List<Thread> callers = new ArrayList<>();
        for (int k = 0; k < 2; k++) {
            int threads = 2 + k;
            Thread caller = new Thread(() -> {
                try {
                    ModelInstance model = instance();
                    threads(model, threads);
                    assertArrayEquals(wanted, trained(model));
                    close(model);
                } catch (Throwable t) {
                    fault.set(t);
                }
            });
            caller.start();
            callers.add(caller);
        }
        for (Thread caller : callers) {
            caller.join();
        }
        assertEquals(null, fault.get());
    }

    @Test
    void whatAWorkerThrowsReachesTheCallerAndTheNextStepIsWell() throws Exception {
        ModelInstance model = instance();
        threads(model, 2);
        trained(model);
        Field given = model.object().getClass().getDeclaredField("p_f0A");
        given.setAccessible(true);
        Object weights = given.get(model.object());
        given.set(model.object(), new float[100]);
        assertThrows(IndexOutOfBoundsException.class, () -> model.step(Map.of("N", N), new Object[] {X, Y}, 0.05f));
        given.set(model.object(), weights);
        assertTrue(Float.isFinite(model.step(Map.of("N", N), new Object[] {X, Y}, 0.05f)));
        close(model);
    }

    @Test
    void aWrongNumberOfThreadsIsRefusedAndNoExecutorToo() {
        ModelInstance model = instance();
        assertEquals("threads: 0, expected at least 1",
                assertThrows(IllegalArgumentException.class, () -> threads(model, 0)).getMessage());
        assertThrows(IllegalArgumentException.class, () -> threads(model, -3));
        assertEquals("executor",
                assertThrows(NullPointerException.class, () -> threads(model, 2, null)).getMessage());
    }

    @Test
    void aSmallStepWakesNobody() {
        ModelInstance model = compiled.create(7, Map.of());
        threads(model, 4);
        model.step(Map.of("N", 2), new Object[] {Arrays.copyOf(X, 2 * 784), new int[2]}, 0.05f);
        assertEquals(0, workersThere());
    }
}
