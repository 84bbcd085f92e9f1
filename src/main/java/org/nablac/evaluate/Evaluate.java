package org.nablac.evaluate;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Graph;
import org.nablac.graph.Leaf;
import org.nablac.graph.Node;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.UserError;

/** Values of graphs by the plain definition of each op. A row-sparse value is the dense one that it stands for. */
public final class Evaluate {
    private Evaluate() {
    }

    /**
     * The outputs of {@code g}, by name, in order.
     *
     * @throws UserError if a leaf has no value, or one of another dtype or shape
     */
    public static Map<String, HostArray> run(Graph g, Evaluation evaluation) {
        Map<Node, HostArray> values = values(List.copyOf(g.outputs().values()), evaluation);
        Map<String, HostArray> outputs = new LinkedHashMap<>();
        g.outputs().forEach((name, n) -> outputs.put(name, values.get(n)));
        return outputs;
    }

    /** What each updated leaf of {@code g} becomes; all from the values before any update. */
    public static Map<Node, HostArray> updates(Graph g, Evaluation evaluation) {
        Map<Node, HostArray> values = values(List.copyOf(g.updates().values()), evaluation);
        Map<Node, HostArray> updates = new LinkedHashMap<>();
        g.updates().forEach((leaf, n) -> updates.put(leaf, values.get(n)));
        return updates;
    }

    /** The values of {@code roots} and of all that they reach. */
    public static Map<Node, HostArray> values(List<Node> roots, Evaluation evaluation) {
        Map<Node, HostArray> values = new HashMap<>();
        for (Node n : Graph.reachable(roots)) {
            if (n.op() instanceof Leaf.Stored leaf) {
                check(n, leaf, evaluation);
            }
            values.put(n, n.op().value(evaluation, n.inputs().stream().map(values::get).toList()));
        }
        return values;
    }

    private static void check(Node n, Leaf.Stored leaf, Evaluation evaluation) {
        HostArray given = evaluation.values().get(leaf.label());
        if (given == null) {
            throw new UserError("'" + leaf.label() + "' : " + n.type() + " has no value; given are "
                    + evaluation.values().keySet().stream().sorted().toList());
        }
        int[] shape = n.shape().values(evaluation.sizes());
        if (given.dtype() != n.type().dtype() || !Arrays.equals(shape, given.shape())) {
            throw new UserError("'" + leaf.label() + "' is " + n.type() + ", here " + n.type().dtype()
                    + Arrays.toString(shape) + "; the value given is " + given.dtype()
                    + Arrays.toString(given.shape()));
        }
    }
}
