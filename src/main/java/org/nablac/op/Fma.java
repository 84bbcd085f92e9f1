package org.nablac.op;

import static org.nablac.op.Mul.mul;

import java.util.List;
import java.util.Optional;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.graph.Elementwise;
import org.nablac.graph.Node;
import org.nablac.tensor.DType;

/** {@code u = x·y + z}, rounded once */
public record Fma() implements Elementwise {

    public static Node fma(Node x, Node y, Node z) {
        return x.arena().node(new Fma(), x, y, z);
    }

    @Override
    public String name() {
        return "fma";
    }

    @Override
    public DType dtype(List<DType> inputs) {
        return DTypes.sameFloat(name(), inputs);
    }

    @Override
    public Expr element(List<Expr> x) {
        return Code.fma(x.get(0), x.get(1), x.get(2));
    }

    @Override
    public double value(double... x) {
        return Math.fma(x[0], x[1], x[2]);
    }

    @Override
    public int operations() {
        return 2;
    }

    // dx = du·y, dy = du·x, dz = du
    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        return List.of(Optional.of(mul(cotangent, node.input(1))), Optional.of(mul(cotangent, node.input(0))),
                Optional.of(cotangent));
    }

    @Override
    public String doc() {
        return "u = x·y + z, rounded once";
    }
}
