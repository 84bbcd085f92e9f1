package org.nablac.op;

import static org.nablac.op.Mul.mul;
import static org.nablac.op.Neg.neg;
import static org.nablac.op.Square.square;

import java.util.List;
import java.util.Optional;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.graph.Elementwise;
import org.nablac.graph.Node;
import org.nablac.tensor.DType;

/** {@code z = 1/x} */
public record Reciprocal() implements Elementwise {

    public static Node reciprocal(Node x) {
        return x.arena().node(new Reciprocal(), x);
    }

    @Override
    public String name() {
        return "reciprocal";
    }

    @Override
    public DType dtype(List<DType> inputs) {
        return DTypes.sameFloat(name(), inputs);
    }

    @Override
    public Expr element(List<Expr> x) {
        return Code.div(Code.constant(x.get(0).type(), 1), x.get(0));
    }

    @Override
    public double value(double... x) {
        return 1 / x[0];
    }

    // dx = −dz·z²
    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        return List.of(Optional.of(neg(mul(cotangent, square(node)))));
    }

    @Override
    public String doc() {
        return "z = 1 / x";
    }
}
