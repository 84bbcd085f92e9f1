package org.nablac.op;

import java.util.Arrays;
import java.util.List;
import org.nablac.graph.Node;
import org.nablac.tensor.HostArray;

/**
 * What the sums of exponentials share, so that each is made once: {@code x − m} with {@code m = max x} over some axes,
 * or 0 where that is infinite or NaN, and {@code Σ exp(x − m)}, in which nothing overflows. The value of what they are
 * used for does not depend on m, so no gradient goes through it.
 *
 * @param max {@code m}, without the axes
 * @param x {@code x − m}
 * @param exp {@code exp(x − m)}
 * @param sum {@code Σ exp(x − m)}, without the axes
 */
record Shifted(Node max, Node x, Node exp, Node sum) {

    static Shifted of(Node x, List<Integer> axes) {
        Node max = StopGradient.stopGradient(MaxOver.maxOver(x, axes));
        Node isFinite = Less.less(Abs.abs(max), Constant.constantLike(max, Double.POSITIVE_INFINITY));
        Node m = Select.select(isFinite, max, Constant.constantLike(max, 0));
        Node shifted = Sub.sub(x, Axes.repeat(m, x, axes));
        Node exp = Exp.exp(shifted);
        return new Shifted(m, shifted, exp, Sum.sum(exp, axes));
    }

    /** {@code log Σ exp x} by the definition, with the largest taken out if it is finite. */
    static HostArray logSumExp(HostArray x, List<Integer> axes) {
        HostArray max = Axes.fold(x, axes, Double.NEGATIVE_INFINITY, Math::max);
        HostArray terms = Axes.combine(x, max, axes, (a, m) -> Math.exp(Double.isFinite(m) ? a - m : a));
        HostArray y = Axes.fold(terms, axes, 0, Double::sum);
        Arrays.setAll(y.data(), e -> Math.log(y.data()[e]) + (Double.isFinite(max.data()[e]) ? max.data()[e] : 0));
        return y;
    }
}
