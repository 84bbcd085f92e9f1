package org.nablac.op;

import static org.nablac.op.Mul.mul;
import static org.nablac.op.Sigmoid.sigmoid;

import java.util.List;
import java.util.Optional;
import org.nablac.code.Expr;
import org.nablac.code.math.Elementary;
import org.nablac.graph.Elementwise;
import org.nablac.graph.Node;
import org.nablac.tensor.DType;

/** {@code z = log(1 + e^x)} */
public record Softplus() implements Elementwise {

    public static Node softplus(Node x) {
        return x.arena().node(new Softplus(), x);
    }

    @Override
    public String name() {
        return "softplus";
    }

    @Override
    public DType dtype(List<DType> inputs) {
        return DTypes.sameFloat(name(), inputs);
    }

    @Override
    public Expr element(List<Expr> x) {
        return Elements.call(Elementary::softplus, x.get(0));
    }

    @Override
    public double value(double... x) {
        return Math.max(x[0], 0) + Math.log1p(Math.exp(-Math.abs(x[0])));
    }

    // dx = dz·σ(x)
    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        Node x = node.input(0);
        return List.of(Optional.of(mul(cotangent, sigmoid(x))));
    }

    @Override
    public String doc() {
        return "z = log(1 + e^x)";
    }
}
