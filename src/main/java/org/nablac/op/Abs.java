package org.nablac.op;

import static org.nablac.op.Constant.constantLike;
import static org.nablac.op.Equal.equal;
import static org.nablac.op.Less.less;
import static org.nablac.op.Neg.neg;
import static org.nablac.op.Select.select;

import java.util.List;
import java.util.Optional;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.graph.Elementwise;
import org.nablac.graph.Node;
import org.nablac.tensor.DType;

/** {@code z = |x|} */
public record Abs() implements Elementwise {

    public static Node abs(Node x) {
        return x.arena().node(new Abs(), x);
    }

    @Override
    public String name() {
        return "abs";
    }

    @Override
    public DType dtype(List<DType> inputs) {
        return DTypes.sameFloat(name(), inputs);
    }

    @Override
    public Expr element(List<Expr> x) {
        return Code.abs(x.get(0));
    }

    @Override
    public double value(double... x) {
        return Math.abs(x[0]);
    }

    // dx = −dz where x < 0, 0 where x = 0, else dz
    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        Node x = node.input(0);
        Node zero = constantLike(x, 0);
        return List.of(Optional.of(select(equal(x, zero), zero, select(less(x, zero), neg(cotangent), cotangent))));
    }

    @Override
    public String doc() {
        return "z = |x|";
    }
}
