package org.nablac.train;

import java.util.Map;
import org.nablac.compile.ModelInstance;
import org.nablac.data.Signs;
import org.nablac.data.Split;
import org.nablac.data.metrics.Auc;
import org.nablac.data.metrics.SignFigures;
import org.nablac.data.metrics.Threshold;
import org.nablac.op.Input;
import org.nablac.tensor.UserError;

/**
 * Signs of a matrix; the figure is the AUC. A score predicts +1 if it reaches the threshold at which the training set
 * has its own share of +1.
 */
public final class SignPrediction implements Task {
    private final Signature signature;
    private final Split<Signs> split;
    private final Map<String, Integer> dims;

    SignPrediction(Signature signature, Split<Signs> split, Constants constants) {
        this.signature = signature;
        this.split = split;
        Input i = Signature.input(signature.loss().inputs().get(0));
        Input j = Signature.input(signature.loss().inputs().get(1));
        if (i.bound().equals(j.bound()) && !i.bound().isConstant() && split.train().rows() != split.train().columns()) {
            throw new UserError(signature.model().sourceFile() + ": " + i.label() + " and " + j.label() + " of "
                    + signature.loss().name()
                    + " share the size " + i.bound() + ", but the data have " + split.train().describeSizes()
                    + ", which are numbered apart: give each its own, as @Index(\"N, rows\")"
                    + " and @Index(\"N, columns\")");
        }
        Binding binding = new Binding(signature.model(), constants);
        binding.atLeast(i.bound(), split.train().rows(), "the bound of " + i.label() + " in "
                + signature.loss().name(), "rows");
        binding.atLeast(j.bound(), split.train().columns(), "the bound of " + j.label() + " in "
                + signature.loss().name(), "columns");
        this.dims = binding.sizes();
    }

    @Override
    public Signature signature() {
        return signature;
    }

    @Override
    public Split<Signs> split() {
        return split;
    }

    @Override
    public Map<String, Integer> dims() {
        return dims;
    }

    @Override
    public int examples() {
        return split.train().size();
    }

    @Override
    public Object[] inputs() {
        Signs train = split.train();
        return new Object[] {train.row(), train.column(),
            Asking.typed(signature.loss().inputs().get(2).type().dtype(), train.sign())};
    }

    @Override
    public String figure() {
        return "auc";
    }

    @Override
    public double validate(ModelInstance model) {
        return Auc.of(scores(model, split.valid()), split.valid().sign());
    }

    @Override
    public Figures test(ModelInstance model) {
        SignFigures f = SignFigures.of(scores(model, split.test()), split.test().sign(), threshold(model));
        return Figures.of("auc", f.auc()).and("macroF1", f.macroF1()).and("accuracy", f.accuracy());
    }

    /** The score at which +1 is predicted. */
    public float threshold(ModelInstance model) {
        return Threshold.ofShare(scores(model, split.train()), split.train().shareOfPlus());
    }

    /** [size]: the score of each entry. */
    public float[] scores(ModelInstance model, Signs entries) {
        float[] scores = new float[entries.size()];
        Asking.each(model, signature.prediction(), signature.predictionBatch(), entries.size(),
                (input, from, to) -> Asking.rows(input == 0 ? entries.row() : entries.column(), 1, from, to),
                (from, to, result) -> System.arraycopy(Asking.floats(result), 0, scores, from, to - from));
        return scores;
    }
}
