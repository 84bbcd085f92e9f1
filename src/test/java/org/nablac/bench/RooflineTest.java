package org.nablac.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RooflineTest {
    private static Result result(String workload, double us, int threads, long flops, long bytes) {
        return new Result(Result.NABLAC, "call", workload, us, threads, new Details(OptionalDouble.of(0),
                OptionalLong.of(300_000_000), OptionalLong.of(flops), OptionalLong.of(bytes), Optional.empty()));
    }

    /** 100 GFLOP/s and 10 GB/s a thread. */
    private static Peak peak(int threads) {
        return new Peak(threads, threads * 1e11, threads * 1e10);
    }

    @Test
    void sharesAreOfThePeakOnAsManyThreadsAndOfWhatMemoryLets() {
        // in a microsecond a thread does 100,000 flops or moves 10,000 bytes
        String table = Roofline.table(List.of(result("dense", 2, 1, 100_000, 1_000),
                result("thin", 2, 1, 5_000, 10_000), result("dense", 2, 2, 100_000, 1_000),
                new Result(Result.NABLAC, "call", "bare", 2, 2)), RooflineTest::peak);
        assertEquals(List.of(
                "workload mode us flops bytes flops/byte GFLOP/s of peak of bound allocated memory",
                "dense call 2.000 0.100 M 1000 100.0 50.0 50 % 50 % 0 B 300 MB",
                "thin call 2.000 5000 10000 0.500 2.500 2.5 % 50 % 0 B 300 MB",
                "dense call 2.000 0.100 M 1000 100.0 50.0 25 % 25 % 0 B 300 MB",
                "bare call 2.000 unknown unknown unknown unknown unknown unknown unknown unknown"),
                table.lines().limit(5).map(l -> l.strip().replaceAll(" +", " ")).toList());
        assertEquals(List.of("  Measured on 1 thread: 100.0 GFLOP/s, 10.0 GB/s (x = y + s z)",
                "  Measured on 2 threads: 200.0 GFLOP/s, 20.0 GB/s (x = y + s z)"),
                table.lines().filter(l -> l.contains("Measured")).toList());
    }

    @Test
    void eachNumberOfThreadsIsMeasuredOnce() {
        List<Integer> asked = new ArrayList<>();
        Roofline.table(List.of(result("a", 2, 2, 1, 1), result("b", 2, 1, 1, 1), result("c", 2, 2, 1, 1)), threads -> {
            asked.add(threads);
            return peak(threads);
        });
        assertEquals(List.of(2, 1), asked);
    }

    @Test
    void theTableOfAllWorkloadsFitsIn120Columns() {
        String table = Roofline.table(Workloads.names().stream()
                .map(name -> result(name, 195_000.25, 1, 27_442_123_456L, 1_234_567_890)).toList(), RooflineTest::peak);
        assertEquals(List.of(), table.lines().filter(l -> l.length() > 120).toList());
    }

    @Test
    void thePeakIsMeasuredOnSoManyThreadsOrOnAsManyAsThereAreProcessors() {
        int processors = Runtime.getRuntime().availableProcessors();
        for (int threads : new int[] {1, processors + 5}) {
            ThreadMXBean all = ManagementFactory.getThreadMXBean();
            long before = all.getTotalStartedThreadCount();
            Peak peak = Peak.measure(threads);
            assertEquals(Math.min(threads, processors), peak.threads());
            assertTrue(all.getTotalStartedThreadCount() - before >= peak.threads(), "they are not there");
            assertTrue(peak.flops() > 1e8 && peak.bytes() > 1e8, peak.toString());
        }
    }
}
