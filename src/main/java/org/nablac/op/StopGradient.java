package org.nablac.op;

import java.util.List;
import java.util.Optional;
import org.nablac.code.Expr;
import org.nablac.graph.Elementwise;
import org.nablac.graph.Node;
import org.nablac.graph.Op;
import org.nablac.tensor.DType;

/** {@code z = x}, a constant to differentiation */
public record StopGradient() implements Elementwise {

    public static Node stopGradient(Node x) {
        return x.arena().node(new StopGradient(), x);
    }

    @Override
    public String name() {
        return "stopGradient";
    }

    @Override
    public DType dtype(List<DType> inputs) {
        return DTypes.same(name(), inputs);
    }

    @Override
    public Expr element(List<Expr> x) {
        return x.get(0);
    }

    @Override
    public double value(double... x) {
        return x[0];
    }

    // nothing, as the user says
    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        return Op.nothing(node);
    }

    @Override
    public String doc() {
        return "z = x, and no gradient passes";
    }
}
