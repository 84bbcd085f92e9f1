package org.nablac.train;

import java.util.Arrays;
import java.util.Map;
import org.nablac.compile.ModelInstance;
import org.nablac.data.Split;
import org.nablac.data.Triples;
import org.nablac.data.metrics.KnownTriples;
import org.nablac.data.metrics.RankFigures;
import org.nablac.data.metrics.Ranking;
import org.nablac.op.Input;
import org.nablac.tensor.TensorType;

/**
 * Triples (head, relation, tail), each also trained as (tail, relation + R, head), so that the model has 2·R relations
 * and scores tails only; the figure is the filtered MRR over both directions.
 */
public final class TripleRanking implements Task {
    private static final int QUERIES_AT_ONCE = 256;

    private final Signature signature;
    private final Split<Triples> split;
    private final Triples doubled;
    private final KnownTriples known;
    private final Map<String, Integer> dims;

    TripleRanking(Signature signature, Split<Triples> split, Constants constants) {
        this.signature = signature;
        this.split = split;
        this.doubled = split.train().reciprocal();
        this.known = KnownTriples.of(split);
        Input left = Signature.input(signature.loss().inputs().get(0));
        Input relation = Signature.input(signature.loss().inputs().get(1));
        Input right = Signature.input(signature.loss().inputs().get(2));
        String in = " in " + signature.loss().name();
        TensorType out = signature.prediction().output().type();
        Binding binding = new Binding(signature.model(), constants);
        binding.exactly(out.dim(1), doubled.entities(), "the number of scores in " + signature.prediction().name()
                + " " + out,
                "entities");
        binding.atLeast(left.bound(), doubled.entities(), "the bound of " + left.label() + in, "entities");
        binding.atLeast(relation.bound(), doubled.relations(), "the bound of " + relation.label() + in,
                "relations, counting each also reversed");
        if (!right.bound().is(0)) {
            binding.atLeast(right.bound(), doubled.entities(), "the bound of " + right.label() + in, "entities");
        }
        this.dims = binding.sizes();
    }

    @Override
    public Signature signature() {
        return signature;
    }

    @Override
    public Split<Triples> split() {
        return split;
    }

    @Override
    public Map<String, Integer> dims() {
        return dims;
    }

    @Override
    public int examples() {
        return doubled.size();
    }

    @Override
    public Object[] inputs() {
        return new Object[] {doubled.head(), doubled.relation(), doubled.tail()};
    }

    @Override
    public String figure() {
        return "mrr";
    }

    @Override
    public double validate(ModelInstance model) {
        return Ranking.figures(split.valid(), known, QUERIES_AT_ONCE, scorer(model)).mrr();
    }

    @Override
    public Figures test(ModelInstance model) {
        RankFigures f = Ranking.figures(split.test(), known, QUERIES_AT_ONCE, scorer(model));
        return Figures.of("mrr", f.mrr()).and("hits@1", f.hits1()).and("hits@3", f.hits3()).and("hits@10", f.hits10());
    }

    /** Scores all entities as answers to queries. */
    public Ranking.Scorer scorer(ModelInstance model) {
        String batch = signature.predictionBatch();
        return (n, left, relation) -> Asking.floats(model.call(signature.prediction().name(), Map.of(batch, n),
                new Object[] {Arrays.copyOf(left, n), Arrays.copyOf(relation, n)}));
    }
}
