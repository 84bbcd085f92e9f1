package org.nablac.optimise;

import static org.nablac.op.Add.add;
import static org.nablac.op.Constant.constantLike;
import static org.nablac.op.Div.div;
import static org.nablac.op.Reciprocal.reciprocal;
import static org.nablac.op.Sqrt.sqrt;
import static org.nablac.op.Sub.sub;

import java.util.List;
import org.nablac.graph.Node;
import org.nablac.op.Square;

/**
 * {@code m' = β₁·m + (1 − β₁)·g, v' = β₂·v + (1 − β₂)·g²,
 * θ' = θ − η·m'/(1 − β₁^t) / (√(v'/(1 − β₂^t)) + ε)} (Kingma and Ba, 2015); adamw, with weight decay decoupled
 * (Loshchilov and Hutter, 2019).
 */
record Adam(String name, double beta1, double beta2, double epsilon, boolean isDecayDecoupled, double defaultDecay)
        implements Optimiser {

    @Override
    public List<Slot> slots() {
        return List.of(new Slot("mean", 0), new Slot("meanSquare", 0));
    }

    @Override
    public List<Power> powers() {
        return List.of(new Power("beta1Power", beta1), new Power("beta2Power", beta2));
    }

    @Override
    public Change change(Step s) {
        Node mean = s.average(beta1, s.states().get(0), s.gradient());
        Node meanSquare = s.average(beta2, s.states().get(1), Square.square(s.gradient()));
        Node rate = div(s.rate(), oneMinus(s.powers().get(0)));
        Node correction = reciprocal(sqrt(oneMinus(s.powers().get(1))));
        Node scale = add(s.times(correction, sqrt(meanSquare)), constantLike(mean, epsilon));
        return new Change(s.descend(rate, div(mean, scale)), List.of(mean, meanSquare));
    }

    private static Node oneMinus(Node x) {
        return sub(constantLike(x, 1), x);
    }
}
