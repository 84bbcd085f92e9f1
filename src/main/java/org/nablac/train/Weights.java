package org.nablac.train;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nablac.compile.ModelInstance;
import org.nablac.graph.Model;

/** A copy of a model's parameters, by name. */
final class Weights {
    private final Map<String, Object> arrays = new LinkedHashMap<>();

    private Weights() {
    }

    static Weights of(Model model, ModelInstance instance) {
        Weights copy = new Weights();
        model.parameters().forEach(p -> copy.arrays.put(p.name(), instance.parameter(p.name())));
        return copy;
    }

    /** Puts the copy into the model. */
    void restore(ModelInstance instance) {
        arrays.forEach(instance::parameter);
    }
}
