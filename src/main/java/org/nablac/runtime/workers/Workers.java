package org.nablac.runtime.workers;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Shares tasks of one model among threads: the caller and up to {@code threads - 1} workers. Workers run on daemon
 * threads of their own or on an executor, are asked for when a task is there, look out for the next one for a short
 * while, then sleep, and leave after a second without any. The caller never waits for a worker to begin, so that an
 * executor that is late, or refuses, or forgets, costs time and nothing else. An idle worker holds no model.
 */
public final class Workers implements Runnable {
    /** How long a thread looks out for something to do before it sleeps. */
    private static final long AWAKE_NANOS = 50_000;
    /** How long a worker sleeps before it leaves. */
    private static final long IDLE_NANOS = 1_000_000_000;
    /** How long closing waits for threads that end. */
    private static final long CLOSING_NANOS = 5_000_000_000L;
    private static final long NAP_MILLIS = 10;
    private static final int LOOKS = 32;
    /** Elements from what one seat claims to what the next does, so that they share no line of the cache. */
    private static final int APART = 16;
    /** Bits of the number of a part among those of one seat. */
    private static final int PART_BITS = 16;
    private static final int PART_MASK = (1 << PART_BITS) - 1;

    private final int threads;
    private final double least;
    /** Null: threads of its own. */
    private final Executor executor;
    /**
     * For each seat, {@link #APART} elements apart: in the high half the number of the task, in the low one which of
     * the seat's parts nobody has claimed, from the first of them to the one behind the last.
     */
    private final AtomicLongArray unclaimed;
    private final AtomicInteger unfinished = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final AtomicReferenceArray<Thread> seats;
    /** 1 for each seat whose worker sleeps, or is about to. */
    private final AtomicIntegerArray asleep;
    /** Workers that were asked for and have not left. */
    private final AtomicInteger asked = new AtomicInteger();
    /** The latest threads of its own; whoever is in none of their places has left. */
    private final Thread[] own;
    private int begun;
    private boolean isRefused;
    private volatile boolean isOpen;
    private volatile boolean callerSleeps;

    // The task. The caller writes it before it sets unclaimed; whoever has claimed a part reads it, until that is
    // finished. The model is null between tasks.
    private Thread caller;
    private Shared model;
    private int number;
    private int task;
    private int extent;
    private int size;
    private int parts;

    /**
     * With threads of its own.
     *
     * @param threads at most so many, the caller's among them
     * @param least operations of a task that is worth sharing
     */
    public Workers(int threads, double least) {
        this(threads, least, null);
    }

    /** The same on the threads of {@code executor}. */
    public Workers(int threads, double least, Executor executor) {
        this.threads = threads;
        this.least = least;
        this.executor = executor;
        this.seats = new AtomicReferenceArray<>(threads);
        this.unclaimed = new AtomicLongArray(threads * APART);
        this.asleep = new AtomicIntegerArray(threads);
        this.own = new Thread[threads];
    }

    /**
     * Does a task; it is done when this returns. What a part throws, on whichever thread, is thrown here, once no part
     * runs any more. Called by one thread at a time. Tasks of as many parts give a seat the same ones, as long as all
     * seats keep up, so that what one task leaves in a core's cache is there for the next.
     *
     * @param range how far the task's range goes
     * @param unit parts begin and end at multiples of it, but for the last
     * @param most parts for each thread: with several, one that comes late or is slower takes fewer
     * @param operations about how many all of the task takes
     */
    public void run(Shared model, int task, int range, int unit, int most, double operations) {
        int units = (range - 1) / unit + 1;
        int wanted = (int) Math.min((double) most * threads, Math.max(1, most * operations / least));
        int each = (units - 1) / wanted + 1;
        int count = (units - 1) / each + 1;
        if (count == 1) {
            model.sharedPart(task, 0, 0, range);
            return;
        }
        this.caller = Thread.currentThread();
        this.model = model;
        this.task = task;
        this.extent = range;
        this.size = each * unit;
        this.parts = count;
        this.number++;
        unfinished.set(count);
        for (int seat = 0; seat < threads; seat++) {
            unclaimed.set(seat * APART, (long) number << 2 * PART_BITS | firstOf(seat + 1) - firstOf(seat));
        }
        call(count - 1);
        boolean isMore = true;
        while (isMore) {
            isMore = takePart(0);
        }
        await();
        this.model = null;
        Throwable thrown = failure.get();
        if (thrown != null) {
            failure.set(null);
            if (thrown instanceof Error) {
                throw (Error) thrown;
            }
            throw (RuntimeException) thrown;
        }
    }

    /** The first of a seat's own parts: all have as many, or one more. */
    private int firstOf(int seat) {
        return (int) ((long) parts * seat / threads);
    }

    /**
     * Claims a part, of the seat's own or else of the next seats', and does it; of a task whose own parts it has seen
     * only, since {@link #run} tells one seat after the other. Returns whether one was left.
     */
    private boolean takePart(int seat) {
        int latest = numberOf(unclaimed.get(seat * APART));
        for (int k = 0; k < threads; k++) {
            int of = (seat + k) % threads;
            int claimed = claim(of, latest, k == 0);
            if (claimed >= 0) {
                part(seat, firstOf(of) + claimed);
                return true;
            }
        }
        return false;
    }

