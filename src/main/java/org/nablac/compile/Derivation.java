package org.nablac.compile;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nablac.differentiate.Differentiate;
import org.nablac.graph.Graph;
import org.nablac.graph.Node;
import org.nablac.optimise.Optimise;
import org.nablac.optimise.Optimiser;
import org.nablac.optimise.Optimisers;
import org.nablac.optimise.Regularisation;

/**
 * What the training programs are derived with.
 *
 * @param parameters what the loss is differentiated by
 * @param rate the learning rate, a scalar input
 * @param examples the named size of the batch, or empty
 * @param isSingle whether that size is bound to 1
 * @param states what the optimiser holds beside the parameters, and its first values: filled in by {@link #derive}
 */
record Derivation(List<Node> parameters, Node rate, Options options, String examples, boolean isSingle,
        Map<Node, Node> states) {

    /** The graph of the loss with the update of every parameter and state. */
    Graph derive(Graph loss) {
        Node scalar = loss.outputs().values().iterator().next();
        Differentiate.checkPaths(scalar, parameters);
        List<Node> gradients = Differentiate.gradients(scalar, parameters);
        Map<Node, Node> byParameter = new LinkedHashMap<>();
        for (int i = 0; i < gradients.size(); i++) {
            byParameter.put(parameters.get(i), gradients.get(i));
        }
        Optimiser optimiser = Optimisers.byName(options.optimizer(), options.settings());
        Optimise.Result result = Optimise.updates(optimiser, byParameter, rate,
                Regularisation.of(optimiser, options.settings()));
        states.putAll(result.initialStates());
        return loss.withUpdates(result.updates());
    }
}
