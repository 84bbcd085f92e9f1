package org.nablac.bench;

import com.google.gson.Gson;
import java.util.Locale;

/**
 * One measurement, as one line of JSON: those of the peers have the same form.
 *
 * @param peer who
 * @param mode {@code call}, {@code loop}, or another that the peer has
 * @param us microseconds a step
 * @param details what is known besides
 */
public record Result(String peer, String mode, String workload, double us, int threads, Details details) {
    static final String NABLAC = "nablac";

    /** A measurement of time alone, as the peers' are. */
    public Result(String peer, String mode, String workload, double us, int threads) {
        this(peer, mode, workload, us, threads, Details.NONE);
    }

    /**
     * {@code {"peer": "nablac", "mode": "call", "workload": "mlp-2-16-16-2-b1", "us": 0.5123, "threads": 1}}, and the
     * details after these.
     */
    public String toJson() {
        Gson gson = new Gson();
        return String.format(Locale.ROOT,
                "{\"peer\": %s, \"mode\": %s, \"workload\": %s, \"us\": %.4f, \"threads\": %d%s}",
                gson.toJson(peer), gson.toJson(mode), gson.toJson(workload), us, threads, details.toJson());
    }
}
