package org.nablac.op;

import static org.nablac.op.Add.add;
import static org.nablac.op.Mul.mul;

import java.util.List;
import java.util.Optional;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.graph.Elementwise;
import org.nablac.graph.Node;
import org.nablac.tensor.DType;

/** {@code z = x²} */
public record Square() implements Elementwise {

    public static Node square(Node x) {
        return x.arena().node(new Square(), x);
    }

    @Override
    public String name() {
        return "square";
    }

    @Override
    public DType dtype(List<DType> inputs) {
        return DTypes.sameFloat(name(), inputs);
    }

    @Override
    public Expr element(List<Expr> x) {
        return Code.mul(x.get(0), x.get(0));
    }

    @Override
    public double value(double... x) {
        return x[0] * x[0];
    }

    // dx = 2dz·x: dz is often one number for many x
    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        Node x = node.input(0);
        return List.of(Optional.of(mul(add(cotangent, cotangent), x)));
    }

    @Override
    public String doc() {
        return "z = x²";
    }
}
