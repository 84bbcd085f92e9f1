package org.nablac.rewrite.rules;

import static org.nablac.op.Abs.abs;
import static org.nablac.op.Add.add;
import static org.nablac.op.CrossEntropy.crossEntropy;
import static org.nablac.op.Div.div;
import static org.nablac.op.Exp.exp;
import static org.nablac.op.Expm1.expm1;
import static org.nablac.op.Log.log;
import static org.nablac.op.Log1p.log1p;
import static org.nablac.op.LogSoftmax.logSoftmax;
import static org.nablac.op.LogSumExp.logSumExp;
import static org.nablac.op.Mul.mul;
import static org.nablac.op.Neg.neg;
import static org.nablac.op.Pick.pick;
import static org.nablac.op.Pow.pow;
import static org.nablac.op.Reciprocal.reciprocal;
import static org.nablac.op.Sigmoid.sigmoid;
import static org.nablac.op.Softmax.softmax;
import static org.nablac.op.Softplus.softplus;
import static org.nablac.op.Sqrt.sqrt;
import static org.nablac.op.Square.square;
import static org.nablac.op.Sub.sub;
import static org.nablac.op.Sum.sum;
import static org.nablac.op.Tanh.tanh;
import static org.nablac.rewrite.Promise.fast;
import static org.nablac.rewrite.Rule.rule;
import static org.nablac.rewrite.Rule.structural;

import java.util.List;
import java.util.Optional;
import org.nablac.graph.Node;
import org.nablac.op.Pow;
import org.nablac.op.Sqrt;
import org.nablac.rewrite.Rule;

/**
 * What one writes becomes what one computes: where the left side overflows or cancels, the right one does not, and
 * neither does its gradient. So these are for graphs that are not yet differentiated. (After Theano's list of
 * stabilisations, which ran after differentiation.)
 */
