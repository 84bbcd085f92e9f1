package org.nablac.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.nablac.inspect.Columns;

/** What results have of the machine's peak. (Williams, Waterman, Patterson: Roofline, CACM 2009.) */
public final class Roofline {
    private static final String UNKNOWN = "unknown";
    private static final String LEGEND = """
              flops and bytes are those of a step before fusion. Peak: multiply-adds in cache, in plain Java. Bound: the
              smaller of peak and flops/byte times what memory gives; above 100 % where fusion or caches spare memory.
              Allocated is what a step takes of the Java heap, memory what the process has had at once so far.
            """;

    private Roofline() {
    }

    /**
     * A line a result: its work, the speed at which it is done, and its shares of the peak and of the bound; then what
     * these are, and how high on as many threads as the results were timed with.
     *
     * @param peaks of so many threads; asked once for each number
     */
    public static String table(List<Result> results, IntFunction<Peak> peaks) {
        Map<Integer, Peak> measured = new TreeMap<>();
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {"workload", "mode", "us", "flops", "bytes", "flops/byte", "GFLOP/s", "of peak",
            "of bound", "allocated", "memory"});
        for (Result r : results) {
            Peak peak = measured.computeIfAbsent(r.threads(), peaks::apply);
            rows.add(row(r, peak));
        }
        StringBuilder s = new StringBuilder(Columns.text(rows)).append(LEGEND);
        measured.forEach((threads, peak) -> s.append(String.format(Locale.ROOT,
                "  Measured on %d thread%s: %.1f GFLOP/s, %.1f GB/s (x = y + s z)%n", peak.threads(),
                peak.threads() == 1 ? "" : "s", peak.flops() / 1e9, peak.bytes() / 1e9)));
        return s.toString();
    }

    private static String[] row(Result r, Peak peak) {
        Details d = r.details();
        double flops = real(d.flops());
        double bytes = real(d.bytes());
        double seconds = r.us() * 1e-6;
        // of speeds, (flops / seconds) / min(peak, flops / bytes · memory): of times, the longer one is the bound
        double least = Math.max(flops / peak.flops(), bytes / peak.bytes());
        return new String[] {r.workload(), r.mode(), number(r.us()), scaled(flops), scaled(bytes),
            number(flops / Math.max(1, bytes)), number(flops / seconds / 1e9), share(flops / seconds / peak.flops()),
            share(least / seconds), d.allocated().isPresent() ? Details.text(d.allocated().getAsDouble()) : UNKNOWN,
            d.peakMemory().isPresent() ? Details.text(d.peakMemory().getAsLong()) : UNKNOWN};
    }

    /** NaN if it is unknown. */
    private static double real(OptionalLong count) {
        return count.isPresent() ? count.getAsLong() : Double.NaN;
    }

    /** {@code 528}, {@code 13.3 M}, {@code 27.4 G}. */
    private static String scaled(double count) {
        return count >= 1e9 ? number(count / 1e9) + " G" : count >= 1e5 ? number(count / 1e6) + " M"
                : Double.isNaN(count) ? UNKNOWN : String.format(Locale.ROOT, "%.0f", count);
    }

    private static String number(double x) {
        return Double.isNaN(x) ? UNKNOWN : String.format(Locale.ROOT, x < 10 ? "%.3f" : "%.1f", x);
    }

    private static String share(double x) {
        return Double.isNaN(x) ? UNKNOWN : String.format(Locale.ROOT, x < 0.1 ? "%.1f %%" : "%.0f %%", 100 * x);
    }
}
