package org.nablac.optimise;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nablac.tensor.Spelling;
import org.nablac.tensor.UserError;

/** Numbers by name, each with its default and its range; what is not declared is refused. */
final class Settings {
    private final String of;
    private final Map<String, Double> given;
    private final List<String> known = new ArrayList<>();
    private final Map<String, Double> values = new LinkedHashMap<>();

    Settings(String of, Map<String, Double> given) {
        this.of = of;
        this.given = given;
    }

    /** Declares a setting in [low, high). */
    Settings declare(String name, double otherwise, double low, double high) {
        double value = given.getOrDefault(name, otherwise);
        if (!(value >= low && value < high) && value != otherwise) {
            throw new UserError(of + ": " + name + " is " + value + "; it is at least " + low + " and below " + high
                    + ", " + otherwise + " if nothing is said");
        }
        known.add(name);
        values.put(name, value);
        return this;
    }

    /** Refuses settings that were not declared. */
    Settings only() {
        for (String name : given.keySet()) {
            if (!known.contains(name)) {
                throw new UserError(of + " has no setting '" + name + "'" + Spelling.hint(name, known) + " (it has "
                        + String.join(", ", known) + ")");
            }
        }
        return this;
    }

    double get(String name) {
        return values.get(name);
    }
}
