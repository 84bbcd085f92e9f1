package org.nablac.data.metrics;

import org.nablac.data.Triples;

/**
 * Filtered ranking (Bordes et al., NIPS 2013), with reciprocal relations (Lacroix, Usunier, Obozinski, ICML 2018). A
 * triple (h, r, t) asks two queries: (h, r, ?) whose target is t, and (t, r + R, ?) whose target is h. The rank of the
 * target is 1 + the number of other entities that score at least as high and do not make a true triple. Ties count
 * against the model, and so does NaN: as the score of the target, or of another entity, it counts as "at least as
 * high".
 */
public final class Ranking {
    private Ranking() {
    }

    /** Scores all entities as answers to queries. */
    @FunctionalInterface
    public interface Scorer {
        /**
         * @param n        number of queries, at least 1
         * @param left     its first n are the entities that the queries give: heads, or tails where relation ≥ R
         * @param relation its first n are the relations, in 0 … 2R - 1
         * @return row-major, its first n·E are the scores [n, E]; the array may be the same in each call
         */
        float[] scores(int n, int[] left, int[] relation);
    }

    /** Scores all entities as answers to one query. */
    @FunctionalInterface
    public interface SingleScorer {
        /** @param out [E], to be filled */
        void scores(int left, int relation, float[] out);
    }

    /** The figures over the tail and the head queries of all triples. */
    public static RankFigures figures(Triples test, KnownTriples known, int batch, Scorer scorer) {
        return RankFigures.of(ranks(test, known, batch, scorer));
    }

    /**
     * [2·size]: the rank of the tail of triple k at 2k, of its head at 2k + 1.
     *
     * @param batch queries to be scored in one call, at least 1; there are as many as this but in the last call
     */
    public static int[] ranks(Triples test, KnownTriples known, int batch, Scorer scorer) {
        if (test.entities() != known.entities() || test.relations() != known.relations()) {
            throw new IllegalArgumentException("the known triples have a different vocabulary");
        }
        int[] ranks = new int[Math.multiplyExact(2, test.size())];
        int[] left = new int[batch];
        int[] relation = new int[batch];
        for (int first = 0; first < ranks.length; first += batch) {
            int n = Math.min(batch, ranks.length - first);
            for (int q = 0; q < n; q++) {
                int k = (first + q) / 2;
                boolean tail = (first + q) % 2 == 0;
                left[q] = tail ? test.head()[k] : test.tail()[k];
                relation[q] = test.relation()[k] + (tail ? 0 : test.relations());
            }
            float[] scores = scorer.scores(n, left, relation);
            for (int q = 0; q < n; q++) {
                int k = (first + q) / 2;
                int target = (first + q) % 2 == 0 ? test.tail()[k] : test.head()[k];
                ranks[first + q] = rank(scores, q * known.entities(), target, known, left[q], relation[q]);
            }
        }
        return ranks;
    }

    /** A scorer of batches that asks one query at a time. */
    public static Scorer oneByOne(int entities, SingleScorer single) {
        return (n, left, relation) -> {
            float[] all = new float[n * entities];
            float[] one = new float[entities];
            for (int q = 0; q < n; q++) {
                single.scores(left[q], relation[q], one);
                System.arraycopy(one, 0, all, q * entities, entities);
            }
            return all;
        };
    }

    private static int rank(float[] scores, int row, int target, KnownTriples known, int left, int relation) {
        float score = scores[row + target];
        int rank = 0;
        for (int e = 0; e < known.entities(); e++) {
            rank += scores[row + e] < score ? 0 : 1;                      // the target itself counts the 1
        }
        int to = known.to(left, relation);
        int before = target;
        for (int k = known.from(left, relation); k < to; k++) {
            int answer = known.answer(k);
            if (answer != target && answer != before && !(scores[row + answer] < score)) {
                rank--;
            }
            before = answer;
        }
        return rank;
    }
}
