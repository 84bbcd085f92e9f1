package org.nablac.op;

import static org.nablac.op.Constant.constantLike;
import static org.nablac.op.Div.div;
import static org.nablac.op.Mul.mul;

import java.util.List;
import java.util.Optional;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.graph.Elementwise;
import org.nablac.graph.Node;
import org.nablac.tensor.DType;

/** {@code z = √x} */
public record Sqrt() implements Elementwise {

    public static Node sqrt(Node x) {
        return x.arena().node(new Sqrt(), x);
    }

    @Override
    public String name() {
        return "sqrt";
    }

    @Override
    public DType dtype(List<DType> inputs) {
        return DTypes.sameFloat(name(), inputs);
    }

    @Override
    public Expr element(List<Expr> x) {
        return Code.sqrt(x.get(0));
    }

    @Override
    public double value(double... x) {
        return Math.sqrt(x[0]);
    }

    // dx = dz·½/z
    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        return List.of(Optional.of(div(mul(cotangent, constantLike(node, 0.5)), node)));
    }

    @Override
    public String doc() {
        return "z = √x, correctly rounded";
    }
}
