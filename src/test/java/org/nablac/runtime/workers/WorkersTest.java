package org.nablac.runtime.workers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every part of a task is done once, whatever the threads do. */
@Timeout(120)
class WorkersTest {
    private static final double MANY = 1e9;
    private static final long SECONDS = 20;

    /** Counts how often each element of a range was done, and where. */
    private static class Counting extends Shared {
        final AtomicIntegerArray times;
        final AtomicInteger busySeats = new AtomicInteger();
        final AtomicIntegerArray seats = new AtomicIntegerArray(64);

        Counting(int range) {
            this.times = new AtomicIntegerArray(range);
        }

        @Override
        void sharedPart(int task, int seat, int first, int last) {
            assertEquals(0, seats.getAndIncrement(seat), "two threads on one seat");
            for (int k = first; k < last; k++) {
                times.incrementAndGet(k);
            }
            busySeats.accumulateAndGet(1 << seat, (a, b) -> a | b);
            seats.decrementAndGet(seat);
        }

        void assertEach(int wanted) {
            int[] all = new int[times.length()];
            int[] expected = new int[all.length];
            Arrays.fill(expected, wanted);
            for (int k = 0; k < all.length; k++) {
                all[k] = times.get(k);
            }
            assertArrayEquals(expected, all);
        }
    }

    private static long workersThere() {
        return Thread.getAllStackTraces().keySet().stream().filter(t -> t.getName().equals("nablac-worker")).count();
    }

