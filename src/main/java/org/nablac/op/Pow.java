package org.nablac.op;

import static org.nablac.op.Constant.constantLike;
import static org.nablac.op.Mul.mul;

import java.util.List;
import java.util.Optional;
import org.nablac.code.Expr;
import org.nablac.code.math.Elementary;
import org.nablac.graph.Elementwise;
import org.nablac.graph.Node;
import org.nablac.graph.Op;
import org.nablac.tensor.DType;

/**
 * {@code z = x^exponent}, the exponent being a constant. Powers of ½, 1½ and −½ are roots: √−0 is −0, and −∞ has none;
 * all else is as {@link Math#pow}.
 */
public record Pow(double exponent) implements Elementwise {

    /** x itself if the exponent is 1. */
    public static Node pow(Node x, double exponent) {
        return exponent == 1 ? x : x.arena().node(new Pow(exponent), x);
    }

    @Override
    public String name() {
        return "pow";
    }

    @Override
    public DType dtype(List<DType> inputs) {
        return DTypes.sameFloat(name(), inputs);
    }

    @Override
    public Expr element(List<Expr> x) {
        return Elementary.power(x.get(0), exponent);
    }

    @Override
    public double value(double... x) {
        if (exponent == 0.5) {
            return Math.sqrt(x[0]);
        } else if (exponent == 1.5) {
            return x[0] * Math.sqrt(x[0]);
        } else if (exponent == -0.5) {
            return 1 / Math.sqrt(x[0]);
        }
        return Math.pow(x[0], exponent);
    }

    // dx = dz·p·x^(p − 1); nothing where p = 0
    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        if (exponent == 0) {
            return Op.nothing(node);
        }
        Node x = node.input(0);
        return List.of(Optional.of(mul(cotangent, mul(constantLike(x, exponent), pow(x, exponent - 1)))));
    }

    @Override
    public String doc() {
        return "z = x^exponent";
    }
}
