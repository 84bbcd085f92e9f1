package org.nablac.rewrite.rules;

import static org.nablac.op.Add.add;
import static org.nablac.op.Constant.constant;
import static org.nablac.op.Div.div;
import static org.nablac.op.Exp.exp;
import static org.nablac.op.Iota.iota;
import static org.nablac.op.Mul.mul;
import static org.nablac.op.Select.select;
import static org.nablac.rewrite.Promise.EXACT;
import static org.nablac.rewrite.Rule.structural;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.nablac.graph.Elementwise;
import org.nablac.graph.Node;
import org.nablac.graph.Op;
import org.nablac.op.Abs;
import org.nablac.op.Add;
import org.nablac.op.And;
import org.nablac.op.Broadcast;
import org.nablac.op.Constant;
import org.nablac.op.Convert;
import org.nablac.op.Div;
import org.nablac.op.Equal;
import org.nablac.op.Greater;
import org.nablac.op.GreaterEqual;
import org.nablac.op.Iota;
import org.nablac.op.Less;
import org.nablac.op.LessEqual;
import org.nablac.op.Maximum;
import org.nablac.op.Minimum;
import org.nablac.op.Mul;
import org.nablac.op.Neg;
import org.nablac.op.Not;
import org.nablac.op.NotEqual;
import org.nablac.op.Or;
import org.nablac.op.Reciprocal;
import org.nablac.op.Relu;
import org.nablac.op.Select;
import org.nablac.op.SizeOf;
import org.nablac.op.Sqrt;
import org.nablac.op.Square;
import org.nablac.op.Sub;
import org.nablac.rewrite.Rule;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;
import org.nablac.tensor.Shape;

/** Constants are computed now, in the arithmetic of their dtype, where that is correctly rounded. */
final class Folding {
    /** Their value in doubles, rounded to float32, is what float32 arithmetic gives. */
    private static final Set<Class<? extends Op>> ROUNDED = Set.of(
            Add.class, Sub.class, Mul.class, Div.class, Neg.class, Abs.class, Square.class, Sqrt.class,
            Reciprocal.class, Relu.class, Minimum.class, Maximum.class, Less.class, LessEqual.class,
            Greater.class, GreaterEqual.class, Equal.class, NotEqual.class, And.class, Or.class, Not.class,
            Select.class, Convert.class);

    static final List<Rule> RULES = List.of(
            structural("1 + 2 = 3", EXACT, Elementwise.class,
                    h -> add(constant(h.arena(), DType.F32, 0.1), constant(h.arena(), DType.F32, 0.2)),
                    Folding::compute),
            structural("f(scalar repeated) = f(scalar) repeated", EXACT, Elementwise.class,
                    h -> exp(Broadcast.broadcast(h.input("f32[]"), h.x().shape())), Folding::hoist),
            structural("size of a constant dimension = a constant", EXACT, SizeOf.class,
                    h -> SizeOf.sizeOf(h.arena(), DType.F32, Dim.of(3)), Folding::size),
            structural("true ? x : y = x", EXACT, Select.class,
                    h -> select(Broadcast.broadcast(constant(h.arena(), DType.BOOL, 1), h.x().shape()), h.x(), h.y()),
                    Folding::choose),
            structural("x / 4 = x·0.25", EXACT, Div.class, h -> div(h.x(), h.c(4)), Folding::powerOfTwo),
            structural("iota along one element = 0", EXACT, Iota.class,
                    h -> iota(h.arena(), DType.I32, Shape.parse("[A, 1]"), 1), Folding::alone));

    private Folding() {
    }

    private static Optional<Node> compute(Elementwise op, Node n) {
        if (!ROUNDED.contains(op.getClass()) || !n.inputs().stream().allMatch(i -> i.op() instanceof Constant)) {
            return Optional.empty();
        }
        double value = op.value(n.inputs().stream().mapToDouble(i -> ((Constant) i.op()).value()).toArray());
        if (n.type().dtype() == DType.I32 && (op instanceof Div || value != (int) value)) {
            return Optional.empty();
        }
        return Optional.of(constant(n.arena(), n.type().dtype(), value));
    }

    private static Optional<Node> hoist(Elementwise op, Node n) {
        if (!n.inputs().stream().allMatch(Forms::isRepeatedScalar)) {
            return Optional.empty();
        }
        Node scalar = n.arena().node(op, n.inputs().stream().map(i -> i.input(0)).toList());
        return Optional.of(Broadcast.broadcast(scalar, n.shape()));
    }

    private static Optional<Node> size(SizeOf op, Node n) {
        return op.dim().isConstant()
                ? Optional.of(constant(n.arena(), op.dtype(), op.dim().constant()))
                : Optional.empty();
    }

    private static Optional<Node> choose(Select op, Node n) {
        return Forms.number(n.input(0)).map(c -> n.input(c != 0 ? 1 : 2));
    }

    /** Division by ±2^k ≠ ±1 is multiplication by ±2^−k, if that is a number of the dtype. */
    private static Optional<Node> powerOfTwo(Div op, Node n) {
        double c = n.type().dtype().isFloat() ? Forms.number(n.input(1)).orElse(0.0) : 0;
        boolean isPower = c != 0 && Math.abs(c) != 1 && Double.isFinite(c)
                && Math.abs(c) == Math.scalb(1.0, Math.getExponent(c))
                && Math.abs(Math.getExponent(c)) <= 120;
        return isPower ? Optional.of(mul(n.input(0), Constant.constantLike(n.input(0), 1 / c))) : Optional.empty();
    }

    private static Optional<Node> alone(Iota op, Node n) {
        return op.shape().dim(op.axis()).is(1) ? Optional.of(Constant.constantLike(n, 0)) : Optional.empty();
    }
}
