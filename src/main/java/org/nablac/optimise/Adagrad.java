package org.nablac.optimise;

import java.util.List;
import org.nablac.graph.Node;
import org.nablac.op.Add;
import org.nablac.op.Constant;
import org.nablac.op.Div;
import org.nablac.op.Sqrt;
import org.nablac.op.Square;

/** {@code a' = a + g², θ' = θ − η·g / (√a' + ε)} (Duchi et al., 2011, with ε as in PyTorch). */
record Adagrad(double epsilon, double initialAccumulator) implements Optimiser {

    @Override
    public String name() {
        return "adagrad";
    }

    @Override
    public List<Slot> slots() {
        return List.of(new Slot("accumulator", initialAccumulator));
    }

    @Override
    public Change change(Step s) {
        Node sum = Add.add(s.states().get(0), Square.square(s.gradient()));
        Node scale = Add.add(Sqrt.sqrt(sum), Constant.constantLike(sum, epsilon));
        return new Change(s.descend(s.rate(), Div.div(s.gradient(), scale)), List.of(sum));
    }
}
