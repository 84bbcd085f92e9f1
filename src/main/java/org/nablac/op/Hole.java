package org.nablac.op;

import java.util.List;
import org.nablac.graph.Arena;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Leaf;
import org.nablac.graph.Node;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.TensorType;

/** A value of type {@code type} that is given later, by putting a node in its place; until then it is zero. */
public record Hole(int id, TensorType type) implements Leaf {

    public static Node hole(Arena arena, int id, TensorType type) {
        return arena.node(new Hole(id, type));
    }

    @Override
    public String name() {
        return "hole";
    }

    @Override
    public HostArray value(Evaluation evaluation, List<HostArray> inputs) {
        return HostArray.zeros(type.dtype(), type.shape().values(evaluation.sizes()));
    }

    @Override
    public String doc() {
        return "a value that is given later";
    }
}
