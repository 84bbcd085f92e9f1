package org.nablac.op;

import static org.nablac.op.Constant.constantLike;
import static org.nablac.op.LessEqual.lessEqual;
import static org.nablac.op.Select.select;

import java.util.List;
import java.util.Optional;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.graph.Elementwise;
import org.nablac.graph.Node;
import org.nablac.tensor.DType;

/** {@code z = min(x, y)}; NaN if one of them is, and −0 is below +0 */
public record Minimum() implements Elementwise {

    public static Node minimum(Node x, Node y) {
        return x.arena().node(new Minimum(), x, y);
    }

    @Override
    public String name() {
        return "minimum";
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
        return Code.min(x.get(0), x.get(1));
    }

    @Override
    public double value(double... x) {
        return Math.min(x[0], x[1]);
    }

    // dz goes to the smaller, to x if both are equal
    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        Node zero = constantLike(node, 0);
        Node first = lessEqual(node.input(0), node.input(1));
        return List.of(Optional.of(select(first, cotangent, zero)), Optional.of(select(first, zero, cotangent)));
    }

    @Override
    public String doc() {
        return "z = min(x, y); NaN if one is NaN";
    }
}
