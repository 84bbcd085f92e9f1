package org.nablac.op;

import static org.nablac.op.Constant.constantLike;
import static org.nablac.op.GreaterEqual.greaterEqual;
import static org.nablac.op.Select.select;

import java.util.List;
import java.util.Optional;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.graph.Elementwise;
import org.nablac.graph.Node;
import org.nablac.tensor.DType;

/** {@code z = max(x, y)}; NaN if one of them is, and −0 is below +0 */
public record Maximum() implements Elementwise {

    public static Node maximum(Node x, Node y) {
        return x.arena().node(new Maximum(), x, y);
    }

    @Override
    public String name() {
        return "maximum";
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
        return Code.max(x.get(0), x.get(1));
    }

    @Override
    public double value(double... x) {
        return Math.max(x[0], x[1]);
    }

    // dz goes to the larger, to x if both are equal
    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        Node zero = constantLike(node, 0);
        Node first = greaterEqual(node.input(0), node.input(1));
        return List.of(Optional.of(select(first, cotangent, zero)), Optional.of(select(first, zero, cotangent)));
    }

    @Override
    public String doc() {
        return "z = max(x, y); NaN if one is NaN";
    }
}
