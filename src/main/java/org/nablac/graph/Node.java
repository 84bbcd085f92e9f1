package org.nablac.graph;

import java.util.List;
import java.util.stream.IntStream;
import org.nablac.tensor.Shape;
import org.nablac.tensor.TensorType;

/**
 * One value in a graph: an op applied to inputs. Made by an {@link Arena} only, which makes equal nodes once, so nodes
 * are compared by identity. An input's id is smaller than the node's: ascending ids are a topological order.
 */
public final class Node {
    private final Arena arena;
    private final int id;
    private final Op op;
    private final List<Node> inputs;
    private final TensorType type;
    private final Origin origin;

    Node(Arena arena, int id, Op op, List<Node> inputs, TensorType type, Origin origin) {
        this.arena = arena;
        this.id = id;
        this.op = op;
        this.inputs = inputs;
        this.type = type;
        this.origin = origin;
    }

    public Arena arena() {
        return arena;
    }

    public int id() {
        return id;
    }

    public Op op() {
        return op;
    }

    public List<Node> inputs() {
        return inputs;
    }

    public Node input(int i) {
        return inputs.get(i);
    }

    public TensorType type() {
        return type;
    }

    public Shape shape() {
        return type.shape();
    }

    /** Whether this takes indices of the rows of {@code table}. */
    public boolean looksUpRowsOf(Node table) {
        List<TensorType> types = inputs.stream().map(Node::type).toList();
        return table.type().rank() > 0 && IntStream.range(0, types.size())
                .anyMatch(k -> op.indexBound(k, types).filter(table.shape().dim(0)::equals).isPresent());
    }

    public Origin origin() {
        return origin;
    }

    /** {@code %7 = matmul %2 %3 : f32[N, 10]} */
    @Override
    public String toString() {
        return GraphText.line(this, n -> "%" + n.id());
    }
}
