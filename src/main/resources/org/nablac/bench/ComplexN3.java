import static org.nablac.Nablac.*;

import org.nablac.*;
import org.nablac.tensor.Dim;

/**
 * ComplEx with the nuclear 3-norm and softmax over all entities. As the peers have it, a vector of C^RANK is one row
 * of 2 RANK numbers: all real parts, then all imaginary parts.
 */
@Model(optimizer = "adagrad", rate = 0.1)
public class ComplexN3 {
    static final int RANK = 100;
    static final double N3 = 0.05, START = 0.001;

    final Dim entities = dim("entities"), relations = dim("relations");

    final Tensor e = parameter(entities, 2 * RANK).normal(START), w = parameter(relations, 2 * RANK).normal(START);

    public Tensor scores(@Index("N, entities") Tensor h, @Index("N, relations") Tensor r) {
        Tensor z = e.rows(h), q = w.rows(r);
        Tensor a = re(z), b = im(z), c = re(q), d = im(q);
        Tensor product = concat(1, a.times(c).minus(b.times(d)), a.times(d).plus(b.times(c)));
        return product.matmul(e.transpose());
    }

    @Loss
    public Tensor loss(@Index("N, entities") Tensor h, @Index("N, relations") Tensor r,
                       @Index("N, entities") Tensor t) {
        Tensor size = cubes(e.rows(h)).plus(cubes(w.rows(r))).plus(cubes(e.rows(t)));
        return crossEntropy(scores(h, r), t).plus(size.times(N3)).mean();
    }

    static Tensor re(Tensor z) {
        return z.slice(1, 0, RANK);
    }

    static Tensor im(Tensor z) {
        return z.slice(1, RANK, RANK);
    }

    /** Σ_k |z_nk|³ of each row. */
    static Tensor cubes(Tensor z) {
        return sqrt(square(re(z)).plus(square(im(z)))).pow(3).sum(1);
    }
}
