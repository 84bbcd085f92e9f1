package org.nablac.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Named numbers in order, as {@code accuracy=0.9781 loss=0.0713}. */
public record Figures(Map<String, Double> values) {
    public Figures {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    static Figures of(String name, double value) {
        return new Figures(Map.of(name, value));
    }

    Figures and(String name, double value) {
        Map<String, Double> all = new LinkedHashMap<>(values);
        all.put(name, value);
        return new Figures(all);
    }

    public double get(String name) {
        return values.get(name);
    }

    /** {@code test accuracy=0.9781 loss=0.0713}, with four digits after the point. */
    public String toText(String set) {
        return set + values.entrySet().stream()
                .map(e -> String.format(Locale.ROOT, " %s=%.4f", e.getKey(), e.getValue()))
                .collect(Collectors.joining());
    }
}
