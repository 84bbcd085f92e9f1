package org.nablac.op;

import static org.nablac.op.Div.div;

import java.util.List;
import java.util.Optional;
import org.nablac.code.Expr;
import org.nablac.code.math.Elementary;
import org.nablac.graph.Elementwise;
import org.nablac.graph.Node;
import org.nablac.tensor.DType;

/** {@code z = log x} */
public record Log() implements Elementwise {

    public static Node log(Node x) {
        return x.arena().node(new Log(), x);
    }

    @Override
    public String name() {
        return "log";
    }

    @Override
    public DType dtype(List<DType> inputs) {
        return DTypes.sameFloat(name(), inputs);
    }

    @Override
    public Expr element(List<Expr> x) {
        return Elements.call(Elementary::log, x.get(0));
    }

    @Override
    public double value(double... x) {
        return Math.log(x[0]);
    }

    // dx = dz/x
    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        Node x = node.input(0);
        return List.of(Optional.of(div(cotangent, x)));
    }

    @Override
    public String doc() {
        return "z = log x, natural; NaN of a negative number";
    }
}
