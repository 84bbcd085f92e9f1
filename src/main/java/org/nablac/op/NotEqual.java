package org.nablac.op;

import java.util.List;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.graph.Node;
import org.nablac.tensor.DType;

/** {@code z = (x ≠ y)}, true if one of them is NaN */
public record NotEqual() implements TruthValue {

    public static Node notEqual(Node x, Node y) {
        return x.arena().node(new NotEqual(), x, y);
    }

    @Override
    public String name() {
        return "notEqual";
    }

    @Override
    public boolean isCommutative() {
        return true;
    }

    @Override
    public DType dtype(List<DType> inputs) {
        DTypes.sameNumber(name(), inputs);
        return DType.BOOL;
    }

    @Override
    public Expr element(List<Expr> x) {
        return Code.ne(x.get(0), x.get(1));
    }

    @Override
    public double value(double... x) {
        return x[0] != x[1] ? 1 : 0;
    }

    @Override
    public String doc() {
        return "z = (x ≠ y)";
    }
}
