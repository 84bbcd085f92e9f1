package org.nablac.op;

import static org.nablac.op.Constant.constantLike;
import static org.nablac.op.Mul.mul;
import static org.nablac.op.Square.square;
import static org.nablac.op.Sub.sub;

import java.util.List;
import java.util.Optional;
import org.nablac.code.Expr;
import org.nablac.code.math.Elementary;
import org.nablac.graph.Elementwise;
import org.nablac.graph.Node;
import org.nablac.tensor.DType;

/** {@code z = tanh x} */
public record Tanh() implements Elementwise {

    public static Node tanh(Node x) {
        return x.arena().node(new Tanh(), x);
    }

    @Override
    public String name() {
        return "tanh";
    }

    @Override
    public DType dtype(List<DType> inputs) {
        return DTypes.sameFloat(name(), inputs);
    }

    @Override
    public Expr element(List<Expr> x) {
        return Elements.call(Elementary::tanh, x.get(0));
    }

    @Override
    public double value(double... x) {
        return Math.tanh(x[0]);
    }

    // dx = dz·(1 − z²)
    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        return List.of(Optional.of(mul(cotangent, sub(constantLike(node, 1), square(node)))));
    }

    @Override
    public String doc() {
        return "z = tanh x";
    }
}
