package org.nablac.op;

import java.util.List;
import org.nablac.graph.Arena;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Leaf;
import org.nablac.graph.Node;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.Shape;
import org.nablac.tensor.TensorType;

/**
 * What the caller gives: {@code label} of type {@code type}.
 *
 * @param bound indices stay in [0, bound); zero if its user has not said
 */
public record Input(String label, TensorType type, Dim bound) implements Leaf.Stored {

    public static Node input(Arena arena, String label, TensorType type) {
        return arena.node(new Input(label, type, Dim.ZERO));
    }

    /** Indices in [0, bound), int32. */
    public static Node index(Arena arena, String label, Shape shape, Dim bound) {
        return arena.node(new Input(label, new TensorType(DType.I32, shape), bound));
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
