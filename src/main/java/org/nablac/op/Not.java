package org.nablac.op;

import java.util.List;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.graph.Node;
import org.nablac.tensor.DType;

/** {@code z = ¬x}, of a truth value */
public record Not() implements TruthValue {

    public static Node not(Node x) {
        return x.arena().node(new Not(), x);
    }

    @Override
    public String name() {
        return "not";
    }

    @Override
    public DType dtype(List<DType> inputs) {
        return DTypes.truths(name(), inputs);
    }

    @Override
    public Expr element(List<Expr> x) {
        return Code.not(x.get(0));
    }

    @Override
    public double value(double... x) {
        return x[0] != 0 ? 0 : 1;
    }

    @Override
    public String doc() {
        return "z = not x";
    }
}
