package org.nablac.rewrite.rules;

import static org.nablac.op.Add.add;
import static org.nablac.op.Broadcast.broadcast;
import static org.nablac.op.Fma.fma;
import static org.nablac.op.Mul.mul;
import static org.nablac.op.Neg.neg;
import static org.nablac.op.Sub.sub;
import static org.nablac.rewrite.Promise.FAST;
import static org.nablac.rewrite.Rule.structural;

import java.util.List;
import java.util.Optional;
import org.nablac.graph.Node;
import org.nablac.op.Add;
import org.nablac.op.Broadcast;
import org.nablac.op.Mul;
import org.nablac.op.Sub;
import org.nablac.rewrite.Rule;

/** A product that is added is not rounded before: one operation for two. After all rules that know sums or products. */
final class Contraction {
    static final List<Rule> RULES = List.of(
            structural("x·y + z = fma(x, y, z)", FAST, Add.class, h -> add(mul(h.x(), h.y()), h.z()),
                    Contraction::sum),
            structural("z − x·repeat r = fma(x, repeat(−r), z)", FAST, Sub.class,
                    h -> sub(h.z(), mul(h.x(), h.repeat(h.r()))), Contraction::difference));

    private Contraction() {
    }

    private static Optional<Node> sum(Add op, Node n) {
        for (int i = 0; i < 2 && n.type().dtype().isFloat(); i++) {
            Node product = n.input(i);
            if (product.op() instanceof Mul) {
                return Optional.of(fma(product.input(0), product.input(1), n.input(1 - i)));
            }
        }
        return Optional.empty();
    }

    private static Optional<Node> difference(Sub op, Node n) {
        Node product = n.input(1);
        for (int i = 0; i < 2 && product.op() instanceof Mul && n.type().dtype().isFloat(); i++) {
            Node factor = product.input(i);
            if (factor.op() instanceof Broadcast b) {
                return Optional.of(fma(product.input(1 - i),
                        broadcast(neg(factor.input(0)), factor.shape(), b.axes()), n.input(0)));
            }
        }
        return Optional.empty();
    }
}