    /**
     * The number, among those of seat {@code of} in the task of that number, of a part that is claimed now: the first,
     * or the last; or −1.
     */
    private int claim(int of, int number, boolean first) {
        while (true) {
            long seen = unclaimed.get(of * APART);
            int from = (int) seen >>> PART_BITS;
            int to = (int) seen & PART_MASK;
            if (from >= to || numberOf(seen) != number) {
                return -1;
            }
            if (unclaimed.compareAndSet(of * APART, seen, first ? seen + (1 << PART_BITS) : seen - 1)) {
                return first ? from : to - 1;
            }
        }
    }

    private static int numberOf(long claims) {
        return (int) (claims >>> 2 * PART_BITS);
    }

    private void part(int seat, int part) {
        try {
            int first = part * size;
            if (failure.get() == null) {
                model.sharedPart(task, seat, first, first + Math.min(size, extent - first));
            }
        } catch (Throwable t) {
            failure.compareAndSet(null, t);
        }
        if (unfinished.decrementAndGet() == 0 && callerSleeps) {
            LockSupport.unpark(caller);
        }
    }

    private boolean isUnclaimed() {
        for (int seat = 0; seat < threads; seat++) {
            int seen = (int) unclaimed.get(seat * APART);
            if (seen >>> PART_BITS < (seen & PART_MASK)) {
                return true;
            }
        }
        return false;
    }

    /** Until every part is finished. An interrupt is kept for whoever looks for it. */
    private void await() {
        long end = System.nanoTime() + AWAKE_NANOS;
        while (unfinished.get() != 0 && System.nanoTime() < end) {
            for (int k = 0; k < LOOKS && unfinished.get() != 0; k++) {
                Thread.onSpinWait();
            }
        }
        if (unfinished.get() == 0) {
            return;
        }
        boolean isInterrupted = false;
        callerSleeps = true;
        while (unfinished.get() != 0) {
            LockSupport.park(this);
            isInterrupted |= Thread.interrupted();
        }
        callerSleeps = false;
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Wakes up to {@code wanted} workers, and asks for those that are missing. */
    private void call(int wanted) {
        if (!isOpen) {
            isOpen = true;
        }
        int missing = Math.min(wanted, threads - 1) - asked.get();
        while (missing-- > 0 && !isRefused) {
            ask();
        }
        int left = wanted;
        for (int seat = 1; seat < threads && left > 0; seat++) {
            Thread worker = seats.get(seat);
            if (worker != null) {
                left--;
                if (asleep.get(seat) == 1 && asleep.compareAndSet(seat, 1, 0)) {
                    LockSupport.unpark(worker);
                }
            }
        }
    }

    /** What refuses once is asked no more until this is closed. */
    private void ask() {
        asked.incrementAndGet();
        try {
            if (executor != null) {
                executor.execute(this);
            } else {
                Thread worker = new Thread(null, this, "nablac-worker", 0, false);
                worker.setDaemon(true);
                worker.setContextClassLoader(null);
                own[begun] = worker;
                begun = (begun + 1) % threads;
                worker.start();
            }
        } catch (Throwable refusal) {
            asked.decrementAndGet();
            isRefused = true;
        }
    }

    /** A worker, from coming to leaving. On the caller's own thread there is nothing to do. */
    @Override
    public void run() {
        try {
            if (Thread.currentThread() != caller) {
                for (int seat = 1; seat < threads; seat++) {
                    if (seats.compareAndSet(seat, null, Thread.currentThread())) {
                        serve(seat);
                        asleep.set(seat, 0);
                        seats.set(seat, null);
                        return;
                    }
                }
            }
        } finally {
            asked.decrementAndGet();
        }
    }

    private void serve(int seat) {
        boolean isHere = isOpen;
        while (isHere) {
            boolean isMore = true;
            while (isMore) {
                isMore = takePart(seat);
            }
            isHere = lookOut(seat, System.nanoTime());
        }
    }

    /** Waits for a task; false if it is time to leave. */
    private boolean lookOut(int seat, long since) {
        while (System.nanoTime() - since < AWAKE_NANOS) {
            for (int k = 0; k < LOOKS; k++) {
                if (isUnclaimed()) {
                    return true;
                }
                Thread.onSpinWait();
            }
        }
        while (isOpen && !Thread.currentThread().isInterrupted()) {
            asleep.set(seat, 1);
            if (isUnclaimed()) {
                asleep.set(seat, 0);
                return true;
            }
            long left = IDLE_NANOS - (System.nanoTime() - since);
            if (left <= 0) {
                return false;
            }
            if (isOpen) {
                LockSupport.parkNanos(this, left);
            }
        }
        return false;
    }

    /** Lets all workers leave, and waits until threads of its own have. A task after this calls them again. */
    public void close() {
        isOpen = false;
        isRefused = false;
        for (int seat = 1; seat < threads; seat++) {
            LockSupport.unpark(seats.get(seat));
        }
        long end = System.nanoTime() + CLOSING_NANOS;
        boolean isInterrupted = false;
        for (Thread worker : own) {
            while (worker != null && worker.isAlive() && System.nanoTime() < end) {
                LockSupport.unpark(worker);
                try {
                    worker.join(NAP_MILLIS);
                } catch (InterruptedException e) {
                    isInterrupted = true;
                }
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
