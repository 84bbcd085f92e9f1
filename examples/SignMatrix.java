import static org.nablac.Nablac.*;

import org.nablac.*;
import org.nablac.tensor.Dim;

/**
 * Who says yes to what? A matrix of signs s_ij = ±1 of which few entries are known: votes, likes, traits. Row i has a
 * vector u_i and a bias b_i, column j a vector v_j and a bias c_j, and
 *
 *     P(s_ij = +1) = σ(⟨u_i, v_j⟩ + b_i + c_j + μ),    σ(x) = 1 / (1 + e^−x).
 *
 * Training takes one known entry at a time and makes
 *
 *     −log P(s_ij) + ½ REG (‖u_i‖² + ‖v_j‖² + b_i² + c_j²)
 *
 * smaller: stochastic gradient descent, which touches the rows u_i and v_j alone. That the vectors of a row shrink each
 * time it is seen is what makes the model good at entries it has not seen.
 *
 *     nablac train examples/SignMatrix.java --data zoo
 *     nablac train examples/SignMatrix.java --data FOLDER --define RANK=32 --define REG=0.1
 */
@Model(optimizer = "sgd", rate = 0.1, schedule = "linear", batch = 1, epochs = 60)
public class SignMatrix {
    static final int RANK = 16;
    static final double REG = 0.03, START = 0.1;

    // How many rows and columns there are is known when a model is created, from the data.
    final Dim rows = dim("rows"), columns = dim("columns");

    final Tensor u = parameter(rows, RANK).normal(START), v = parameter(columns, RANK).normal(START);
    final Tensor b = parameter(rows), c = parameter(columns), mu = parameter();

    /** x_ij, the log-odds of +1, for N pairs (i, j). */
    public Tensor score(@Index("N, rows") Tensor i, @Index("N, columns") Tensor j) {
        return dot(u.rows(i), v.rows(j)).plus(b.rows(i)).plus(c.rows(j)).plus(mu);
    }

    /** P(s_ij = +1). */
    public Tensor probability(@Index("N, rows") Tensor i, @Index("N, columns") Tensor j) {
        return sigmoid(score(i, j));
    }

    /** The mean over N entries; −log σ(s x) = log(1 + e^(−s x)). */
    @Loss
    public Tensor loss(@Index("N, rows") Tensor i, @Index("N, columns") Tensor j, @Shape("N") Tensor sign) {
        Tensor surprise = log(one().plus(exp(sign.times(score(i, j)).negate())));
        Tensor size = normSquared(u.rows(i)).plus(normSquared(v.rows(j)))
                .plus(square(b.rows(i))).plus(square(c.rows(j)));
        return surprise.plus(size.times(REG / 2)).mean();
    }

    /** ‖x_n‖² of each row x_n. */
    static Tensor normSquared(Tensor x) {
        return square(x).sum(1);
    }
}