    private static void awaitNoWorkers() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (workersThere() > 0 && System.nanoTime() < end) {
            Thread.sleep(10);
        }
        assertEquals(0, workersThere());
    }

    @Test
    void everyElementOfEveryTaskIsDoneOnce() throws InterruptedException {
        for (int threads : new int[] {2, 3, 7}) {
            Workers workers = new Workers(threads, 1);
            for (int range : new int[] {1, 2, 15, 16, 17, 1000, 4096}) {
                Counting model = new Counting(range);
                for (int task = 1; task <= 200; task++) {
                    workers.run(model, task, range, 1 + task % 48, 8, MANY);
                }
                model.assertEach(200);
            }
            workers.close();
        }
        awaitNoWorkers();
    }

    @Test
    void partsBeginAtMultiplesOfTheUnitAndSmallTasksHaveOne() {
        Workers workers = new Workers(2, 1000);
        List<int[]> parts = new ArrayList<>();
        Shared model = new Shared() {
            @Override
            void sharedPart(int task, int seat, int first, int last) {
                synchronized (parts) {
                    parts.add(new int[] {first, last});
                }
            }
        };
        workers.run(model, 0, 512, 48, 8, 1e6);
        parts.sort((a, b) -> a[0] - b[0]);
        assertEquals(11, parts.size());
        parts.forEach(p -> assertEquals(0, p[0] % 48));
        assertArrayEquals(new int[] {480, 512}, parts.get(10));
        parts.clear();
        workers.run(model, 0, 512, 48, 8, 100);
        assertEquals(1, parts.size());
        workers.close();
    }

    @Test
    void otherThreadsHelp() {
        Workers workers = new Workers(3, 1);
        Counting model = new Counting(48) {
            @Override
            void sharedPart(int task, int seat, int first, int last) {
                super.sharedPart(task, seat, first, last);
                sleep();
            }
        };
        workers.run(model, 0, 48, 1, 8, MANY);
        assertTrue(Integer.bitCount(model.busySeats.get()) > 1, "the caller did everything itself");
        workers.close();
    }

    @Test
    void threadsThatKeepUpDoTheSamePartsOfEachTask() {
        Workers workers = new Workers(2, 1);
        CyclicBarrier together = new CyclicBarrier(2);
        int[] seats = new int[16];
        Shared model = new Shared() {
            @Override
            void sharedPart(int task, int seat, int first, int last) {
                seats[first] = seat;
                try {
                    together.await(SECONDS, TimeUnit.SECONDS);
                } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
        for (int task = 0; task < 2000; task++) {
            Arrays.fill(seats, -1);
            workers.run(model, task, 16, 1, 8, MANY);
            assertArrayEquals(new int[] {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1}, seats, "task " + task);
        }
        workers.close();
    }

    private static void sleep() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void anExecutorThatRefusesForgetsIsLateOrRunsInTheCallerCostsTimeOnly() throws Exception {
        AtomicInteger refused = new AtomicInteger();
        List<Runnable> kept = new ArrayList<>();
        ExecutorService late = Executors.newSingleThreadExecutor();
        List<Executor> executors = List.of(
                r -> {
                    refused.incrementAndGet();
                    throw new RejectedExecutionException("full");
                },
                r -> {
                    throw new StackOverflowError("an error is no end either");
                },
                kept::add,
                r -> late.execute(() -> {
                    sleep();
                    r.run();
                }),
                Runnable::run);
        for (Executor executor : executors) {
            Workers workers = new Workers(3, 1, executor);
            Counting model = new Counting(100);
            for (int task = 0; task < 300; task++) {
                workers.run(model, task, 100, 1, 8, MANY);
            }
            model.assertEach(300);
            workers.close();
        }
        assertEquals(1, refused.get(), "asked again after it refused");
        assertEquals(2, kept.size(), "asked for more than was missing");
        kept.forEach(Runnable::run);
        late.shutdown();
        assertTrue(late.awaitTermination(SECONDS, TimeUnit.SECONDS), "a worker stays on the executor");
    }

    @Test
    void whatAPartThrowsIsThrownOnceNothingRunsAndTheNextTaskIsWell() {
        Workers workers = new Workers(3, 1);
        for (Throwable thrown : List.of(new IllegalStateException("a part"), new OutOfMemoryError("a part"))) {
            for (int failing : new int[] {0, 50, 99}) {
                AtomicInteger running = new AtomicInteger();
                Shared model = new Shared() {
                    @Override
                    void sharedPart(int task, int seat, int first, int last) {
                        running.incrementAndGet();
                        try {
                            if (first <= failing && failing < last) {
                                if (thrown instanceof Error e) {
                                    throw e;
                                }
                                throw (RuntimeException) thrown;
                            }
                        } finally {
                            running.decrementAndGet();
                        }
                    }
                };
                Throwable got = assertThrows(Throwable.class, () -> workers.run(model, 0, 100, 1, 8, MANY));
                assertSame(thrown, got);
                assertEquals(0, running.get());
                Counting next = new Counting(100);
                workers.run(next, 1, 100, 1, 8, MANY);
                next.assertEach(1);
            }
        }
        workers.close();
    }

    @Test
    void anInterruptIsKeptAndDoesNotStopATask() {
        Workers workers = new Workers(3, 1);
        Counting model = new Counting(64) {
            @Override
            void sharedPart(int task, int seat, int first, int last) {
                super.sharedPart(task, seat, first, last);
                long end = System.nanoTime() + 1_000_000;
                while (System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
            }
        };
        for (int task = 1; task <= 20; task++) {
            Thread.currentThread().interrupt();
            workers.run(model, task, 64, 1, 8, MANY);
            assertTrue(Thread.interrupted(), "the interrupt is lost");
            model.assertEach(task);
        }
        workers.close();
        assertFalse(Thread.interrupted());
    }

    @Test
    void aClosedOneAndOneThatIsLeftAloneHaveNoThreadsAndGoOnWhenATaskComes() throws InterruptedException {
        Workers workers = new Workers(4, 1);
        Counting model = new Counting(100);
        workers.run(model, 0, 100, 1, 8, MANY);
        workers.close();
        awaitNoWorkers();
        workers.run(model, 1, 100, 1, 8, MANY);
        awaitNoWorkers();
        workers.run(model, 2, 100, 1, 8, MANY);
        model.assertEach(3);
        workers.close();
        workers.close();
        awaitNoWorkers();
    }

    @Test
    void severalAtOnceDoNotMeet() throws InterruptedException {
        AtomicBoolean isWell = new AtomicBoolean(true);
        List<Thread> callers = new ArrayList<>();
        for (int k = 0; k < 3; k++) {
            Thread caller = new Thread(() -> {
                try {
                    Workers workers = new Workers(3, 1);
                    Counting model = new Counting(200);
                    for (int task = 0; task < 500; task++) {
                        workers.run(model, task, 200, 3, 8, MANY);
                    }
                    model.assertEach(500);
                    workers.close();
                } catch (AssertionError e) {
                    isWell.set(false);
                }
            });
            caller.start();
            callers.add(caller);
        }
        for (Thread caller : callers) {
            caller.join();
        }
        assertTrue(isWell.get());
    }

    @Test
    void aTaskAllocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Workers workers = new Workers(2, 1);
        int[] done = new int[64 * 64];
        Shared model = new Shared() {
            @Override
            void sharedPart(int task, int seat, int first, int last) {
                done[64 * seat]++;
            }
        };
        long allocated = Long.MAX_VALUE;
        for (int round = 0; round < 50 && allocated > 0; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int task = 0; task < 100; task++) {
                workers.run(model, task, 64, 1, 8, MANY);
            }
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertEquals(0, allocated);
        workers.close();
    }
}
