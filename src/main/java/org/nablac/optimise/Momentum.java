package org.nablac.optimise;

import java.util.List;
import org.nablac.graph.Node;
import org.nablac.op.Add;

/**
 * {@code v' = μ·v + g, θ' = θ − η·v'}; with Nesterov's look ahead {@code θ' = θ − η·(g + μ·v')} (Sutskever
 * et al., 2013, in the form of PyTorch).
 */
record Momentum(String name, double momentum, boolean looksAhead) implements Optimiser {

    @Override
    public List<Slot> slots() {
        return List.of(new Slot("velocity", 0));
    }

    @Override
    public Change change(Step s) {
        Node velocity = Add.add(s.times(momentum, s.states().get(0)), s.gradient());
        Node direction = looksAhead ? Add.add(s.gradient(), s.times(momentum, velocity)) : velocity;
        return new Change(s.descend(s.rate(), direction), List.of(velocity));
    }
}
