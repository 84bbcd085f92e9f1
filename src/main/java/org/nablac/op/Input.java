package org.nablac.op;

import java.util.List;
import org.nablac.graph.Arena;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Leaf;
import org.nablac.graph.Node;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.TensorType;

/** What the caller gives: {@code label} of type {@code type}. */
public record Input(String label, TensorType type) implements Leaf.Stored {

    public static Node input(Arena arena, String label, TensorType type) {
        return arena.node(new Input(label, type));
    }

    @Override
    public String name() {
        return "input";
    }

    @Override
    public boolean isPersistent() {
        return false;
    }

    @Override
    public HostArray value(Evaluation evaluation, List<HostArray> inputs) {
        return evaluation.values().get(label);
    }

    @Override
    public String doc() {
        return "a value that the caller gives";
    }
}
