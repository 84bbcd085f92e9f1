package org.nablac.rewrite;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.nablac.graph.Composite;
import org.nablac.graph.Graph;
import org.nablac.graph.Node;
import org.nablac.op.Softmax;

/** Replaces composites by what they are made of. */
public final class Expand {
    private static final Rule EXPANSION = every("a composite = its expansion", (op, n) -> Optional.of(op.expand(n)));
    private static final Rule INFERENCE = every("a composite = itself at inference",
            (op, n) -> Optional.of(op.atInference(n)).filter(by -> by != n));

    private Expand() {
    }

    /** {@code g} without composites. */
    public static Graph composites(Graph g) {
        return Rewrite.apply(g, List.of(EXPANSION), fired -> { });
    }

    /** {@code g} where nothing is being trained: without dropout. */
    public static Graph inference(Graph g) {
        return Rewrite.apply(g, List.of(INFERENCE), fired -> { });
    }

    private static Rule every(String equation, BiFunction<Composite, Node, Optional<Node>> match) {
        return Rule.structural(equation, Promise.FAST, Composite.class, h -> Softmax.softmax(h.x(), h.axis()), match);
    }
}
