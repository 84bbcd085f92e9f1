package org.nablac.differentiate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nablac.graph.Arena;
import org.nablac.graph.Composite;
import org.nablac.graph.Graph;
import org.nablac.graph.Node;
import org.nablac.graph.Origin;
import org.nablac.op.Hole;
import org.nablac.tensor.TensorType;

/** The forward sweep: each node's tangent from those of its inputs, by the transpose of the op's gradient rule. */
final class Forward {
    private Forward() {
    }

    /** The tangent of {@code output} where the nodes {@code given} have these; nothing if none of them reaches it. */
    static Optional<Node> tangent(Node output, Map<Node, Node> given) {
        Map<Node, Node> tangents = new HashMap<>(given);
        for (Node n : Graph.reachable(List.of(output))) {
            if (!given.containsKey(n) && Reverse.carries(n) && n.inputs().stream().anyMatch(tangents::containsKey)) {
                n.arena().at(Origin.derived(n.op().name(), n), () -> step(n, tangents))
                        .ifPresent(t -> tangents.put(n, t));
            }
        }
        return Optional.ofNullable(tangents.get(output));
    }

    private static Optional<Node> step(Node n, Map<Node, Node> tangents) {
        if (n.op() instanceof Composite c && c.differentiatesByExpansion()) {
            Map<Node, Node> inputs = new LinkedHashMap<>();
            n.inputs().stream().filter(tangents::containsKey).forEach(i -> inputs.put(i, tangents.get(i)));
            return tangent(c.expand(n), inputs);
        }
        return transpose(n, tangents);
    }

    // ⟨dxᵢ(v), tᵢ⟩ summed over the inputs i is linear in v; its gradient with respect to v is the tangent of n
    private static Optional<Node> transpose(Node n, Map<Node, Node> tangents) {
        Node v = fresh(n.arena(), new TensorType(n.type().dtype(), n.shape()));
        List<Optional<Node>> rule = n.op().gradient(n, v);
        List<Reverse.Seed> seeds = new ArrayList<>();
        for (int i = 0; i < rule.size(); i++) {
            Optional<Node> tangent = Optional.ofNullable(tangents.get(n.input(i)));
            if (rule.get(i).isPresent() && tangent.isPresent()) {
                seeds.add(new Reverse.Seed(rule.get(i).get(), tangent.get()));
            }
        }
        return seeds.isEmpty() ? Optional.empty() : Reverse.sweep(seeds, List.of(v), false).sum(v);
    }

    /** Refuses a tangent in which a placeholder is left: the rule that it stood for was not linear. */
    static Node checked(Node tangent) {
        for (Node n : Graph.reachable(List.of(tangent))) {
            if (n.op() instanceof Hole h && h.id() < 0) {
                throw new IllegalStateException("the gradient rule of "
                        + n.origin().derivation().map(Object::toString).orElse("an op")
                        + " is not linear in the cotangent");
            }
        }
        return tangent;
    }

    /** A placeholder younger than every other node, so that a sweep down to it ends at once. */
    private static Node fresh(Arena arena, TensorType type) {
        return arena.node(new Hole(-1 - arena.size(), type));
    }
}
