package org.nablac.op;

import static org.nablac.op.Constant.constantLike;
import static org.nablac.op.Greater.greater;
import static org.nablac.op.Select.select;

import java.util.List;
import java.util.Optional;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.graph.Elementwise;
import org.nablac.graph.Node;
import org.nablac.tensor.DType;

/** {@code z = max(x, 0)} */
public record Relu() implements Elementwise {

    public static Node relu(Node x) {
        return x.arena().node(new Relu(), x);
    }

    @Override
    public String name() {
        return "relu";
    }

    @Override
    public DType dtype(List<DType> inputs) {
        return DTypes.sameFloat(name(), inputs);
    }

    @Override
    public Expr element(List<Expr> x) {
        return Code.max(x.get(0), Code.constant(x.get(0).type(), 0));
    }

    @Override
    public double value(double... x) {
        return Math.max(x[0], 0.0);
    }

    // dx = dz where x > 0, which is where z > 0, else 0: of x and z only z is kept
    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        Node zero = constantLike(node, 0);
        return List.of(Optional.of(select(greater(node, zero), cotangent, zero)));
    }

    @Override
    public String doc() {
        return "z = max(x, 0)";
    }
}
