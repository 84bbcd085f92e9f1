package org.nablac.optimise;

import static org.nablac.op.Convert.convert;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nablac.graph.Arena;
import org.nablac.graph.Leaf;
import org.nablac.graph.Node;
import org.nablac.graph.Origin;
import org.nablac.op.Add;
import org.nablac.op.AddRows;
import org.nablac.op.Broadcast;
import org.nablac.op.Clip;
import org.nablac.op.Constant;
import org.nablac.op.Div;
import org.nablac.op.Maximum;
import org.nablac.op.Mul;
import org.nablac.op.Neg;
import org.nablac.op.Parameter;
import org.nablac.op.RowSparse;
import org.nablac.op.Sqrt;
import org.nablac.op.Square;
import org.nablac.op.Sub;
import org.nablac.op.Sum;
import org.nablac.optimise.Optimiser.Change;
import org.nablac.optimise.Optimiser.Power;
import org.nablac.optimise.Optimiser.Slot;
import org.nablac.optimise.Optimiser.Step;
import org.nablac.tensor.DType;
import org.nablac.tensor.Shape;
import org.nablac.tensor.TensorType;

/** The updates of one step of training, as graphs. */
public final class Optimise {
    private final Optimiser optimiser;
    private final Node rate;
    private final Regularisation regularisation;
    private final Map<Node, Node> updates = new LinkedHashMap<>();
    private final Map<Node, Node> initialStates = new LinkedHashMap<>();

    private Optimise(Optimiser optimiser, Node rate, Regularisation regularisation) {
        this.optimiser = optimiser;
        this.rate = rate;
        this.regularisation = regularisation;
    }

    /**
     * What a step does.
     *
     * @param updates parameter or state → what it becomes
     * @param initialStates state → its value before the first step
     */
    public record Result(Map<Node, Node> updates, Map<Node, Node> initialStates) {
    }

    /**
     * The updates of the parameters and of the states they need.
     *
     * @param gradients parameter leaf → gradient, of its type or row-sparse
     * @param rate η, a scalar of floats
     */
    public static Result updates(Optimiser optimiser, Map<Node, Node> gradients, Node rate,
            Regularisation regularisation) {
        Optimise o = new Optimise(optimiser, rate, regularisation);
        o.all(gradients);
        return new Result(o.updates, o.initialStates);
    }

    private void all(Map<Node, Node> gradients) {
        Map<Node, Slope> slopes = new LinkedHashMap<>();
        gradients.forEach((leaf, g) -> {
            if (addsInPlace(g)) {
                at(leaf, () -> updates.put(leaf, inTurn(leaf, g)));
            } else {
                at(leaf, () -> slopes.put(leaf, clipped(Slope.of(g))));
            }
        });
        if (slopes.isEmpty()) {
            return;
        }
        Node first = slopes.keySet().iterator().next();
        at(first, () -> {
            List<Node> powers = powers();
            if (regularisation.clipsNorm()) {
                Node scale = normScale(List.copyOf(slopes.values()));
                slopes.replaceAll((leaf, s) -> s.with(scaled(s, scale)));
            }
            slopes.forEach((leaf, s) -> at(leaf, () -> step(leaf, s, powers)));
        });
    }

    private void at(Node leaf, Runnable body) {
        leaf.arena().at(Origin.derived(optimiser.name(), leaf), () -> {
            body.run();
            return leaf;
        });
    }

    /** Whether the occurrences of a row change it one after the other, without being summed first. */
    private boolean addsInPlace(Node gradient) {
        return gradient.op() instanceof RowSparse && optimiser.isLinear() && regularisation.isNone();
    }

    // θ[index[n]] += −η·values[n], for each n in order
    private Node inTurn(Node leaf, Node gradient) {
        Node values = gradient.input(1);
        Node change = Mul.mul(Broadcast.broadcast(Neg.neg(rateOf(leaf)), values.shape()), values);
        return AddRows.addRows(leaf, gradient.input(0), change);
    }

    private Slope clipped(Slope s) {
        double c = regularisation.clipValue();
        return regularisation.clipsValues() ? s.with(s.values().arena().node(new Clip(-c, c), s.values())) : s;
    }

    // c / max(‖g‖, c), which is 1 up to the norm c
    private Node normScale(List<Slope> slopes) {
        Node sum = slopes.stream()
                .map(s -> convert(Sum.sum(Square.square(s.values())), rate.type().dtype()))
                .reduce(Add::add).orElseThrow();
        Node norm = Sqrt.sqrt(sum);
        Node c = Constant.constantLike(norm, regularisation.clipNorm());
        return Div.div(c, Maximum.maximum(norm, c));
    }

    private Node scaled(Slope s, Node scale) {
        return Mul.mul(s.repeat(convert(scale, s.values().type().dtype())), s.values());
    }

    private void step(Node leaf, Slope slope, List<Node> powers) {
        DType dtype = leaf.type().dtype();
        List<Node> states = new ArrayList<>();
        for (Slot slot : optimiser.slots()) {
            String label = ((Leaf.Stored) leaf.op()).label() + "." + slot.name();
            states.add(state(leaf.arena(), label, leaf.type(), slot.initial()));
        }
        Node theta = slope.read(leaf);
        Node gradient = slope.values();
        if (regularisation.weightDecay() != 0) {
            Node decay = Mul.mul(Constant.constantLike(theta, regularisation.weightDecay()), theta);
            if (optimiser.isDecayDecoupled()) {
                theta = Sub.sub(theta, Mul.mul(slope.repeat(rateOf(leaf)), decay));
            } else {
                gradient = Add.add(gradient, decay);
            }
        }
        Change change = optimiser.change(new Step(theta, gradient, states.stream().map(slope::read).toList(),
                powers.stream().map(p -> convert(p, dtype)).toList(), rateOf(leaf)));
        updates.put(leaf, slope.write(leaf, change.parameter()));
        for (int i = 0; i < states.size(); i++) {
            updates.put(states.get(i), slope.write(states.get(i), change.states().get(i)));
        }
    }

    private Node rateOf(Node leaf) {
        return convert(rate, leaf.type().dtype());
    }

    /** β^t of this step, which is t−1 times β before it and t times β after it. */
    private List<Node> powers() {
        List<Node> powers = new ArrayList<>();
        for (Power power : optimiser.powers()) {
            Node before = state(rate.arena(), optimiser.name() + "." + power.name(),
                    new TensorType(rate.type().dtype(), Shape.SCALAR), 1);
            Node now = Mul.mul(before, Constant.constantLike(before, power.base()));
            updates.put(before, now);
            powers.add(now);
        }
        return powers;
    }

    private Node state(Arena arena, String label, TensorType type, double initial) {
        Node state = Parameter.state(arena, label, type);
        initialStates.put(state, Constant.constantLike(state, initial));
        return state;
    }
}
