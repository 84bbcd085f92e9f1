package org.nablac.op;

import static org.nablac.op.Constant.constantLike;
import static org.nablac.op.Mul.mul;
import static org.nablac.op.Sub.sub;

import java.util.List;
import java.util.Optional;
import org.nablac.code.Expr;
import org.nablac.code.math.Elementary;
import org.nablac.graph.Elementwise;
import org.nablac.graph.Node;
import org.nablac.tensor.DType;

/** {@code z = 1/(1 + e^−x)} */
public record Sigmoid() implements Elementwise {

    public static Node sigmoid(Node x) {
        return x.arena().node(new Sigmoid(), x);
    }

    @Override
    public String name() {
        return "sigmoid";
    }

    @Override
    public DType dtype(List<DType> inputs) {
        return DTypes.sameFloat(name(), inputs);
    }

    @Override
    public Expr element(List<Expr> x) {
        return Elements.call(Elementary::sigmoid, x.get(0));
    }

    @Override
    public double value(double... x) {
        return x[0] < 0 ? Math.exp(x[0]) / (1 + Math.exp(x[0])) : 1 / (1 + Math.exp(-x[0]));
    }

    // dx = dz·z·(1 − z)
    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        return List.of(Optional.of(mul(cotangent, mul(node, sub(constantLike(node, 1), node)))));
    }

    @Override
    public String doc() {
        return "z = 1 / (1 + e^-x)";
    }
}
