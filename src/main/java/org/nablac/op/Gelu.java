package org.nablac.op;

import static org.nablac.op.Add.add;
import static org.nablac.op.Constant.constantLike;
import static org.nablac.op.Erf.erf;
import static org.nablac.op.Exp.exp;
import static org.nablac.op.Mul.mul;
import static org.nablac.op.Neg.neg;
import static org.nablac.op.Square.square;

import java.util.List;
import java.util.Optional;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.math.Elementary;
import org.nablac.graph.Elementwise;
import org.nablac.graph.Node;
import org.nablac.tensor.DType;

/** {@code z = x·Φ(x)}, Φ(x) = ½(1 + erf(x/√2)) being the normal distribution (Hendrycks and Gimpel, 2016) */
public record Gelu() implements Elementwise {

    public static Node gelu(Node x) {
        return x.arena().node(new Gelu(), x);
    }

    @Override
    public String name() {
        return "gelu";
    }

    @Override
    public DType dtype(List<DType> inputs) {
        return DTypes.sameFloat(name(), inputs);
    }

    @Override
    public Expr element(List<Expr> x) {
        Expr u = Code.mul(x.get(0), Code.constant(x.get(0).type(), Math.sqrt(0.5)));
        Expr half = Code.mul(x.get(0), Code.constant(x.get(0).type(), 0.5));
        return Code.mul(half, Code.add(Elements.call(Elementary::erf, u), Code.constant(x.get(0).type(), 1)));
    }

    @Override
    public double value(double... x) {
        return x[0] * 0.5 * ErrorFunction.erfc(-x[0] * Math.sqrt(0.5));
    }

    // dx = dz·(Φ(x) + x·φ(x)), φ(x) = e^(−x²/2)/√(2π)
    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        Node x = node.input(0);
        Node half = constantLike(x, 0.5);
        Node phi = mul(add(erf(mul(x, constantLike(x, Math.sqrt(0.5)))), constantLike(x, 1)), half);
        Node density = mul(exp(neg(mul(square(x), half))), constantLike(x, Math.sqrt(0.5 / Math.PI)));
        return List.of(Optional.of(mul(cotangent, add(phi, mul(x, density)))));
    }

    @Override
    public String doc() {
        return "z = x·Φ(x), Φ(x) = ½(1 + erf(x/√2))";
    }
}
