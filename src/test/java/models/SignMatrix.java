package models;

import static org.nablac.Nablac.*;

import org.nablac.*;
import org.nablac.tensor.Dim;

/** P(sign = +1 | i, j) = σ(⟨u_i, v_j⟩ + b_i + c_j): a sign matrix from few entries; the loss as one writes it. */
@Model
public class SignMatrix {
    static final int RANK = 16;
    final Dim rows = dim("rows"), columns = dim("columns");          // bound when a model is created
    final Tensor u = parameter(rows, RANK), v = parameter(columns, RANK), b = parameter(rows), c = parameter(columns);

    public Tensor score(@Index("N, rows") Tensor i, @Index("N, columns") Tensor j) {
        return dot(u.rows(i), v.rows(j)).plus(b.rows(i)).plus(c.rows(j));
    }

    @Loss public Tensor loss(@Index("N, rows") Tensor i, @Index("N, columns") Tensor j, @Shape("N") Tensor sign) {
        return log(one().plus(exp(sign.times(score(i, j)).negate()))).mean();   // made stable, then differentiated
    }
}
