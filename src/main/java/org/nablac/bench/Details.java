package org.nablac.bench;

import com.google.gson.Gson;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.nablac.inspect.Profile;

/**
 * What a measurement says besides time.
 *
 * @param allocated bytes of the Java heap that a step allocates
 * @param peakMemory the most bytes that the process had at once, until the measurement was done
 * @param flops operations of a step, counted as {@code inspect} does: before fusion
 * @param bytes read and written by a step, counted likewise: what fusion never stores is counted too
 * @param profile what each kernel took; then the time is that of a class that counts
 */
public record Details(OptionalDouble allocated, OptionalLong peakMemory, OptionalLong flops, OptionalLong bytes,
                      Optional<Profile> profile) {
    static final Details NONE = new Details(OptionalDouble.empty(), OptionalLong.empty(), OptionalLong.empty(),
            OptionalLong.empty(), Optional.empty());

    /** The fields that follow others in an object, each after a comma. */
    String toJson() {
        StringBuilder s = new StringBuilder();
        allocated.ifPresent(a -> s.append(String.format(Locale.ROOT, ", \"allocated\": %.1f", a)));
        peakMemory.ifPresent(p -> s.append(", \"peakMemory\": ").append(p));
        flops.ifPresent(f -> s.append(", \"flops\": ").append(f));
        bytes.ifPresent(b -> s.append(", \"bytes\": ").append(b));
        profile.ifPresent(p -> s.append(p.entries().stream().map(Details::kernel)
                .collect(Collectors.joining(", ", ", \"kernels\": [", "]"))));
        return s.toString();
    }

    private static String kernel(Profile.Entry e) {
        Gson gson = new Gson();
        String flops = e.flops().isPresent() ? ", \"flops\": " + e.flops().getAsLong() : "";
        return String.format(Locale.ROOT,
                "{\"of\": %s, \"kernel\": %s, \"line\": %s, \"calls\": %d, \"ns\": %d%s}",
                gson.toJson(e.kernel().program()), gson.toJson(e.kernel().text()), gson.toJson(e.kernel().place()),
                e.calls(), e.nanos(), flops);
    }

    /** A number of bytes to read, as {@code 0 B}, {@code 12.5 B} or {@code 310 MB}. */
    static String text(double bytes) {
        return bytes >= 1e6 ? String.format(Locale.ROOT, "%.0f MB", bytes / 1e6)
                : String.format(Locale.ROOT, bytes == Math.rint(bytes) ? "%.0f B" : "%.1f B", bytes);
    }
}
