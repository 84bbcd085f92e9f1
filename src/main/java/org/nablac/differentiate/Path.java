package org.nablac.differentiate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nablac.graph.Graph;
import org.nablac.graph.Leaf;
import org.nablac.graph.Node;
import org.nablac.tensor.UserError;

/** Whether a loss can be made smaller by changing a parameter, and if not, why. */
final class Path {
    private Path() {
    }

    /** Refuses a parameter that no derivative connects to {@code loss}. */
    static void check(Node loss, List<Node> parameters) {
        Set<Node> reached = new HashSet<>(List.of(loss));
        List<Node> nodes = Graph.reachable(List.of(loss));
        for (int k = nodes.size() - 1; k >= 0; k--) {
            if (reached.contains(nodes.get(k)) && passes(nodes.get(k))) {
                reached.addAll(nodes.get(k).inputs());
            }
        }
        parameters.stream().filter(p -> !reached.contains(p)).findFirst().ifPresent(p -> refuse(loss, p));
    }

    private static void refuse(Node loss, Node parameter) {
        List<Node> path = find(loss, parameter).orElseThrow(() -> new UserError(name(parameter)
                + " has no path to the loss " + name(loss)
                + ": training could not change it; use it, or leave it out"));
        throw new UserError("no gradient reaches " + name(parameter) + ": " + reason(path) + "\n"
                + String.join("\n", path.stream().map(n -> "    " + line(n)).toList()));
    }

    /** A shortest path, from {@code parameter} to {@code loss}. */
    private static Optional<List<Node>> find(Node loss, Node parameter) {
        Map<Node, Node> user = new HashMap<>(Map.of(loss, loss));
        Deque<Node> queue = new ArrayDeque<>(List.of(loss));
        while (!queue.isEmpty()) {
            Node n = queue.remove();
            if (n == parameter) {
                List<Node> path = new ArrayList<>(List.of(n));
                for (; n != loss; n = user.get(n)) {
                    path.add(user.get(n));
                }
                return Optional.of(path);
            }
            for (Node i : n.inputs()) {
                if (user.putIfAbsent(i, n) == null) {
                    queue.add(i);
                }
            }
        }
        return Optional.empty();
    }

    private static boolean passes(Node n) {
        return Reverse.carries(n) && n.op().notDifferentiable().isEmpty();
    }

    private static String reason(List<Node> path) {
        Node stop = path.stream().filter(n -> !passes(n)).findFirst().orElseThrow();
        String why = stop.op().notDifferentiable().orElse(stop.type().dtype() + " has no derivative");
        return name(stop) + " stands between it and the loss, and " + why;
    }

    /** {@code matmul at Mlp.java:22}, or the name of a stored leaf. */
    static String name(Node n) {
        String name = n.op() instanceof Leaf.Stored s ? s.label() : n.op().name();
        return n.origin().isKnown() ? name + " at " + n.origin().place() : name;
    }

    private static String line(Node n) {
        return name(n) + " : " + n.type();
    }
}
