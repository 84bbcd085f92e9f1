package org.nablac.optimise;

import java.util.List;
import org.nablac.graph.Node;
import org.nablac.op.Add;
import org.nablac.op.Broadcast;
import org.nablac.op.Constant;
import org.nablac.op.Mul;
import org.nablac.op.Sub;

/** How one step changes one parameter, element by element. */
public interface Optimiser {

    /** As in {@code --optimizer}. */
    String name();

    /** The states beside each parameter. */
    default List<Slot> slots() {
        return List.of();
    }

    /** The scalars β^t, one for all parameters. */
    default List<Power> powers() {
        return List.of();
    }

    /**
     * Whether the change is linear in the gradient and holds no state, so that the occurrences of a row in a row-sparse
     * gradient may be applied one after the other.
     */
    default boolean isLinear() {
        return false;
    }

    /** The weight decay where none is set. */
    default double defaultDecay() {
        return 0;
    }

    /** Whether weight decay shrinks θ by η·λ·θ beside the step, or else adds λ·θ to the gradient. */
    default boolean isDecayDecoupled() {
        return false;
    }

    /** What parameter and states become. */
    Change change(Step step);

    /** A state of the parameter's type, all {@code initial} at the start. */
    record Slot(String name, double initial) {
    }

    /** {@code base}^t in step t = 1, 2, … */
    record Power(String name, double base) {
    }

    /** θ' and the states', in the order of {@link Optimiser#slots}. */
    record Change(Node parameter, List<Node> states) {
        public Change {
            states = List.copyOf(states);
        }
    }

    /**
     * What a change is made of.
     *
     * @param parameter θ
     * @param gradient g, of the type of θ
     * @param states in the order of {@link Optimiser#slots}
     * @param powers of this step, scalars of the dtype of θ, in the order of {@link Optimiser#powers}
     * @param rate η, a scalar of the dtype of θ
     */
    record Step(Node parameter, Node gradient, List<Node> states, List<Node> powers, Node rate) {
        public Step {
            states = List.copyOf(states);
            powers = List.copyOf(powers);
        }

        /** {@code c·x} */
        Node times(double c, Node x) {
            return Mul.mul(Constant.constantLike(x, c), x);
        }

        /** {@code c·x} for a scalar node c. */
        Node times(Node c, Node x) {
            return Mul.mul(repeat(c), x);
        }

        /** The scalar {@code c} in the shape of θ. */
        Node repeat(Node c) {
            return Broadcast.broadcast(c, parameter.shape());
        }

        /** {@code β·average + (1 − β)·x} */
        Node average(double beta, Node average, Node x) {
            return Add.add(times(beta, average), times(complement(beta), x));
        }

        /** {@code 1 − β}, of the β that the dtype holds: else 1 − β^t would not be it for t = 1. */
        double complement(double beta) {
            return 1 - new Constant(parameter.type().dtype(), beta).value();
        }

        /** {@code θ − c·x}, for a scalar node c. */
        Node descend(Node c, Node x) {
            return Sub.sub(parameter, times(c, x));
        }
    }
}
