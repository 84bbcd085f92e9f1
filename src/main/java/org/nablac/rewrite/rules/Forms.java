package org.nablac.rewrite.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.nablac.graph.Node;
import org.nablac.op.Broadcast;
import org.nablac.op.Constant;
import org.nablac.tensor.Dim;
import org.nablac.tensor.Shape;

/** Questions that structural rules ask of nodes, axes and dimensions. */
final class Forms {
    private Forms() {
    }

    /** The number that every element of {@code n} is, if it is a constant, broadcast or not. */
    static Optional<Double> number(Node n) {
        Node scalar = n.op() instanceof Broadcast ? n.input(0) : n;
        return scalar.op() instanceof Constant c ? Optional.of(c.value()) : Optional.empty();
    }

    /** Whether {@code n} is a scalar repeated to a shape. */
    static boolean isRepeatedScalar(Node n) {
        return n.op() instanceof Broadcast b && b.axes().isEmpty();
    }

    static List<Integer> all(int rank) {
        return IntStream.range(0, rank).boxed().toList();
    }

    static List<Integer> others(int rank, List<Integer> axes) {
        return all(rank).stream().filter(a -> !axes.contains(a)).toList();
    }

    /** Whether {@code axes} of {@code shape} have one element each. */
    static boolean areUnit(Shape shape, List<Integer> axes) {
        return axes.stream().allMatch(a -> shape.dim(a).is(1));
    }

    /** Whether {@code d} is at least 0 for all sizes from 1 on, as far as its coefficients show it. */
    static boolean isNatural(Dim d) {
        Dim shifted = d;
        for (String name : d.names()) {
            shifted = shifted.bind(name, Dim.named(name).plus(Dim.ONE));
        }
        return shifted.terms().stream().allMatch(t -> t.getValue() >= 0);
    }

    static boolean isAscending(List<Integer> axes) {
        return IntStream.range(1, axes.size()).allMatch(i -> axes.get(i - 1) < axes.get(i));
    }

    /** 0, 1, … with the last two exchanged. */
    static List<Integer> lastTwoExchanged(int rank) {
        List<Integer> axes = new ArrayList<>(all(rank));
        axes.set(rank - 1, rank - 2);
        axes.set(rank - 2, rank - 1);
        return axes;
    }
}
