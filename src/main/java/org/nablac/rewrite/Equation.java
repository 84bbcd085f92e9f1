package org.nablac.rewrite;

import java.util.Optional;
import java.util.function.Function;
import org.nablac.graph.Arena;
import org.nablac.graph.Node;
import org.nablac.graph.Op;
import org.nablac.graph.ShapeError;

/**
 * A rule of two graphs over the same holes. Its left side, built once over matrices, is the pattern. A node that looks
 * like the pattern is a match if and only if the left side, built over what the holes would be, <em>is</em> that node,
 * since equal nodes are made once.
 */
record Equation(String equation, Promise promise, Node pattern, Function<Holes, Node> left,
                Function<Holes, Node> right) implements Rule {

    static Equation of(String equation, Promise promise, Function<Holes, Node> left, Function<Holes, Node> right) {
        Node pattern = left.apply(Holes.ofInputs(new Arena()));
        return new Equation(equation, promise, pattern, left, right);
    }

    @Override
    public Class<? extends Op> root() {
        return pattern.op().getClass();
    }

    @Override
    public Node example(Holes holes) {
        return left.apply(holes);
    }

    @Override
    public Optional<Node> apply(Node node) {
        for (Binding b : Binding.EMPTY.match(pattern, node)) {
            Holes holes = b.in(node.arena());
            try {
                if (left.apply(holes) == node) {
                    return Optional.of(right.apply(holes));
                }
            } catch (ShapeError | Holes.SeveralAxes e) {
                continue; // a side does not take what the holes would be: integers, or several axes
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return equation;
    }
}
