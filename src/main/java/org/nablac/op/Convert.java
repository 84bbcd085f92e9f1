package org.nablac.op;

import java.util.List;
import java.util.Optional;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Scalar;
import org.nablac.graph.Elementwise;
import org.nablac.graph.Node;
import org.nablac.graph.Op;
import org.nablac.tensor.DType;

/**
 * x in another dtype: a float to an int32 towards zero, saturating, NaN to 0; a number to a truth value is x ≠ 0;
 * a truth value is 0 or 1.
 */
public record Convert(DType dtype) implements Elementwise {

    /** x itself if it has the dtype. */
    public static Node convert(Node x, DType dtype) {
        return x.type().dtype() == dtype ? x : x.arena().node(new Convert(dtype), x);
    }

    @Override
    public String name() {
        return "convert";
    }

    @Override
    public DType dtype(List<DType> inputs) {
        return dtype;
    }

    @Override
    public Expr element(List<Expr> x) {
        Scalar from = (Scalar) x.get(0).type();
        Scalar to = Scalar.of(dtype);
        if (from == to) {
            return x.get(0);
        } else if (from == Scalar.BOOL) {
            return Code.select(x.get(0), Code.constant(to, 1), Code.constant(to, 0));
        } else if (to == Scalar.BOOL) {
            return Code.ne(x.get(0), Code.constant(from, 0));
        }
        return Code.convert(to, x.get(0));
    }

    @Override
    public double value(double... x) {
        return switch (dtype) {
            case F32, F64 -> x[0];
            case I32 -> (int) x[0];
            case BOOL -> x[0] != 0 ? 1 : 0;
        };
    }

    // dx = dz in the dtype of x, between floats
    @Override
    public List<Optional<Node>> gradient(Node node, Node cotangent) {
        DType from = node.input(0).type().dtype();
        return dtype.isFloat() && from.isFloat() ? List.of(Optional.of(convert(cotangent, from))) : Op.nothing(node);
    }

    @Override
    public Optional<String> notDifferentiable() {
        return dtype.isFloat() ? Optional.empty() : Optional.of(dtype + " has no derivative");
    }

    @Override
    public String doc() {
        return "z = x in another dtype";
    }
}
