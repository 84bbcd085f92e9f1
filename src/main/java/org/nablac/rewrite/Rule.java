package org.nablac.rewrite;

import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.nablac.graph.Node;
import org.nablac.graph.Op;

/** Two graphs of the same value; where the left one occurs, the right one takes its place. */
public interface Rule {

    /** Both sides in words, its name in the log: {@code log(1 + exp x) = softplus x}. */
    String equation();

    Promise promise();

    /** The op of the nodes that it may fire at, or a kind of op. */
    Class<? extends Op> root();

    /** A graph over {@code holes} at whose root it fires. */
    Node example(Holes holes);

    /** What takes the place of {@code node}, of the same type; nothing if the rule does not fire there. */
    Optional<Node> apply(Node node);

    /** The rule whose sides are graphs over the same holes; all that {@code right} uses occurs in {@code left}. */
    static Rule rule(String equation, Promise promise, Function<Holes, Node> left, Function<Holes, Node> right) {
        return Equation.of(equation, promise, left, right);
    }

    /** The rule that computes what takes the place of a node whose op is a {@code root}. */
    static <O extends Op> Rule structural(String equation, Promise promise, Class<O> root,
                                          Function<Holes, Node> example, BiFunction<O, Node, Optional<Node>> match) {
        return new Structural<>(equation, promise, root, example, match);
    }
}
