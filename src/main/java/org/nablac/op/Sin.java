package org.nablac.op;

import static org.nablac.op.Cos.cos;
import static org.nablac.op.Mul.mul;

import java.util.List;
import java.util.Optional;
import org.nablac.code.Expr;
import org.nablac.code.math.Elementary;
import org.nablac.graph.Elementwise;
import org.nablac.graph.Node;
import org.nablac.tensor.DType;

/** {@code z = sin x}, x in radians; for |x| ≤ 2¹⁸ (f32) or 2⁴⁵ (f64), beyond which it means nothing. */
public record Sin() implements Elementwise {

    public static Node sin(Node x) {
        return x.arena().node(new Sin(), x);
    }

    @Override
    public String name() {
        return "sin";
    }

    @Override
    public DType dtype(List<DType> inputs) {
        return DTypes.sameFloat(name(), inputs);
    }

    @Override
    public Expr element(List<Expr> x) {
        return Elements.call(Elementary::sin, x.get(0));
    }

    @Override
    public double value(double... x) {
        return Math.sin(x[0]);
    }

    // dx = dz·cos x
    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        Node x = node.input(0);
        return List.of(Optional.of(mul(cotangent, cos(x))));
    }

    @Override
    public String doc() {
        return "z = sin x, x in radians";
    }
}
