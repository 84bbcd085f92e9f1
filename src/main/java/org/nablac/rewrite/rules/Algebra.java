package org.nablac.rewrite.rules;

import static org.nablac.op.Abs.abs;
import static org.nablac.op.Add.add;
import static org.nablac.op.And.and;
import static org.nablac.op.Div.div;
import static org.nablac.op.Maximum.maximum;
import static org.nablac.op.Minimum.minimum;
import static org.nablac.op.Mul.mul;
import static org.nablac.op.Neg.neg;
import static org.nablac.op.Not.not;
import static org.nablac.op.Or.or;
import static org.nablac.op.Pow.pow;
import static org.nablac.op.Reciprocal.reciprocal;
import static org.nablac.op.Relu.relu;
import static org.nablac.op.Select.select;
import static org.nablac.op.Square.square;
import static org.nablac.op.Sub.sub;
import static org.nablac.rewrite.Promise.EXACT;
import static org.nablac.rewrite.Promise.FAST;
import static org.nablac.rewrite.Promise.fast;
import static org.nablac.rewrite.Rule.rule;

import java.util.List;
import org.nablac.rewrite.Rule;

/** The same value by fewer operations. */
final class Algebra {
    static final List<Rule> RULES = List.of(
            // neutral elements
            rule("x·1 = x", EXACT, h -> mul(h.x(), h.one()), h -> h.x()),
            rule("x / 1 = x", EXACT, h -> div(h.x(), h.one()), h -> h.x()),
            rule("x + −0 = x", EXACT, h -> add(h.x(), h.c(-0.0)), h -> h.x()),
            rule("x − 0 = x", EXACT, h -> sub(h.x(), h.zero()), h -> h.x()),
            rule("x + 0 = x", FAST, h -> add(h.x(), h.zero()), h -> h.x()),
            rule("0 − x = −x", FAST, h -> sub(h.zero(), h.x()), h -> neg(h.x())),
            rule("x·0 = 0", FAST, h -> mul(h.x(), h.zero()), h -> h.zero()),
            rule("x − x = 0", FAST, h -> sub(h.x(), h.x()), h -> h.zero()),
            // signs
            rule("−(−x) = x", EXACT, h -> neg(neg(h.x())), h -> h.x()),
            rule("x·(−1) = −x", EXACT, h -> mul(h.x(), h.c(-1)), h -> neg(h.x())),
            rule("x / (−1) = −x", EXACT, h -> div(h.x(), h.c(-1)), h -> neg(h.x())),
            rule("(−x)·(−y) = x·y", EXACT, h -> mul(neg(h.x()), neg(h.y())), h -> mul(h.x(), h.y())),
            rule("(−x) / (−y) = x / y", EXACT, h -> div(neg(h.x()), neg(h.y())), h -> div(h.x(), h.y())),
            rule("x − (−y) = x + y", EXACT, h -> sub(h.x(), neg(h.y())), h -> add(h.x(), h.y())),
            rule("x + (−y) = x − y", EXACT, h -> add(h.x(), neg(h.y())), h -> sub(h.x(), h.y())),
            rule("−(x − y) = y − x", FAST, h -> neg(sub(h.x(), h.y())), h -> sub(h.y(), h.x())),
            rule("|−x| = |x|", EXACT, h -> abs(neg(h.x())), h -> abs(h.x())),
            rule("||x|| = |x|", EXACT, h -> abs(abs(h.x())), h -> abs(h.x())),
            rule("|x²| = x²", EXACT, h -> abs(square(h.x())), h -> square(h.x())),
            // squares and powers
            rule("x·x = x²", EXACT, h -> mul(h.x(), h.x()), h -> square(h.x())),
            rule("(−x)² = x²", EXACT, h -> square(neg(h.x())), h -> square(h.x())),
            rule("|x|² = x²", EXACT, h -> square(abs(h.x())), h -> square(h.x())),
            rule("x^0 = 1", EXACT, h -> pow(h.x(), 0), h -> h.one()),
            rule("x^2 = x²", FAST, h -> pow(h.x(), 2), h -> square(h.x())),
            rule("x^−1 = 1/x", FAST, h -> pow(h.x(), -1), h -> reciprocal(h.x())),
            // quotients
            rule("1 / x = reciprocal x", EXACT, h -> div(h.one(), h.x()), h -> reciprocal(h.x())),
            rule("1 / (1/x) = x", fast(0.1, 8, 1), h -> reciprocal(reciprocal(h.x())), h -> h.x()),
            rule("x / (1/y) = x·y", fast(0.1, 8, 1), h -> div(h.x(), reciprocal(h.y())), h -> mul(h.x(), h.y())),
            // selections
            rule("p ? x : x = x", EXACT, h -> select(h.p(), h.x(), h.x()), h -> h.x()),
            rule("¬p ? x : y = p ? y : x", EXACT, h -> select(not(h.p()), h.x(), h.y()),
                    h -> select(h.p(), h.y(), h.x())),
            rule("max(x, x) = x", EXACT, h -> maximum(h.x(), h.x()), h -> h.x()),
            rule("min(x, x) = x", EXACT, h -> minimum(h.x(), h.x()), h -> h.x()),
            rule("relu relu x = relu x", EXACT, h -> relu(relu(h.x())), h -> relu(h.x())),
            rule("relu x² = x²", EXACT, h -> relu(square(h.x())), h -> square(h.x())),
            rule("max(x, 0) = relu x", EXACT, h -> maximum(h.x(), h.zero()), h -> relu(h.x())),
            rule("p and p = p", EXACT, h -> and(h.p(), h.p()), h -> h.p()),
            rule("p or p = p", EXACT, h -> or(h.p(), h.p()), h -> h.p()),
            rule("not not p = p", EXACT, h -> not(not(h.p())), h -> h.p()));

    private Algebra() {
    }
}
