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
            if (isLeft(holes, node)) {
                return Optional.of(right.apply(holes));
            }
        }
        return Optional.empty();
    }

    private boolean isLeft(Holes holes, Node node) {
        try {
            return left.apply(holes) == node;
        } catch (ShapeError | Holes.SeveralAxes e) {
            return false; // what looked like the holes are not of types that the left side takes
        }
    }

    @Override
    public String toString() {
        return equation;
    }
}
