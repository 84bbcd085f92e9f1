package org.nablac.op;

import java.util.List;
import java.util.Optional;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.graph.Elementwise;
import org.nablac.graph.Node;
import org.nablac.tensor.DType;

/** {@code z = −x} */
public record Neg() implements Elementwise {

    public static Node neg(Node x) {
        return x.arena().node(new Neg(), x);
    }

    @Override
    public String name() {
        return "neg";
    }

    @Override
    public DType dtype(List<DType> inputs) {
        return DTypes.sameNumber(name(), inputs);
    }

    @Override
    public Expr element(List<Expr> x) {
        return Code.neg(x.get(0));
    }

    @Override
    public double value(double... x) {
        return -x[0];
    }

    // dx = −dz
    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        return List.of(Optional.of(neg(cotangent)));
    }

    @Override
    public String doc() {
        return "z = -x";
    }
}