final class Stability {
    static final List<Rule> RULES = List.of(
            // logarithm and exponential near 1 and 0
            rule("log exp x = x", fast(-80, 80, 0), h -> log(exp(h.x())), h -> h.x()),
            rule("exp log x = x", fast(1e-30, 1e30, 0), h -> exp(log(h.x())), h -> h.x()),
            rule("log(1 + exp x) = softplus x", fast(-80, 80, 2), h -> log(add(h.one(), exp(h.x()))),
                    h -> softplus(h.x())),
            rule("log1p exp x = softplus x", fast(-80, 80, 2), h -> log1p(exp(h.x())), h -> softplus(h.x())),
            rule("log(exp x − exp y) = x + log(−expm1(y − x))", fast(-40, 40, 8, 64),
                    h -> log(sub(exp(h.x()), exp(h.y()))), h -> add(h.x(), log(neg(expm1(sub(h.y(), h.x())))))),
            rule("log(1 + x) = log1p x", fast(-0.5, 0.5, 2), h -> log(add(h.one(), h.x())), h -> log1p(h.x())),
            rule("log(1 − x) = log1p(−x)", fast(-0.5, 0.5, 2), h -> log(sub(h.one(), h.x())), h -> log1p(neg(h.x()))),
            rule("exp x − 1 = expm1 x", fast(-1, 1, 2), h -> sub(exp(h.x()), h.one()), h -> expm1(h.x())),
            // the logistic function
            rule("log σ(x) = −softplus(−x)", fast(-80, 80, 2), h -> log(sigmoid(h.x())),
                    h -> neg(softplus(neg(h.x())))),
            rule("1 − σ(x) = σ(−x)", fast(-80, 30, 2), h -> sub(h.one(), sigmoid(h.x())), h -> sigmoid(neg(h.x()))),
            rule("exp x · σ(−x) = σ(x)", fast(-80, 80, 2), h -> mul(exp(h.x()), sigmoid(neg(h.x()))),
                    h -> sigmoid(h.x())),
            rule("σ(x) / σ(−x) = exp x", fast(-80, 80, 2), h -> div(sigmoid(h.x()), sigmoid(neg(h.x()))),
                    h -> exp(h.x())),
            rule("(exp x − exp −x) / (exp x + exp −x) = tanh x", fast(-40, 40, 2),
                    h -> div(sub(exp(h.x()), exp(neg(h.x()))), add(exp(h.x()), exp(neg(h.x())))), h -> tanh(h.x())),
            // softmax and its logarithm
            rule("softmax(x − m) = softmax x", fast(-40, 40, 8, 8),
                    h -> softmax(sub(h.x(), h.repeat(h.r())), h.axis()), h -> softmax(h.x(), h.axis())),
            rule("log softmax x = logSoftmax x", fast(-40, 40, 8, 8), h -> log(softmax(h.x(), h.axis())),
                    h -> logSoftmax(h.x(), h.axis())),
            rule("exp logSoftmax x = softmax x", fast(-40, 40, 8, 8), h -> exp(logSoftmax(h.x(), h.axis())),
                    h -> softmax(h.x(), h.axis())),
            rule("log Σ exp x = logSumExp x", fast(-80, 80, 8, 8), h -> log(sum(exp(h.x()), h.axes())),
                    h -> logSumExp(h.x(), h.axes())),
            rule("m + logSumExp(x − m) = logSumExp x", fast(-80, 80, 8, 8),
                    h -> add(h.r(), logSumExp(sub(h.x(), h.repeat(h.r())), h.axes())), h -> logSumExp(h.x(), h.axes())),
            rule("x − logSumExp x = logSoftmax x", fast(-80, 80, 8, 8),
                    h -> sub(h.x(), h.repeat(logSumExp(h.x(), h.axes()))), h -> logSoftmax(h.x(), h.axis())),
            rule("x[i] of logSoftmax = −crossEntropy(x, i)", fast(-40, 40, 8, 8),
                    h -> pick(logSoftmax(h.x(), h.last()), h.i()), h -> neg(crossEntropy(h.x(), h.i()))),
            rule("logSumExp x − x[i] = crossEntropy(x, i)", fast(-40, 40, 8, 8),
                    h -> sub(logSumExp(h.x(), List.of(h.last())), pick(h.x(), h.i())), h -> crossEntropy(h.x(), h.i())),
            // roots, which have no derivative at 0
            rule("√(x²) = |x|", fast(-1e30, 1e30, 0), h -> sqrt(square(h.x())), h -> abs(h.x())),
            rule("(√x)² = x", fast(0, 1e30, 0), h -> square(sqrt(h.x())), h -> h.x()),
            rule("x·√x = x^1.5", fast(0, 1e20, 2), h -> mul(h.x(), sqrt(h.x())), h -> pow(h.x(), 1.5)),
            structural("(√x)^p = x^(p/2)", fast(0, 1e10, 2), Pow.class,
                    h -> pow(sqrt(h.x()), 3), Stability::powerOfRoot),
            rule("log √x = log(x) / 2", fast(1e-30, 1e30, 2), h -> log(sqrt(h.x())), h -> mul(h.c(0.5), log(h.x()))));

    /** Other ways to write σ and softmax, which cost more; for gradients as well. */
    static final List<Rule> NAMED = List.of(
            rule("1 / (1 + exp x) = σ(−x)", fast(-80, 80, 2), h -> reciprocal(add(h.one(), exp(h.x()))),
                    h -> sigmoid(neg(h.x()))),
            rule("exp x / (1 + exp x) = σ(x)", fast(-80, 80, 2), h -> div(exp(h.x()), add(h.one(), exp(h.x()))),
                    h -> sigmoid(h.x())),
            rule("exp x / Σ exp x = softmax x", fast(-200, 200, 8, 8),
                    h -> div(exp(h.x()), h.repeat(sum(exp(h.x()), h.axes()))), h -> softmax(h.x(), h.axis())),
            rule("exp x·(1 / Σ exp x) = softmax x", fast(-200, 200, 8, 8),
                    h -> mul(exp(h.x()), h.repeat(reciprocal(sum(exp(h.x()), h.axes())))),
                    h -> softmax(h.x(), h.axis())));

    private Stability() {
    }

    private static Optional<Node> powerOfRoot(Pow op, Node n) {
        return n.input(0).op() instanceof Sqrt ? Optional.of(pow(n.input(0).input(0), op.exponent() / 2))
                : Optional.empty();
    }
}
