import static org.nablac.Nablac.*;

import org.nablac.*;
import org.nablac.tensor.Dim;

/**
 * Completing a knowledge graph by the canonical polyadic decomposition of its tensor (Hitchcock 1927): the fact (head,
 * relation, tail) scores
 *
 *     x_hrt = Σ_k a_hk · w_rk · c_tk,
 *
 * where an entity has one vector as head, a_h, and another as tail, c_t. Each fact is learnt in both directions, (h,
 * r, t) and (t, r⁻¹, h) with a vector of its own for r⁻¹, so that a question always asks for a tail. The loss is −log
 * softmax of the right answer among all entities, and the nuclear 3-norm keeps the vectors small: N3 · (‖a_h‖₃³ +
 * ‖w_r‖₃³ + ‖c_t‖₃³). (Lacroix, Usunier, Obozinski: Canonical tensor decomposition for knowledge base completion, ICML
 * 2018.)
 *
 *     nablac train examples/Cp.java --data umls
 */
@Model(optimizer = "adagrad", rate = 0.1, batch = 100, epochs = 50)
public class Cp {
    static final int RANK = 400;
    static final double N3 = 0.005, START = 0.1;

    // relations counts each relation twice, r and r⁻¹
    final Dim entities = dim("entities"), relations = dim("relations");

    final Tensor a = parameter(entities, RANK).normal(START), c = parameter(entities, RANK).normal(START);
    final Tensor w = parameter(relations, RANK).normal(START);

    /** x_hrt of every entity t, for N questions (h, r, ?). */
    public Tensor scores(@Index("N, entities") Tensor h, @Index("N, relations") Tensor r) {
        return a.rows(h).times(w.rows(r)).matmul(c.transpose());
    }

    /** The mean over N facts. */
    @Loss
    public Tensor loss(@Index("N, entities") Tensor h, @Index("N, relations") Tensor r,
            @Index("N, entities") Tensor t) {
        Tensor size = cubes(a.rows(h)).plus(cubes(w.rows(r))).plus(cubes(c.rows(t)));
        return crossEntropy(scores(h, r), t).plus(size.times(N3)).mean();
    }

    /** ‖x_n‖₃³ = Σ_k |x_nk|³ of each row. */
    static Tensor cubes(Tensor x) {
        return abs(x).pow(3).sum(1);
    }
}
