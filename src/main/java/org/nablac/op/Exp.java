package org.nablac.op;

import static org.nablac.op.Mul.mul;

import java.util.List;
import java.util.Optional;
import org.nablac.code.Expr;
import org.nablac.code.math.Elementary;
import org.nablac.graph.Elementwise;
import org.nablac.graph.Node;
import org.nablac.tensor.DType;

/** {@code z = e^x} */
public record Exp() implements Elementwise {

    public static Node exp(Node x) {
        return x.arena().node(new Exp(), x);
    }

    @Override
    public String name() {
        return "exp";
    }

    @Override
    public DType dtype(List<DType> inputs) {
        return DTypes.sameFloat(name(), inputs);
    }

    @Override
    public Expr element(List<Expr> x) {
        return Elements.call(Elementary::exp, x.get(0));
    }

    @Override
    public double value(double... x) {
        return Math.exp(x[0]);
    }

    // dx = dz·z
    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        return List.of(Optional.of(mul(cotangent, node)));
    }

    @Override
    public String doc() {
        return "z = e^x";
    }
}
