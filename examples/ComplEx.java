import static org.nablac.Nablac.*;

import org.nablac.*;
import org.nablac.tensor.Dim;

/**
 * Completing a knowledge graph with complex numbers: the fact (head, relation, tail) scores
 *
 *     x_hrt = Re Σ_k e_hk · w_rk · ē_tk,    e_h, w_r, e_t ∈ C^RANK,
 *
 * (Trouillon et al.: Complex embeddings for simple link prediction, ICML 2016). An entity has one vector, as head and,
 * conjugated, as tail; so a relation may be symmetric (w_r real) or antisymmetric (w_r imaginary). Each fact is learnt
 * in both directions, (h, r, t) and (t, r⁻¹, h), by −log softmax of the right answer among all entities, with
 * N3 · (‖e_h‖₃³ + ‖w_r‖₃³ + ‖e_t‖₃³) of the moduli |z| = √(re² + im²).
 * (Lacroix, Usunier, Obozinski: Canonical tensor decomposition for knowledge base completion, ICML 2018.)
 *
 *     nablac train examples/ComplEx.java --data umls
 */
@Model(optimizer = "adagrad", rate = 0.1, batch = 100, epochs = 50)
public class ComplEx {
    static final int RANK = 100;
    static final double N3 = 0.01, START = 0.1;

    // relations counts each relation twice, r and r⁻¹
    final Dim entities = dim("entities"), relations = dim("relations");

    final Table e = new Table(entities), w = new Table(relations);

    /** x_hrt of every entity t, for N questions (h, r, ?). */
    public Tensor scores(@Index("N, entities") Tensor h, @Index("N, relations") Tensor r) {
        Complex z = e.rows(h).times(w.rows(r));
        return z.re().matmul(e.re.transpose()).plus(z.im().matmul(e.im.transpose()));       // Re(z ē) = re re + im im
    }

    /** The mean over N facts. */
    @Loss
    public Tensor loss(@Index("N, entities") Tensor h, @Index("N, relations") Tensor r,
            @Index("N, entities") Tensor t) {
        Tensor size = e.rows(h).cubes().plus(w.rows(r).cubes()).plus(e.rows(t).cubes());
        return crossEntropy(scores(h, r), t).plus(size.times(N3)).mean();
    }

    /** A complex vector for each row. */
    static class Table {
        final Tensor re, im;

        Table(Dim rows) {
            re = parameter(rows, RANK).normal(START);
            im = parameter(rows, RANK).normal(START);
        }

        Complex rows(Tensor index) {
            return new Complex(re.rows(index), im.rows(index));
        }
    }

    /** N complex vectors. */
    record Complex(Tensor re, Tensor im) {
        /** (a + bi)(c + di) = (ac − bd) + (ad + bc)i, element by element. */
        Complex times(Complex z) {
            return new Complex(re.times(z.re).minus(im.times(z.im)), re.times(z.im).plus(im.times(z.re)));
        }

        /** Σ_k |z_nk|³ of each row. */
        Tensor cubes() {
            return sqrt(square(re).plus(square(im))).pow(3).sum(1);
        }
    }
}
