package org.nablac.op;

import static org.nablac.op.Add.add;
import static org.nablac.op.Constant.constantLike;
import static org.nablac.op.Div.div;

import java.util.List;
import java.util.Optional;
import org.nablac.code.Expr;
import org.nablac.code.math.Elementary;
import org.nablac.graph.Elementwise;
import org.nablac.graph.Node;
import org.nablac.tensor.DType;

/** {@code z = log(1 + x)} */
public record Log1p() implements Elementwise {

    public static Node log1p(Node x) {
        return x.arena().node(new Log1p(), x);
    }

    @Override
    public String name() {
        return "log1p";
    }

    @Override
    public DType dtype(List<DType> inputs) {
        return DTypes.sameFloat(name(), inputs);
    }

    @Override
    public Expr element(List<Expr> x) {
        return Elements.call(Elementary::log1p, x.get(0));
    }

    @Override
    public double value(double... x) {
        return Math.log1p(x[0]);
    }

    // dx = dz/(1 + x)
    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        Node x = node.input(0);
        return List.of(Optional.of(div(cotangent, add(x, constantLike(x, 1)))));
    }

    @Override
    public String doc() {
        return "z = log(1 + x), accurate near 0";
    }
}
