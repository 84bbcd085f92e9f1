package org.nablac.op;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.nablac.graph.Composite;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Graph;
import org.nablac.graph.Node;
import org.nablac.graph.Op;
import org.nablac.graph.ShapeError;
import org.nablac.graph.Transform;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.TensorType;

/**
 * {@code y}, with a gradient of the user's own. The inputs are y; x1, …, xk; a {@link Hole} of y's type;
 * g1, …, gk: when y receives a cotangent, xi receives gi with the cotangent in the hole's place, and
 * nothing else passes through y.
 */
public record CustomGradient() implements Composite {

    /**
     * {@code y}, whose cotangent reaches the nodes {@code x} by {@code backward} alone.
     *
     * @param backward from the cotangent of y to that of each x, linear, of nodes that have gradients
     */
    public static Node customGradient(Node y, List<Node> x, Function<Node, List<Node>> backward) {
        List<Node> known = new ArrayList<>(x);
        known.add(y);
        int id = 0;
        while (true) {
            Node hole = Hole.hole(y.arena(), id++, y.type());
            if (Graph.reachable(known).contains(hole)) {
                continue;
            }
            List<Node> gradients = backward.apply(hole);
            if (!isBound(hole, gradients)) {
                List<Node> inputs = new ArrayList<>(List.of(y));
                inputs.addAll(x);
                inputs.add(hole);
                inputs.addAll(gradients);
                return y.arena().node(new CustomGradient(), inputs);
            }
        }
    }

    /** Whether a custom gradient within {@code nodes} has {@code hole} as its own. */
    private static boolean isBound(Node hole, List<Node> nodes) {
        return Graph.reachable(nodes).stream()
                .anyMatch(n -> n.op() instanceof CustomGradient && n.input(n.inputs().size() / 2) == hole);
    }

    @Override
    public String name() {
        return "customGradient";
    }

    @Override
    public TensorType type(List<TensorType> inputs) {
        int k = inputs.size() / 2 - 1;
        if (inputs.size() % 2 != 0 || k < 0) {
            throw new ShapeError(name(), "one gradient for each input", "given are " + inputs.size()
                    + " nodes; y, x1, …, xk, the cotangent, g1, …, gk would fit");
        }
        for (int i = 1; i <= k; i++) {
            if (!inputs.get(k + 1 + i).equals(inputs.get(i))) {
                throw new ShapeError(name(), "gradient " + i + " does not fit",
                        inputs.get(k + 1 + i) + " is not " + inputs.get(i) + ", the type of input " + i);
            }
        }
        return inputs.get(0);
    }

    @Override
    public Node expand(Node node) {
        return node.input(0);
    }

    // dxi = gi with dy for the hole
    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        int k = node.inputs().size() / 2 - 1;
        List<Optional<Node>> all = new ArrayList<>(Op.nothing(node));
        List<Node> rules = node.inputs().subList(k + 2, node.inputs().size());
        List<Node> given = Transform.substitute(rules, Map.of(node.input(k + 1), cotangent));
        for (int i = 0; i < k; i++) {
            all.set(i + 1, Optional.of(given.get(i)));
        }
        return all;
    }

    @Override
    public HostArray value(Evaluation evaluation, List<HostArray> inputs) {
        return inputs.get(0);
    }

    @Override
    public String doc() {
        return "y, with a gradient of the user's own";
    }
}
