package org.nablac.op;

import java.util.List;
import java.util.Optional;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.graph.Elementwise;
import org.nablac.graph.Node;
import org.nablac.tensor.DType;

/** {@code z = x·y} */
public record Mul() implements Elementwise {

    public static Node mul(Node x, Node y) {
        return x.arena().node(new Mul(), x, y);
    }

    @Override
    public String name() {
        return "mul";
    }

    @Override
    public boolean isCommutative() {
        return true;
    }

    @Override
    public DType dtype(List<DType> inputs) {
        return DTypes.sameNumber(name(), inputs);
    }

    @Override
    public Expr element(List<Expr> x) {
        return Code.mul(x.get(0), x.get(1));
    }

    @Override
    public double value(double... x) {
        return x[0] * x[1];
    }

    // dx = dz·y, dy = dz·x
    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        return List.of(Optional.of(mul(cotangent, node.input(1))), Optional.of(mul(cotangent, node.input(0))));
    }

    @Override
    public String doc() {
        return "z = x·y";
    }
}
