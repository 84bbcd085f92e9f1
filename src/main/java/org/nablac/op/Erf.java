package org.nablac.op;

import static org.nablac.op.Constant.constantLike;
import static org.nablac.op.Exp.exp;
import static org.nablac.op.Mul.mul;
import static org.nablac.op.Neg.neg;
import static org.nablac.op.Square.square;

import java.util.List;
import java.util.Optional;
import org.nablac.code.Expr;
import org.nablac.code.math.Elementary;
import org.nablac.graph.Elementwise;
import org.nablac.graph.Node;
import org.nablac.tensor.DType;

/** {@code z = (2/√π) ∫₀ˣ e^−t² dt} */
public record Erf() implements Elementwise {

    public static Node erf(Node x) {
        return x.arena().node(new Erf(), x);
    }

    @Override
    public String name() {
        return "erf";
    }

    @Override
    public DType dtype(List<DType> inputs) {
        return DTypes.sameFloat(name(), inputs);
    }

    @Override
    public Expr element(List<Expr> x) {
        return Elements.call(Elementary::erf, x.get(0));
    }

    @Override
    public double value(double... x) {
        return ErrorFunction.erf(x[0]);
    }

    // dx = dz·(2/√π)·e^−x²
    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        Node x = node.input(0);
        return List.of(Optional.of(mul(cotangent, mul(constantLike(x, 2 / Math.sqrt(Math.PI)), exp(neg(square(x)))))));
    }

    @Override
    public String doc() {
        return "z = (2/√π)·∫ e^-t² dt from 0 to x";
    }
}
