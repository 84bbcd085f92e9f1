package org.nablac.graph;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;
import org.nablac.tensor.Shape;
import org.nablac.tensor.TensorType;

/** Rebuilding graphs from the leaves up, without recursion. */
public final class Transform {
    private Transform() {
    }

    /**
     * Rebuilds what {@code roots} reach; {@code f} sees each node after its inputs were replaced and
     * says what takes its place.
     */
    public static Map<Node, Node> nodes(List<Node> roots, UnaryOperator<Node> f) {
        Map<Node, Node> image = new HashMap<>();
        for (Node n : Graph.reachable(roots)) {
            image.put(n, f.apply(rebuild(n, n.op(), image)));
        }
        return image;
    }

    /** The same for a graph. */
    public static Graph graph(Graph g, UnaryOperator<Node> f) {
        return g.mapRoots(nodes(g.roots(), f)::get);
    }

    /** What {@code roots} become when each key of {@code replacement} is replaced by its value. */
    public static List<Node> substitute(List<Node> roots, Map<Node, Node> replacement) {
        Map<Node, Node> image = new HashMap<>();
        for (Node n : Graph.reachable(roots)) {
            image.put(n, replacement.containsKey(n) ? replacement.get(n) : rebuild(n, n.op(), image));
        }
        return roots.stream().map(image::get).toList();
    }

    /** The graph with the named size replaced: {@code N := 1} makes the step of a single example. */
    public static Graph bind(Graph g, String size, Dim value) {
        return attributes(g, a -> switch (a) {
            case Dim d -> d.bind(size, value);
            case Shape s -> s.bind(size, value);
            case TensorType t -> t.with(t.shape().bind(size, value));
            default -> a;
        });
    }

    /** The graph with every {@code from} a {@code to}: how a float32 model is checked in float64. */
    public static Graph dtype(Graph g, DType from, DType to) {
        return attributes(g, a -> switch (a) {
            case DType d -> d == from ? to : d;
            case TensorType t -> t.dtype() == from ? t.with(to) : t;
            default -> a;
        });
    }

    /** Applies {@code f} to every attribute of every op, inputs and updated leaves included. */
    public static Graph attributes(Graph g, UnaryOperator<Object> f) {
        Map<Node, Node> image = new HashMap<>();
        List<Node> all = new java.util.ArrayList<>(g.roots());
        all.addAll(g.inputs());
        all.addAll(g.updates().keySet());
        for (Node n : Graph.reachable(all)) {
            image.put(n, rebuild(n, Attributes.map(n.op(), f), image));
        }
        Map<String, Node> outputs = new LinkedHashMap<>();
        g.outputs().forEach((k, v) -> outputs.put(k, image.get(v)));
        Map<Node, Node> updates = new LinkedHashMap<>();
        g.updates().forEach((k, v) -> updates.put(image.get(k), image.get(v)));
        return new Graph(g.name(), g.arena(), g.inputs().stream().map(image::get).toList(), outputs, updates);
    }

    private static Node rebuild(Node n, Op op, Map<Node, Node> image) {
        List<Node> inputs = n.inputs().stream().map(image::get).toList();
        if (op.equals(n.op()) && inputs.equals(n.inputs())) {
            return n;
        }
        return n.arena().at(n.origin(), () -> n.arena().node(op, inputs));
    }
}
