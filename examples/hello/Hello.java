package hello;

import static org.nablac.Nablac.*;

import org.nablac.*;

/**
 * One hidden layer of eight units, which is enough to learn "either, or": the sign of x_1 · x_2, which no
 * single line divides.
 */
@Model
public class Hello {
    static final int HIDDEN = 8;

    final Tensor a = parameter(2, HIDDEN).normal(1), b = parameter(HIDDEN), c = parameter(HIDDEN).normal(1);

    /** The log-odds of +1 for N points of the plane. */
    public Tensor score(@Shape("N, 2") Tensor x) {
        return tanh(x.matmul(a).plus(b)).matmul(c);
    }

    @Loss
    public Tensor loss(@Shape("N, 2") Tensor x, @Shape("N") Tensor sign) {
        return log(one().plus(exp(sign.times(score(x)).negate()))).mean();
    }
}
