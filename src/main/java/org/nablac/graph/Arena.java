package org.nablac.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.nablac.tensor.TensorType;

/**
 * Where nodes are made. Equal op and equal inputs give the same node (hash-consing), which is all of common
 * subexpression elimination; the inputs of a commutative op are put in order of age first. Nodes are never removed: a
 * graph is what its roots reach. Not for use by several threads at once.
 */
public final class Arena {
    private final Map<Key, Node> made = new HashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private Origin origin = Origin.UNKNOWN;

    private record Key(Op op, List<Node> inputs) {
    }

    /**
     * The node that applies {@code op} to {@code inputs}.
     *
     * @throws ShapeError if they do not fit
     */
    public Node node(Op op, List<Node> inputs) {
        List<Node> ordered = inputs;
        if (op.isCommutative()) {
            ordered = inputs.stream().sorted(Comparator.comparingInt(Node::id)).toList();
        }
        Key key = new Key(op, List.copyOf(ordered));
        Node known = made.get(key);
        if (known != null) {
            return known;
        }
        for (Node i : key.inputs) {
            if (i.arena() != this) {
                throw new IllegalArgumentException(i + " belongs to another arena");
            }
        }
        TensorType type = op.type(key.inputs.stream().map(Node::type).toList());
        Node node = new Node(this, nodes.size(), op, key.inputs, type, origin);
        nodes.add(node);
        made.put(key, node);
        return node;
    }

    public Node node(Op op, Node... inputs) {
        return node(op, List.of(inputs));
    }

    /** Where the nodes that are made from now on come from. */
    public Origin origin() {
        return origin;
    }

    /** Makes nodes that come from {@code place}. */
    public <T> T at(Origin place, Supplier<T> body) {
        Origin before = origin;
        origin = place;
        try {
            return body.get();
        } finally {
            origin = before;
        }
    }

    /** Number of nodes made so far. */
    public int size() {
        return nodes.size();
    }

    /** The node with this id. */
    public Node get(int id) {
        return nodes.get(id);
    }
}
