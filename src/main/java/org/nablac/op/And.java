package org.nablac.op;

import java.util.List;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.graph.Node;
import org.nablac.tensor.DType;

/** {@code z = x ∧ y}, of truth values */
public record And() implements TruthValue {

    public static Node and(Node x, Node y) {
        return x.arena().node(new And(), x, y);
    }

    @Override
    public String name() {
        return "and";
    }

    @Override
    public boolean isCommutative() {
        return true;
    }

    @Override
    public DType dtype(List<DType> inputs) {
        return DTypes.truths(name(), inputs);
    }

    @Override
    public Expr element(List<Expr> x) {
        return Code.and(x.get(0), x.get(1));
    }

    @Override
    public double value(double... x) {
        return x[0] != 0 && x[1] != 0 ? 1 : 0;
    }

    @Override
    public String doc() {
        return "z = x and y";
    }
}
