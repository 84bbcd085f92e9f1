package org.nablac.graph;

/**
 * An op that is made of others and is kept by name, for inspection, for the rules and for its own stable
 * gradient, until kernels are made.
 */
public non-sealed interface Composite extends Op {

    /** The same value from the node's inputs; the expansion holds no composite that leads back to this one. */
    Node expand(Node node);

    /** Whether its gradient is that of its expansion; {@link #gradient} is then not asked. */
    default boolean differentiatesByExpansion() {
        return false;
    }

    /** The same value where nothing is being trained: what dropout leaves out. */
    default Node atInference(Node node) {
        return node;
    }
}
