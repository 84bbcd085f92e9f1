package org.nablac.op;

import java.util.List;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.graph.Node;
import org.nablac.tensor.DType;

/** {@code z = (x = y)}, false if one of them is NaN */
public record Equal() implements TruthValue {

    public static Node equal(Node x, Node y) {
        return x.arena().node(new Equal(), x, y);
    }

    @Override
    public String name() {
        return "equal";
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
        return Code.eq(x.get(0), x.get(1));
    }

    @Override
    public double value(double... x) {
        return x[0] == x[1] ? 1 : 0;
    }

    @Override
    public String doc() {
        return "z = (x = y)";
    }
}
