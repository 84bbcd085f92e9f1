package org.nablac.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What calls allocate, and what this process takes of the machine. */
final class Memory {
    private static final int ROUNDS = 5;
    /** Few enough that the number of calls is boxed in no object of its own, which would be counted. */
    private static final int MOST_CALLS = 63;
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s*(\\d+) kB");

    private Memory() {
    }

    /**
     * Bytes of the Java heap that a call allocates, on whatever thread: those of 2 n calls less those of n calls,
     * divided by n; the middle one of five. Nothing where the virtual machine does not count them.
     *
     * @param calls makes so many calls, and may allocate something itself, as much for many as for few
     * @param seconds that this may take, about, given that a call takes {@code micros}
     */
    static OptionalDouble perCall(IntConsumer calls, double seconds, double micros) {
        if (!(ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean threads)
                || !threads.isThreadAllocatedMemorySupported() || !threads.isThreadAllocatedMemoryEnabled()) {
            return OptionalDouble.empty();
        }
        int n = (int) Math.clamp(seconds * 1e6 / micros / (3 * ROUNDS), 1, MOST_CALLS);
        double[] found = new double[ROUNDS];
        for (int r = 0; r < ROUNDS; r++) {
            long start = threads.getTotalThreadAllocatedBytes();
            calls.accept(n);
            long middle = threads.getTotalThreadAllocatedBytes();
            calls.accept(2 * n);
            long end = threads.getTotalThreadAllocatedBytes();
            found[r] = (double) (end - middle - (middle - start)) / n;
        }
        Arrays.sort(found);
        return OptionalDouble.of(Math.max(0, found[ROUNDS / 2]));
    }

    /** The most bytes of memory that this process has had at once, from Linux; nothing where that is not told. */
    static OptionalLong peak() {
        try {
            return peak(Files.readString(STATUS));
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    static OptionalLong peak(String status) {
        Matcher m = PEAK.matcher(status);
        return m.find() ? OptionalLong.of(Long.parseLong(m.group(1)) << 10) : OptionalLong.empty();
    }
}
