package org.nablac.data.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.nablac.data.Bundled;
import org.nablac.data.Split;
import org.nablac.data.Triples;
import org.nablac.data.Vocabulary;

class RankingTest {
    private record Fact(int head, int relation, int tail) {
    }

    /** Ranks by definition, over a set of facts, one entity at a time. */
    private static int[] bruteForce(Split<Triples> split, float[][][] score) {
        Set<Fact> facts = new HashSet<>();
        for (Triples part : List.of(split.train(), split.valid(), split.test())) {
            for (int k = 0; k < part.size(); k++) {
                facts.add(new Fact(part.head()[k], part.relation()[k], part.tail()[k]));
            }
        }
        Triples test = split.test();
        int[] ranks = new int[2 * test.size()];
        for (int k = 0; k < test.size(); k++) {
            int h = test.head()[k];
            int r = test.relation()[k];
            int t = test.tail()[k];
            float[] tails = score[h][r];
            float[] heads = score[t][r + test.relations()];
            ranks[2 * k] = 1;
            ranks[2 * k + 1] = 1;
            for (int e = 0; e < test.entities(); e++) {
                if (e != t && !facts.contains(new Fact(h, r, e)) && atLeast(tails[e], tails[t])) {
                    ranks[2 * k]++;
                }
                if (e != h && !facts.contains(new Fact(e, r, t)) && atLeast(heads[e], heads[h])) {
                    ranks[2 * k + 1]++;
                }
            }
        }
        return ranks;
    }

    private static boolean atLeast(float other, float target) {
        return Float.isNaN(other) || Float.isNaN(target) || other >= target;
    }

    /** [left][relation][entity], with ties and now and then NaN. */
    private static float[][][] scores(Triples like, Random random) {
        float[][][] scores = new float[like.entities()][2 * like.relations()][like.entities()];
        for (float[][] left : scores) {
            for (float[] row : left) {
                for (int e = 0; e < row.length; e++) {
                    row[e] = random.nextInt(50) == 0 ? Float.NaN : random.nextInt(20);
                }
            }
        }
        return scores;
    }

    private static Triples random(int n, int entities, int relations, Random random) {
        Vocabulary names = Vocabulary.numbered(random.ints(entities).mapToObj(Integer::toString).toList());
        Vocabulary relationNames = Vocabulary.numbered(random.ints(relations).mapToObj(Integer::toString).toList());
        return new Triples(random.ints(n, 0, entities).toArray(), random.ints(n, 0, relations).toArray(),
                random.ints(n, 0, entities).toArray(), names, relationNames);
    }

    private static void agrees(Split<Triples> split, int batch, Random random, String message) {
        float[][][] score = scores(split.train(), random);
        Ranking.Scorer scorer = Ranking.oneByOne(split.train().entities(), (left, relation, out) ->
                System.arraycopy(score[left][relation], 0, out, 0, out.length));
        int[] ranks = Ranking.ranks(split.test(), KnownTriples.of(split), batch, scorer);
        assertArrayEquals(bruteForce(split, score), ranks, message);
    }

    @Test
    void ranksAgreeWithThoseByDefinitionOnRandomGraphs() {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            int entities = 1 + random.nextInt(12);
            int relations = 1 + random.nextInt(4);
            Triples part = random(10 + random.nextInt(60), entities, relations, random);
            int[] all = random.ints(30, 0, part.size()).toArray();
            Split<Triples> split = new Split<>(part, part.select(all), random(20, entities, relations, random), "");
            agrees(split, 1 + random.nextInt(50), random, "seed " + seed);
        }
    }

    @Test
    void ranksAgreeWithThoseByDefinitionOnNationsAndUmls() {
        agrees(Bundled.nations(), 64, new Random(1), "nations");
        agrees(Bundled.umls(), 100, new Random(2), "umls");
    }

    @Test
    void aConstantScoresLastAndNotFirst() {
        Split<Triples> nations = Bundled.nations();
        KnownTriples known = KnownTriples.of(nations);
        float[] constant = new float[10 * known.entities()];
        RankFigures figures = Ranking.figures(nations.test(), known, 10, (n, left, relation) -> constant);
        assertEquals(0, figures.hits1());
        float[] nan = new float[10 * known.entities()];
        java.util.Arrays.fill(nan, Float.NaN);
        assertEquals(figures, Ranking.figures(nations.test(), known, 10, (n, left, relation) -> nan));
        assertEquals(2 * nations.test().size(), figures.queries());
    }

    @Test
    void anOracleScoresFirst() {
        Split<Triples> nations = Bundled.nations();
        KnownTriples known = KnownTriples.of(nations);
        Ranking.Scorer oracle = (n, left, relation) -> {
            float[] scores = new float[n * known.entities()];
            for (int q = 0; q < n; q++) {
                for (int k = known.from(left[q], relation[q]); k < known.to(left[q], relation[q]); k++) {
                    scores[q * known.entities() + known.answer(k)] = 1;
                }
            }
            return scores;
        };
        assertEquals("mrr=1.0000 hits@1=1.0000 hits@3=1.0000 hits@10=1.0000",
                Ranking.figures(nations.test(), known, 7, oracle).toText());
    }

    @Test
    void figuresAreMeansOverTheRanks() {
        RankFigures figures = RankFigures.of(new int[] {1, 2, 4, 20});
        assertEquals((1 + 0.5 + 0.25 + 0.05) / 4, figures.mrr(), 1e-12);
        assertEquals(0.25, figures.hits1());
        assertEquals(0.5, figures.hits3());
        assertEquals(0.75, figures.hits10());
        assertTrue(figures.toText().startsWith("mrr=0.4500 hits@1=0.2500"));
    }
}
