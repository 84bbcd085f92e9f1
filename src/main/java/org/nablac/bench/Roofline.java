package org.nablac.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.nablac.inspect.Columns;

/** What results have of the machine's peak. */
public final class Roofline {
    private Roofline() {
    }

    /**
     * A line a result: its work, the speed at which it is done, and the share of {@code peak}, of
     * which a last line tells.
     */
    public static String table(List<Result> results, Peak peak) {
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {"workload", "mode", "us", "flops", "bytes", "flops/byte", "GFLOP/s", "of peak",
            "allocated", "peak memory"});
        for (Result r : results) {
            Details d = r.details();
            double speed = d.flops().orElse(0) / (r.us() * 1e-6);
            rows.add(new String[] {r.workload(), r.mode(), number(r.us()), whole(d.flops()), whole(d.bytes()),
                number((double) d.flops().orElse(0) / Math.max(1, d.bytes().orElse(0))), number(speed / 1e9),
                number(100 * speed / peak.flops()) + " %", text(d.allocated()), text(d.peakMemory())});
        }
        return Columns.text(rows) + String.format(Locale.ROOT,
                "  flops and bytes are those of a step before fusion; allocated is what a step takes of the Java heap,"
                + " peak memory what the process has had at once so far; peak, measured on one"
                + " thread in plain Java: %.1f GFLOP/s (multiply-adds in cache), %.1f GB/s (x = y + s z in memory)%n",
                peak.flops() / 1e9, peak.bytes() / 1e9);
    }

    private static String whole(OptionalLong count) {
        return count.isPresent() ? Long.toString(count.getAsLong()) : "unknown";
    }

    private static String text(OptionalDouble bytes) {
        return bytes.isPresent() ? Details.text(bytes.getAsDouble()) : "unknown";
    }

    private static String text(OptionalLong bytes) {
        return bytes.isPresent() ? Details.text(bytes.getAsLong()) : "unknown";
    }

    private static String number(double x) {
        return String.format(Locale.ROOT, x < 10 ? "%.3f" : "%.1f", x);
    }
}
