package org.nablac.op;

import java.util.List;
import java.util.Optional;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.graph.Elementwise;
import org.nablac.graph.Node;
import org.nablac.graph.Op;
import org.nablac.tensor.DType;

/** {@code z = −1, 0 or 1} as x is below, at or above 0; the sign of a zero and NaN stay */
public record Sign() implements Elementwise {

    public static Node sign(Node x) {
        return x.arena().node(new Sign(), x);
    }

    @Override
    public String name() {
        return "sign";
    }

    @Override
    public DType dtype(List<DType> inputs) {
        return DTypes.sameFloat(name(), inputs);
    }

    @Override
    public Expr element(List<Expr> x) {
        Expr zero = Code.constant(x.get(0).type(), 0);
        Expr positive = Code.select(Code.gt(x.get(0), zero), Code.constant(x.get(0).type(), 1), x.get(0));
        return Code.select(Code.lt(x.get(0), zero), Code.constant(x.get(0).type(), -1), positive);
    }

    @Override
    public double value(double... x) {
        return Math.signum(x[0]);
    }

    // constant but for the jump at 0
    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        return Op.nothing(node);
    }

    @Override
    public Optional<String> notDifferentiable() {
        return Optional.of("it is constant but for a jump at 0");
    }

    @Override
    public String doc() {
        return "z = -1, 0 or 1 as x < 0, x = 0 or x > 0";
    }
}
