package org.nablac.op;

import static org.nablac.op.Neg.neg;

import java.util.List;
import java.util.Optional;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.graph.Elementwise;
import org.nablac.graph.Node;
import org.nablac.tensor.DType;

/** {@code z = x − y} */
public record Sub() implements Elementwise {

    public static Node sub(Node x, Node y) {
        return x.arena().node(new Sub(), x, y);
    }

    @Override
    public String name() {
        return "sub";
    }

    @Override
    public DType dtype(List<DType> inputs) {
        return DTypes.sameNumber(name(), inputs);
    }

    @Override
    public Expr element(List<Expr> x) {
        return Code.sub(x.get(0), x.get(1));
    }

    @Override
    public double value(double... x) {
        return x[0] - x[1];
    }

    // dx = dz, dy = −dz
    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        return List.of(Optional.of(cotangent), Optional.of(neg(cotangent)));
    }

    @Override
    public String doc() {
        return "z = x - y";
    }
}
