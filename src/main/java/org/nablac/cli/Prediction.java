package org.nablac.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.nablac.compile.ModelInstance;
import org.nablac.data.Signs;
import org.nablac.data.Split;
import org.nablac.train.SignPrediction;

/**
 * One predicted sign, in words.
 *
 * @param row         as {@code dolphin}
 * @param column      as {@code lives in water}
 * @param probability of +1
 * @param isYes       whether +1 is predicted
 * @param isRight     whether that is true
 */
record Prediction(String row, String column, double probability, boolean isYes, boolean isRight) {

    /** {@code a dolphin lives in water: yes (0.98), which is right}. */
    String inWords() {
        String article = "aeiou".indexOf(row.charAt(0)) >= 0 ? "an " : "a ";
        return String.format(Locale.ROOT, "%s%s … %s: %s (%.2f), which is %s", article, row, column, isYes ? "yes"
                : "no",
                isYes ? probability : 1 - probability, isRight ? "right" : "wrong");
    }

    /**
     * Predictions of test entries, those first where the probability is farthest from the column's share of +1;
     * one a row and a column, half of them +1.
     */
    static List<Prediction> leastUsual(Split<Signs> split, SignPrediction task, ModelInstance model, int count) {
        Signs test = split.test();
        float[] scores = task.scores(model, test);
        double[] share = shares(split.train());
        float threshold = task.threshold(model);
        List<Integer> order = IntStream.range(0, test.size()).boxed()
                .sorted(Comparator.comparingDouble(k -> -Math.abs(logistic(scores[k]) - share[test.column()[k]])))
                .toList();
        List<Prediction> chosen = new ArrayList<>();
        Set<Integer> rows = new HashSet<>();
        Set<Integer> columns = new HashSet<>();
        for (int k : order) {
            boolean isYes = scores[k] >= threshold;
            boolean isWanted = chosen.stream().filter(p -> p.isYes == isYes).count() < count / 2;
            if (isWanted && !columns.contains(test.column()[k]) && rows.add(test.row()[k])) {
                columns.add(test.column()[k]);
                chosen.add(new Prediction(test.rowNames().name(test.row()[k]),
                        test.columnNames().name(test.column()[k]),
                        logistic(scores[k]), isYes, isYes == test.sign()[k] > 0));
            }
        }
        return chosen;
    }

    private static double logistic(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /** The share of +1 of each column, with one +1 and one −1 more. */
    private static double[] shares(Signs train) {
        double[] plus = new double[train.columns()];
        double[] all = new double[train.columns()];
        for (int k = 0; k < train.size(); k++) {
            plus[train.column()[k]] += train.sign()[k] > 0 ? 1 : 0;
            all[train.column()[k]]++;
        }
        return IntStream.range(0, plus.length).mapToDouble(j -> (plus[j] + 1) / (all[j] + 2)).toArray();
    }
}
