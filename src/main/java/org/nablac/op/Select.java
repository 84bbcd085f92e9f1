package org.nablac.op;

import static org.nablac.op.Constant.constantLike;

import java.util.List;
import java.util.Optional;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.graph.Elementwise;
import org.nablac.graph.Node;
import org.nablac.graph.ShapeError;
import org.nablac.tensor.DType;

/** {@code z = condition ? yes : no} */
public record Select() implements Elementwise {

    public static Node select(Node condition, Node yes, Node no) {
        return condition.arena().node(new Select(), condition, yes, no);
    }

    @Override
    public String name() {
        return "select";
    }

    @Override
    public DType dtype(List<DType> inputs) {
        if (inputs.get(0) != DType.BOOL) {
            throw new ShapeError(name(), "the condition is not a truth value",
                    "given is " + inputs.get(0) + "; compare it");
        }
        return DTypes.same(name(), inputs.subList(1, 3));
    }

    @Override
    public Expr element(List<Expr> x) {
        return Code.select(x.get(0), x.get(1), x.get(2));
    }

    @Override
    public double value(double... x) {
        return x[0] != 0 ? x[1] : x[2];
    }

    // dyes = dz where the condition holds, else 0; dno the rest
    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        Node zero = constantLike(node, 0);
        Node condition = node.input(0);
        return List.of(Optional.empty(), Optional.of(select(condition, cotangent, zero)),
                Optional.of(select(condition, zero, cotangent)));
    }

    @Override
    public String doc() {
        return "z = yes where the condition holds, else no";
    }
}
