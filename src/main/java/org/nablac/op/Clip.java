package org.nablac.op;

import static org.nablac.op.And.and;
import static org.nablac.op.Constant.constantLike;
import static org.nablac.op.LessEqual.lessEqual;
import static org.nablac.op.Select.select;

import java.util.List;
import java.util.Optional;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.graph.Elementwise;
import org.nablac.graph.Node;
import org.nablac.graph.ShapeError;
import org.nablac.tensor.DType;

/** {@code z = min(max(x, low), high)}; NaN stays */
public record Clip(double low, double high) implements Elementwise {
    public Clip {
        if (!(low <= high)) {
            throw new ShapeError("clip", "no interval",
                    "[" + low + ", " + high + "] is empty; give the lower bound first");
        }
    }

    public static Node clip(Node x, double low, double high) {
        return x.arena().node(new Clip(low, high), x);
    }

    @Override
    public String name() {
        return "clip";
    }

    @Override
    public DType dtype(List<DType> inputs) {
        return DTypes.sameFloat(name(), inputs);
    }

    @Override
    public Expr element(List<Expr> x) {
        Expr raised = Code.max(x.get(0), Code.constant(x.get(0).type(), low));
        return Code.min(raised, Code.constant(x.get(0).type(), high));
    }

    @Override
    public double value(double... x) {
        return Math.min(Math.max(x[0], low), high);
    }

    // dx = dz where low ≤ x ≤ high, else 0
    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        Node x = node.input(0);
        Node inside = and(lessEqual(constantLike(x, low), x), lessEqual(x, constantLike(x, high)));
        return List.of(Optional.of(select(inside, cotangent, constantLike(x, 0))));
    }

    @Override
    public String doc() {
        return "z = min(max(x, low), high)";
    }
}
