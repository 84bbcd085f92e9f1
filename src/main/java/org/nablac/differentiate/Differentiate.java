package org.nablac.differentiate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nablac.graph.Leaf;
import org.nablac.graph.Node;
import org.nablac.graph.Origin;
import org.nablac.op.Constant;
import org.nablac.op.RowSparse;
import org.nablac.tensor.UserError;

/** The graph of a derivative, in the arena of the graph it is of. */
public final class Differentiate {
    private Differentiate() {
    }

    /**
     * The gradient of {@code scalar} with respect to each of {@code targets}: of the target's type, but row-sparse if
     * the target is a stored leaf whose rows are only gathered; zeros if nothing reaches it.
     *
     * @throws UserError if {@code scalar} is not a float scalar, or a target is not of floats
     */
    public static List<Node> gradients(Node scalar, List<Node> targets) {
        if (scalar.type().rank() != 0 || !scalar.type().dtype().isFloat()) {
            throw new UserError(Path.name(scalar) + " is " + scalar.type()
                    + ", and only a scalar of floats has a gradient; take its mean or its sum");
        }
        Node one = scalar.arena().at(Origin.derived("seed", scalar), () -> Constant.constantLike(scalar, 1));
        return vjp(scalar, one, targets);
    }

    /**
     * The vector-Jacobian product: the gradient of ⟨{@code cotangent}, {@code output}⟩ with respect to each target, the
     * cotangent being constant.
     *
     * @param cotangent of the shape and dtype of {@code output}
     * @throws UserError if it is not, or a target is not of floats
     */
    public static List<Node> vjp(Node output, Node cotangent, List<Node> targets) {
        fits(output, cotangent, "cotangent");
        targets.forEach(Differentiate::ofFloats);
        Cotangents received = Reverse.sweep(List.of(new Reverse.Seed(output, cotangent)), targets, false);
        List<Node> gradients = new ArrayList<>();
        for (Node t : targets) {
            Optional<Node> sum = t.op() instanceof Leaf.Stored ? received.sum(t) : received.dense(t);
            gradients.add(sum.orElseGet(() -> zeros(t)));
        }
        return gradients;
    }

    /**
     * The Jacobian-vector product: the derivative of {@code output} where each key of {@code tangents} moves along its
     * value; of the shape and dtype of {@code output}.
     *
     * @throws UserError if a tangent has not the shape and dtype of its node
     */
    public static Node jvp(Node output, Map<Node, Node> tangents) {
        ofFloats(output);
        tangents.forEach((n, t) -> fits(n, t, "tangent"));
        Node tangent = Forward.tangent(output, tangents).map(Forward::checked).orElseGet(() -> zeros(output));
        return output.type().isDense() ? RowSparse.dense(tangent) : tangent;
    }

    /**
     * Refuses a parameter that training {@code loss} cannot change.
     *
     * @throws UserError naming the path, if there is none from {@code parameter} to {@code loss}, or an op without a
     *     derivative stands on each
     */
    public static void checkPaths(Node loss, List<Node> parameters) {
        Path.check(loss, parameters);
    }

    private static Node zeros(Node n) {
        return n.arena().at(Origin.derived("zero", n), () -> Constant.constantLike(n, 0));
    }

    private static void ofFloats(Node n) {
        if (!Reverse.carries(n)) {
            throw new UserError(Path.name(n) + " is " + n.type() + ", and only floats have derivatives");
        }
    }

    private static void fits(Node n, Node given, String what) {
        ofFloats(n);
        if (!n.shape().equals(given.shape()) || n.type().dtype() != given.type().dtype()) {
            throw new UserError("a " + what + " of " + Path.name(n) + " is " + n.type() + ", given is " + given.type());
        }
    }
}
