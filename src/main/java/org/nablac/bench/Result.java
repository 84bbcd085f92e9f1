package org.nablac.bench;

import com.google.gson.Gson;
import java.util.Locale;

/**
 * One measurement, as one line of JSON: those of the peers have the same form.
 *
 * @param peer who
 * @param mode {@code call}, {@code loop}, or another that the peer has
 * @param us microseconds a step
 */
public record Result(String peer, String mode, String workload, double us, int threads) {
    static final String NABLAC = "nablac";

    /** {@code {"peer": "nablac", "mode": "call", "workload": "mlp-2-16-16-2-b1", "us": 0.5123, "threads": 1}} */
    public String toJson() {
        Gson gson = new Gson();
        return String.format(Locale.ROOT,
                "{\"peer\": %s, \"mode\": %s, \"workload\": %s, \"us\": %.4f, \"threads\": %d}",
                gson.toJson(peer), gson.toJson(mode), gson.toJson(workload), us, threads);
    }
}
