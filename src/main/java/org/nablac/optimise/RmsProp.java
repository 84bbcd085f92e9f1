package org.nablac.optimise;

import java.util.List;
import org.nablac.graph.Node;
import org.nablac.op.Add;
import org.nablac.op.Constant;
import org.nablac.op.Div;
import org.nablac.op.Sqrt;
import org.nablac.op.Square;

/** {@code s' = ρ·s + (1 − ρ)·g², θ' = θ − η·g / (√s' + ε)} (Hinton, 2012, with ε as in PyTorch). */
record RmsProp(double decay, double epsilon) implements Optimiser {

    @Override
    public String name() {
        return "rmsprop";
    }

    @Override
    public List<Slot> slots() {
        return List.of(new Slot("meanSquare", 0));
    }

    @Override
    public Change change(Step s) {
        Node mean = s.average(decay, s.states().get(0), Square.square(s.gradient()));
        Node scale = Add.add(Sqrt.sqrt(mean), Constant.constantLike(mean, epsilon));
        return new Change(s.descend(s.rate(), Div.div(s.gradient(), scale)), List.of(mean));
    }
}
