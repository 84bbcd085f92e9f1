package org.nablac.rewrite;

import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.nablac.graph.Node;
import org.nablac.graph.Op;

/** A rule whose right side is computed from the op and the node. */
record Structural<O extends Op>(String equation, Promise promise, Class<O> root, Function<Holes, Node> left,
                                BiFunction<O, Node, Optional<Node>> match) implements Rule {

    @Override
    public Node example(Holes holes) {
        return left.apply(holes);
    }

    @Override
    public Optional<Node> apply(Node node) {
        return match.apply(root.cast(node.op()), node);
    }

    @Override
    public String toString() {
        return equation;
    }
}
