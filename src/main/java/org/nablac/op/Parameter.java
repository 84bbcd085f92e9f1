package org.nablac.op;

import java.util.List;
import org.nablac.graph.Arena;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Leaf;
import org.nablac.graph.Node;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.TensorType;

/**
 * What the model holds between calls.
 *
 * @param isTrainable whether it is a parameter, which training changes; otherwise it is an optimiser's state
 */
public record Parameter(String label, TensorType type, boolean isTrainable) implements Leaf.Stored {

    public static Node parameter(Arena arena, String label, TensorType type) {
        return arena.node(new Parameter(label, type, true));
    }

    public static Node state(Arena arena, String label, TensorType type) {
        return arena.node(new Parameter(label, type, false));
    }

    @Override
    public String name() {
        return "parameter";
    }

    @Override
    public boolean isPersistent() {
        return true;
    }

    @Override
    public HostArray value(Evaluation evaluation, List<HostArray> inputs) {
        return evaluation.values().get(label);
    }

    @Override
    public String doc() {
        return "a value that the model holds between calls";
    }
}
