package org.nablac.tensor;

import java.util.Map;
import java.util.TreeMap;

/** The value of each named size, as one call binds them. */
public record Sizes(Map<String, Integer> values) {
    public static final Sizes NONE = new Sizes(Map.of());

    public Sizes {
        values = Map.copyOf(values);
    }

    public static Sizes of(String name, int value) {
        return new Sizes(Map.of(name, value));
    }

    public Sizes with(String name, int value) {
        Map<String, Integer> all = new TreeMap<>(values);
        all.put(name, value);
        return new Sizes(all);
    }

    /** The size called {@code name}; an error if this call binds none. */
    public int get(String name) {
        Integer value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the size '" + name + "' has no value; bound are " + values.keySet());
        }
        return value;
    }
}
