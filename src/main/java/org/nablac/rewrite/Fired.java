package org.nablac.rewrite;

import org.nablac.graph.Node;

/**
 * A rule fired.
 *
 * @param node what was replaced
 * @param place of the node in the model's source, as {@code Mlp.java:22}; empty if unknown
 * @param by what took its place
 */
public record Fired(Rule rule, Node node, String place, Node by) {

    /** {@code Mlp.java:22: log(1 + exp x) = softplus x (%7 = log %6 … becomes %9 = softplus %3 …)} */
    @Override
    public String toString() {
        return (place.isEmpty() ? "" : place + ": ") + rule.equation() + " (" + node + " becomes " + by + ")";
    }
}
