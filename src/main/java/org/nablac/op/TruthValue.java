package org.nablac.op;

import java.util.List;
import java.util.Optional;
import org.nablac.graph.Elementwise;
import org.nablac.graph.Node;
import org.nablac.graph.Op;

/** An op that says of elements whether something holds. */
interface TruthValue extends Elementwise {

    // constant but for jumps
    @Override
    default List<Optional<Node>> gradient(Node node, Node cotangent) {
        return Op.nothing(node);
    }

    @Override
    default Optional<String> notDifferentiable() {
        return Optional.of("a truth value has no derivative");
    }
}
