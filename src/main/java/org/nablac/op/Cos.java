package org.nablac.op;

import static org.nablac.op.Mul.mul;
import static org.nablac.op.Neg.neg;
import static org.nablac.op.Sin.sin;

import java.util.List;
import java.util.Optional;
import org.nablac.code.Expr;
import org.nablac.code.math.Elementary;
import org.nablac.graph.Elementwise;
import org.nablac.graph.Node;
import org.nablac.tensor.DType;

/** {@code z = cos x}, x in radians; for |x| ≤ 2¹⁸ (f32) or 2⁴⁵ (f64), beyond which it means nothing. */
public record Cos() implements Elementwise {

    public static Node cos(Node x) {
        return x.arena().node(new Cos(), x);
    }

    @Override
    public String name() {
        return "cos";
    }

    @Override
    public DType dtype(List<DType> inputs) {
        return DTypes.sameFloat(name(), inputs);
    }

    @Override
    public Expr element(List<Expr> x) {
        return Elements.call(Elementary::cos, x.get(0));
    }

    @Override
    public double value(double... x) {
        return Math.cos(x[0]);
    }

    // dx = −dz·sin x
    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        Node x = node.input(0);
        return List.of(Optional.of(neg(mul(cotangent, sin(x)))));
    }

    @Override
    public String doc() {
        return "z = cos x, x in radians";
    }
}
