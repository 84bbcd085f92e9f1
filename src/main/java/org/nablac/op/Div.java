package org.nablac.op;

import static org.nablac.op.Mul.mul;
import static org.nablac.op.Neg.neg;

import java.util.List;
import java.util.Optional;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.graph.Elementwise;
import org.nablac.graph.Node;
import org.nablac.tensor.DType;

/** {@code z = x/y}, of floats */
public record Div() implements Elementwise {

    public static Node div(Node x, Node y) {
        return x.arena().node(new Div(), x, y);
    }

    @Override
    public String name() {
        return "div";
    }

    @Override
    public DType dtype(List<DType> inputs) {
        return DTypes.sameFloat(name(), inputs);
    }

    @Override
    public Expr element(List<Expr> x) {
        return Code.div(x.get(0), x.get(1));
    }

    @Override
    public double value(double... x) {
        return x[0] / x[1];
    }

    // dx = dz/y, dy = −(dz/y)·z
    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        Node dx = div(cotangent, node.input(1));
        return List.of(Optional.of(dx), Optional.of(neg(mul(dx, node))));
    }

    @Override
    public String doc() {
        return "z = x / y";
    }
}
