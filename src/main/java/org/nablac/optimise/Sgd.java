package org.nablac.optimise;

import java.util.List;

/** {@code θ' = θ − η·g}: stochastic gradient descent. */
record Sgd() implements Optimiser {

    @Override
    public String name() {
        return "sgd";
    }

    @Override
    public boolean isLinear() {
        return true;
    }

    @Override
    public Change change(Step s) {
        return new Change(s.descend(s.rate(), s.gradient()), List.of());
    }
}
