package org.nablac.graph;

import java.util.ArrayList;
import java.util.List;
import org.nablac.tensor.TensorType;

/**
 * What holds of every graph, whichever pass made it. An error here is a mistake of the pass, never the user's.
 *
 * <ul>
 * <li>a node's type is what the shape rule of its op says of the types of its inputs;
 * <li>a row-sparse node is made by a {@link Rows.Make};
 * <li>all nodes are of the graph's arena, and inputs are older than their users;
 * <li>inputs are stored leaves that are not persistent, each named once;
 * <li>an update is of a persistent stored leaf, by a value of its shape and dtype.
 * </ul>
 */
public final class GraphCheck {
    private GraphCheck() {
    }

    /**
     * @param after the pass that made {@code g}
     * @return {@code g}
     * @throws IllegalStateException naming the pass, the op and the node, if something of this does not hold
     */
    public static Graph check(String after, Graph g) {
        List<String> faults = faults(g);
        if (!faults.isEmpty()) {
            throw new IllegalStateException("after " + after + ", in graph " + g.name() + ": "
                    + String.join("; ", faults));
        }
        return g;
    }

    /** What does not hold, in words; empty if all is well. */
    public static List<String> faults(Graph g) {
        List<String> faults = new ArrayList<>();
        for (Node n : g.nodes()) {
            node(g, n, faults);
        }
        List<String> labels = new ArrayList<>();
        for (Node n : g.inputs()) {
            if (!(n.op() instanceof Leaf.Stored s) || s.isPersistent()) {
                faults.add(at(n) + " is named as an input of the graph, but is none");
            } else if (labels.contains(s.label())) {
                faults.add(at(n) + " is the second input called " + s.label());
            } else {
                labels.add(s.label());
            }
        }
        g.updates().forEach((leaf, value) -> update(leaf, value, faults));
        return faults;
    }

    private static void node(Graph g, Node n, List<String> faults) {
        if (n.arena() != g.arena()) {
            faults.add(at(n) + " belongs to another arena");
        }
        if (n.inputs().stream().anyMatch(i -> i.id() >= n.id())) {
            faults.add(at(n) + " is older than an input of it");
        }
        try {
            TensorType type = n.op().type(n.inputs().stream().map(Node::type).toList());
            if (!type.equals(n.type())) {
                faults.add(at(n) + " has the type " + n.type() + ", the shape rule says " + type);
            }
        } catch (ShapeError e) {
            faults.add(at(n) + ": " + e.getMessage());
        }
        if (!n.type().isDense() && !(n.op() instanceof Rows.Make)) {
            faults.add(at(n) + " is row-sparse, but not made of rows");
        }
    }

    private static void update(Node leaf, Node value, List<String> faults) {
        if (!(leaf.op() instanceof Leaf.Stored s) || !s.isPersistent()) {
            faults.add(at(leaf) + " is updated, but the model does not hold it");
        } else if (!leaf.type().equals(value.type())) {
            faults.add(at(leaf) + " is updated by a value of another type, " + at(value));
        }
    }

    private static String at(Node n) {
        String place = n.origin().place();
        return n.op().name() + " (" + n + (place.isEmpty() ? "" : ", " + place) + ")";
    }
}
