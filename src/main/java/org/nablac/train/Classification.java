package org.nablac.train;

import java.util.List;
import java.util.Map;
import org.nablac.compile.ModelInstance;
import org.nablac.data.Examples;
import org.nablac.data.Split;
import org.nablac.data.metrics.Accuracy;
import org.nablac.graph.Model;
import org.nablac.op.Input;
import org.nablac.tensor.Dim;
import org.nablac.tensor.Shape;
import org.nablac.tensor.TensorType;

/** Examples and their classes; the figure is the accuracy, and the test also gives the mean loss. */
public final class Classification implements Task {
    private final Signature signature;
    private final Split<Examples> split;
    private final Map<String, Integer> dims;

    Classification(Signature signature, Split<Examples> split, Constants constants) {
        this.signature = signature;
        this.split = split;
        Model model = signature.model();
        Binding binding = new Binding(model, constants);
        Input x = Signature.input(signature.loss().inputs().get(0));
        Shape each = x.type().shape().without(List.of(0));
        binding.exactly(each.count(), split.train().featureCount(), "the size of " + x.label() + " " + x.type()
                + " in " + signature.loss().name(), "features an example");
        TensorType out = signature.prediction().output().type();
        if (out.rank() == 2) {
            binding.atLeast(out.dim(1), split.train().classes(), "the number of classes in "
                    + signature.prediction().name()
                    + " " + out, "classes");
        }
        Dim labels = Signature.input(signature.loss().inputs().get(1)).bound();
        if (!labels.is(0)) {
            binding.atLeast(labels, split.train().classes(), "the bound of the labels in " + signature.loss().name(),
                    "classes");
        }
        this.dims = binding.sizes();
    }

    @Override
    public Signature signature() {
        return signature;
    }

    @Override
    public Split<Examples> split() {
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
        return new Object[] {Asking.typed(signature.loss().inputs().get(0).type().dtype(), split.train().features()),
            split.train().labels()};
    }

    @Override
    public String figure() {
        return "accuracy";
    }

    @Override
    public double validate(ModelInstance model) {
        return Accuracy.of(predict(model, split.valid()), split.valid().labels());
    }

    @Override
    public Figures test(ModelInstance model) {
        Examples test = split.test();
        return Figures.of("accuracy", Accuracy.of(predict(model, test), test.labels())).and("loss", loss(model, test));
    }

    /** [size]: the class of each example, -1 where all scores are NaN. */
    public int[] predict(ModelInstance model, Examples examples) {
        int[] classes = new int[examples.size()];
        boolean isScores = signature.prediction().output().type().rank() == 2;
        Asking.each(model, signature.prediction(), signature.predictionBatch(), examples.size(),
                (input, from, to) -> Asking.rows(examples.features(), examples.featureCount(), from, to),
                (from, to, result) -> {
                    int[] some = isScores ? greatest(Asking.floats(result), to - from) : (int[]) result;
                    System.arraycopy(some, 0, classes, from, to - from);
                });
        return classes;
    }

    private static int[] greatest(float[] scores, int n) {
        return Accuracy.greatest(scores, scores.length / n);
    }

    /** The mean over the examples of what the loss method gives. */
    private double loss(ModelInstance model, Examples examples) {
        double[] sum = new double[1];
        Asking.each(model, signature.loss(), signature.batch(), examples.size(),
                (input, from, to) -> input == 0 ? Asking.rows(examples.features(), examples.featureCount(), from, to)
                        : Asking.rows(examples.labels(), 1, from, to),
                (from, to, result) -> sum[0] += ((Number) result).doubleValue() * (to - from));
        return sum[0] / examples.size();
    }
}
