import static org.nablac.Nablac.*;

import org.nablac.*;
import org.nablac.tensor.Dim;

/** What the peers' signmf workloads are: log(1 + exp(−y ⟨u_i, v_j⟩)) + 0.01 (‖u_i‖² + ‖v_j‖²). */
@Model(optimizer = "sgd", rate = 0.05, batch = 1)
public class Factors {
    static final int RANK = 32;

    final Dim rows = dim("rows"), columns = dim("columns");

    final Tensor u = parameter(rows, RANK).normal(0.1), v = parameter(columns, RANK).normal(0.1);

    public Tensor score(@Index("N, rows") Tensor i, @Index("N, columns") Tensor j) {
        return dot(u.rows(i), v.rows(j));
    }

    @Loss
    public Tensor loss(@Index("N, rows") Tensor i, @Index("N, columns") Tensor j, @Shape("N") Tensor y) {
        Tensor size = square(u.rows(i)).sum(1).plus(square(v.rows(j)).sum(1));
        return log(one().plus(exp(y.times(score(i, j)).negate()))).plus(size.times(0.01)).mean();
    }
}
