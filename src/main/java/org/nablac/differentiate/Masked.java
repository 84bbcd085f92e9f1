package org.nablac.differentiate;

import java.util.List;
import java.util.Optional;
import org.nablac.graph.Elementwise;
import org.nablac.graph.Node;
import org.nablac.op.And;
import org.nablac.op.Broadcast;
import org.nablac.op.Constant;
import org.nablac.op.Not;
import org.nablac.op.Select;

/**
 * The gradient of a selection is a selection of gradients. What a selection did not choose receives the cotangent 0,
 * and the slope there may be ∞ (that of log at 0, which the user chose around), whose product with 0 is NaN. So an
 * elementwise op hands the selection on: with L the gradient rule, linear and elementwise,
 * {@code L(select(c, v, 0)) = select(c, L(v), 0)}.
 *
 * @param condition where the cotangent is {@code value}; elsewhere it is 0
 */
record Masked(Node condition, Node value) {

    /** What each input of {@code n} receives by its own rule. */
    static List<Optional<Node>> gradient(Node n, Node cotangent) {
        Optional<Masked> mask = n.op() instanceof Elementwise ? of(cotangent) : Optional.empty();
        return mask.map(m -> n.op().gradient(n, m.value).stream().map(part -> part.map(m::over)).toList())
                .orElseGet(() -> n.op().gradient(n, cotangent));
    }

    /** The selection between a value and 0 that {@code x} is. */
    private static Optional<Masked> of(Node x) {
        if (!(x.op() instanceof Select)) {
            return Optional.empty();
        } else if (isZero(x.input(2))) {
            return Optional.of(new Masked(x.input(0), x.input(1)));
        } else if (isZero(x.input(1))) {
            return Optional.of(new Masked(Not.not(x.input(0)), x.input(2)));
        }
        return Optional.empty();
    }

    private static boolean isZero(Node x) {
        Node scalar = x.op() instanceof Broadcast ? x.input(0) : x;
        return scalar.op() instanceof Constant c && c.value() == 0;
    }

    /** {@code part} where the condition holds, else 0; one selection, however many there were. */
    private Node over(Node part) {
        Optional<Masked> inner = of(part);
        Node both = inner.map(m -> m.condition == condition ? condition : And.and(condition, m.condition))
                .orElse(condition);
        return Select.select(both, inner.map(Masked::value).orElse(part), Constant.constantLike(part, 0));
    }
}
