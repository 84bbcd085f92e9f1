package org.nablac.op;

import static org.nablac.op.Constant.constantLike;
import static org.nablac.op.Greater.greater;
import static org.nablac.op.Mul.mul;
import static org.nablac.op.Select.select;

import java.util.List;
import java.util.Optional;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.graph.Elementwise;
import org.nablac.graph.Node;
import org.nablac.tensor.DType;

/** {@code z = x} where x > 0, else {@code slope·x} */
public record LeakyRelu(double slope) implements Elementwise {

    public static Node leakyRelu(Node x, double slope) {
        return x.arena().node(new LeakyRelu(slope), x);
    }

    @Override
    public String name() {
        return "leakyRelu";
    }

    @Override
    public DType dtype(List<DType> inputs) {
        return DTypes.sameFloat(name(), inputs);
    }

    @Override
    public Expr element(List<Expr> x) {
        Expr scaled = Code.mul(Code.constant(x.get(0).type(), slope), x.get(0));
        return Code.select(Code.gt(x.get(0), Code.constant(x.get(0).type(), 0)), x.get(0), scaled);
    }

    @Override
    public double value(double... x) {
        return x[0] > 0 ? x[0] : slope * x[0];
    }

    // dx = dz where x > 0, else slope·dz
    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        Node x = node.input(0);
        Node scaled = mul(cotangent, constantLike(x, slope));
        return List.of(Optional.of(select(greater(x, constantLike(x, 0)), cotangent, scaled)));
    }

    @Override
    public String doc() {
        return "z = x where x > 0, else slope·x";
    }
}
