package org.nablac.inspect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.nablac.compile.ModelInstance;
import org.nablac.compile.ProfiledKernel;
import org.nablac.tensor.Sizes;

/**
 * Where the time of a run went.
 *
 * @param entries a kernel each, the one of the longest time first; those that were not called are left out
 * @param wallNanos how long the whole run took
 */
public record Profile(List<Entry> entries, long wallNanos) {
    private static final double NANOS_PER_MS = 1e6;

    public Profile {
        entries = entries.stream().filter(e -> e.calls() > 0)
                .sorted(Comparator.comparingLong(Entry::nanos).reversed()).toList();
    }

    /**
     * What one kernel took.
     *
     * @param flops operations of one call, counted as {@link NodeCost} does; nothing if the sizes are not known
     */
    public record Entry(ProfiledKernel kernel, long calls, long nanos, OptionalLong flops) {
        private OptionalDouble gigaflops() {
            return flops.isPresent() && flops.getAsLong() > 0 && nanos > 0
                    ? OptionalDouble.of((double) flops.getAsLong() * calls / nanos) : OptionalDouble.empty();
        }
    }

    /** The counters of {@code model} after a run of which the sizes of a call were not always the same. */
    public static Profile of(ModelInstance model, long wallNanos) {
        return of(model, wallNanos, k -> OptionalLong.empty());
    }

    /** The counters of {@code model} after a run that began with all of them 0. */
    public static Profile of(ModelInstance model, long wallNanos, Sizes sizes) {
        return of(model, wallNanos, k -> OptionalLong.of(NodeCost.of(k.nodes()).flops().value(sizes)));
    }

    private static Profile of(ModelInstance model, long wallNanos,
                              java.util.function.Function<ProfiledKernel, OptionalLong> flops) {
        List<ProfiledKernel> kernels = model.compiled().profiled();
        long[] times = model.kernelTimes();
        List<Entry> entries = new ArrayList<>();
        for (int k = 0; k < kernels.size(); k++) {
            OptionalLong whole = flops.apply(kernels.get(k));
            long calls = times[2 * k];
            OptionalLong one = whole;
            if (whole.isPresent() && calls > 0 && kernels.get(k).isInBlocks()) {
                one = OptionalLong.of(whole.getAsLong() * runs(kernels.get(k).program(), kernels, times) / calls);
            }
            entries.add(new Entry(kernels.get(k), calls, times[2 * k + 1], one));
        }
        return new Profile(entries, wallNanos);
    }

    /** How often a program ran: as often as its kernels that are in no block were called. */
    private static long runs(String program, List<ProfiledKernel> kernels, long[] times) {
        return IntStream.range(0, kernels.size())
                .filter(k -> kernels.get(k).program().equals(program) && !kernels.get(k).isInBlocks())
                .mapToLong(k -> times[2 * k]).filter(calls -> calls > 0).min().orElse(1);
    }

    /** A line a kernel, and a last one that says how much of the wall time they are. */
    public String table() {
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {"of", "kernel", "line", "calls", "ms", "share", "ns a call", "GFLOP/s"});
        long all = entries.stream().mapToLong(Entry::nanos).sum();
        for (Entry e : entries) {
            rows.add(new String[] {e.kernel.program(), shortened(e.kernel.text()), e.kernel.place(),
                Long.toString(e.calls), text("%.3f", e.nanos / NANOS_PER_MS),
                text("%.1f %%", 100.0 * e.nanos / Math.max(1, all)), text("%.1f", (double) e.nanos / e.calls),
                e.gigaflops().isPresent() ? text("%.2f", e.gigaflops().getAsDouble()) : ""});
        }
        return Columns.text(rows) + text("  all kernels %.3f ms, %.1f %% of %.3f ms in all; reading the clock is part"
                + " of both%n", all / NANOS_PER_MS, 100.0 * all / Math.max(1, wallNanos), wallNanos / NANOS_PER_MS);
    }

    private static String shortened(String text) {
        int most = 44;
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
