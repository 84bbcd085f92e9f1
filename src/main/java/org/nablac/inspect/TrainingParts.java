package org.nablac.inspect;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.nablac.graph.Graph;
import org.nablac.graph.Leaf;
import org.nablac.graph.Model;
import org.nablac.graph.Node;

/**
 * The nodes of a training graph in three parts, each in order.
 *
 * @param forward  what the outputs reach
 * @param backward the derivative: what is left
 * @param update   what depends on the rate, on an optimiser's state, or was made by the optimiser
 */
public record TrainingParts(List<Node> forward, List<Node> backward, List<Node> update) {

    /**
     * @param step      outputs and updates
     * @param optimizer the name by which its nodes say that it made them
     */
    public static TrainingParts of(Model model, Graph step, String optimizer) {
        Set<Node> forward = new HashSet<>(Graph.reachable(List.copyOf(step.outputs().values())));
        Set<String> known = labels(model);
        List<Node> backward = new ArrayList<>();
        List<Node> update = new ArrayList<>();
        Set<Node> ofOptimizer = new HashSet<>();
        for (Node n : step.nodes()) {
            if (forward.contains(n)) {
                continue;
            }
            if (isOwn(n, known, optimizer) || n.inputs().stream().anyMatch(ofOptimizer::contains)) {
                ofOptimizer.add(n);
                update.add(n);
            } else {
                backward.add(n);
            }
        }
        return new TrainingParts(step.nodes().stream().filter(forward::contains).toList(), backward, update);
    }

    /**
     * Whether it is a leaf that the model does not declare, the rate or a state, or says that the optimiser
     * made it.
     */
    private static boolean isOwn(Node n, Set<String> known, String optimizer) {
        return n.op() instanceof Leaf.Stored leaf && !known.contains(leaf.label())
                || n.origin().derivation().filter(d -> d.rule().equals(optimizer)).isPresent();
    }

    /** The parameters of the model and the inputs of its methods. */
    private static Set<String> labels(Model model) {
        Set<String> labels = new HashSet<>();
        model.parameters().forEach(p -> labels.add(p.name()));
        model.methods().forEach(m -> m.inputs().forEach(i -> labels.add(((Leaf.Stored) i.op()).label())));
        return labels;
    }
}
