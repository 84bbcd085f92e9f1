package org.nablac.rewrite;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.nablac.graph.Arena;
import org.nablac.graph.Node;
import org.nablac.op.Broadcast;
import org.nablac.op.Constant;
import org.nablac.op.Input;
import org.nablac.tensor.TensorType;

/**
 * What the sides of a rule are written over: tensors x, y, z of one type, truth values p and q of its shape, r without
 * the reduced axes, an index i without the last one, constants, and the reduced axes.
 */
public final class Holes {
    /** The type of each hole where nothing else is said: a matrix, reduced over its last axis. */
    static final Map<String, TensorType> TYPES = Map.of(
            "x", TensorType.parse("f32[A, B]"), "y", TensorType.parse("f32[A, B]"), "z", TensorType.parse("f32[A, B]"),
            "p", TensorType.parse("bool[A, B]"), "q", TensorType.parse("bool[A, B]"),
            "r", TensorType.parse("f32[A]"), "i", TensorType.parse("i32[A]"));

    private final Arena arena;
    private final Function<String, Node> given;
    private final List<Integer> axes;
    private int fresh;

    private Holes(Arena arena, Function<String, Node> given, List<Integer> axes) {
        this.arena = arena;
        this.given = given;
        this.axes = axes;
    }

    /** Holes filled by {@code given}, by their one-letter names; reductions go over {@code axes}. */
    static Holes of(Arena arena, Function<String, Node> given, List<Integer> axes) {
        return new Holes(arena, given, axes);
    }

    /** Holes that are inputs of a graph: matrices of A by B, reduced over the last axis. */
    public static Holes ofInputs(Arena arena) {
        return of(arena, name -> Input.input(arena, name, TYPES.get(name)), List.of(1));
    }

    public Arena arena() {
        return arena;
    }

    public Node x() {
        return given.apply("x");
    }

    public Node y() {
        return given.apply("y");
    }

    public Node z() {
        return given.apply("z");
    }

    /** Truth values of the shape of x. */
    public Node p() {
        return given.apply("p");
    }

    public Node q() {
        return given.apply("q");
    }

    /** A tensor without the reduced axes. */
    public Node r() {
        return given.apply("r");
    }

    /** An index for each list along the last axis. */
    public Node i() {
        return given.apply("i");
    }

    /** {@code value} in the type of x. */
    public Node c(double value) {
        return Constant.constantLike(x(), value);
    }

    public Node one() {
        return c(1);
    }

    public Node zero() {
        return c(0);
    }

    /** The reduced axes. */
    public List<Integer> axes() {
        return axes;
    }

    /** The reduced axis where there is only one; a rule that asks for it does not fire where there are more. */
    public int axis() {
        if (axes.size() != 1) {
            throw new SeveralAxes();
        }
        return axes.get(0);
    }

    /** The last axis of x. */
    public int last() {
        return x().type().rank() - 1;
    }

    /** {@code reduced}, which lacks the reduced axes, repeated to the shape of x. */
    public Node repeat(Node reduced) {
        List<Integer> kept = new ArrayList<>(IntStream.range(0, x().type().rank()).boxed().toList());
        kept.removeAll(axes);
        return Broadcast.broadcast(reduced, x().shape(), kept);
    }

    /** A new input of this type, as {@code f32[A, 2]}: for the examples of structural rules. */
    public Node input(String type) {
        return Input.input(arena, "in" + fresh++, TensorType.parse(type));
    }

    /** A rule over one axis was asked about several. */
    static final class SeveralAxes extends RuntimeException {
        private static final long serialVersionUID = 1;

        SeveralAxes() {
            super("several axes are reduced", null, false, false);
        }
    }
}
