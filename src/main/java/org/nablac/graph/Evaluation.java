package org.nablac.graph;

import java.util.Map;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.Sizes;

/**
 * What the value of a leaf may depend on in one evaluation.
 *
 * @param values of inputs and parameters, by name
 * @param sizes of named dimensions
 * @param seed of the random numbers
 * @param step counter of the random numbers: 0 at creation, then the number of the step
 */
public record Evaluation(Map<String, HostArray> values, Sizes sizes, long seed, long step) {
    public Evaluation {
        values = Map.copyOf(values);
    }
}
