package org.nablac.op;

import java.util.List;
import java.util.Optional;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.graph.Elementwise;
import org.nablac.graph.Node;
import org.nablac.graph.Op;
import org.nablac.tensor.DType;

/** {@code z = ¬x}, of a truth value */
public record Not() implements Elementwise {

    public static Node not(Node x) {
        return x.arena().node(new Not(), x);
    }

    @Override
    public String name() {
        return "not";
    }

    @Override
    public DType dtype(List<DType> inputs) {
        return DTypes.truths(name(), inputs);
    }

    @Override
    public Expr element(List<Expr> x) {
        return Code.not(x.get(0));
    }

    @Override
    public double value(double... x) {
        return x[0] != 0 ? 0 : 1;
    }

    // constant but for jumps
    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        return Op.nothing(node);
    }

    @Override
    public Optional<String> notDifferentiable() {
        return Optional.of("a truth value has no derivative");
    }

    @Override
    public String doc() {
        return "z = not x";
    }
}
