package org.nablac.data.metrics;

import java.util.Locale;

/**
 * What ranks amount to, each averaged over all queries.
 *
 * @param mrr    the mean of 1 / rank
 * @param hits1  the share of ranks at most 1
 * @param hits3  the share of ranks at most 3
 * @param hits10 the share of ranks at most 10
 * @param queries how many
 */
public record RankFigures(double mrr, double hits1, double hits3, double hits10, int queries) {

    /** @param ranks each at least 1; NaN everywhere if there is none */
    public static RankFigures of(int[] ranks) {
        double reciprocals = 0;
        int[] within = new int[3];
        for (int rank : ranks) {
            reciprocals += 1.0 / rank;
            within[0] += rank <= 1 ? 1 : 0;
            within[1] += rank <= 3 ? 1 : 0;
            within[2] += rank <= 10 ? 1 : 0;
        }
        double n = ranks.length;
        return new RankFigures(reciprocals / n, within[0] / n, within[1] / n, within[2] / n, ranks.length);
    }

    /** {@code mrr=0.9480 hits@1=0.9123 hits@3=0.9801 hits@10=0.9955}. */
    public String toText() {
        return String.format(Locale.ROOT, "mrr=%.4f hits@1=%.4f hits@3=%.4f hits@10=%.4f", mrr, hits1, hits3, hits10);
    }
}
