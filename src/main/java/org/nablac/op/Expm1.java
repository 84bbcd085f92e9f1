package org.nablac.op;

import static org.nablac.op.Exp.exp;
import static org.nablac.op.Mul.mul;

import java.util.List;
import java.util.Optional;
import org.nablac.code.Expr;
import org.nablac.code.math.Elementary;
import org.nablac.graph.Elementwise;
import org.nablac.graph.Node;
import org.nablac.tensor.DType;

/** {@code z = e^x − 1} */
public record Expm1() implements Elementwise {

    public static Node expm1(Node x) {
        return x.arena().node(new Expm1(), x);
    }

    @Override
    public String name() {
        return "expm1";
    }

    @Override
    public DType dtype(List<DType> inputs) {
        return DTypes.sameFloat(name(), inputs);
    }

    @Override
    public Expr element(List<Expr> x) {
        return Elements.call(Elementary::expm1, x.get(0));
    }

    @Override
    public double value(double... x) {
        return Math.expm1(x[0]);
    }

    // dx = dz·e^x
    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        Node x = node.input(0);
        return List.of(Optional.of(mul(cotangent, exp(x))));
    }

    @Override
    public String doc() {
        return "z = e^x - 1, accurate near 0";
    }
}
