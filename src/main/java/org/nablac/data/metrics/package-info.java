/**
 * How good predictions are, each figure with its definition; nothing here knows of a model.
 *
 * <p>For examples, {@link Accuracy}. For signs, a <em>score</em> is any number that is greater where +1 is likelier:
 * {@link SignFigures} (AUC, macro-F1, accuracy) from {@link Auc} and a <em>threshold</em> ({@link Threshold}), beside
 * the {@link Floor} that a model has to beat. For triples, the <em>filtered rank</em> of the true entity among all
 * entities ({@link Ranking}), and from the ranks {@link RankFigures} (MRR, hits@k). Ties and NaN count against the
 * model.
 *
 * <pre>{@code
 * Split<Signs> zoo = Bundled.zoo();
 * SignFigures floor = Floor.figures(zoo.train(), zoo.test());
 * float threshold = Threshold.ofShare(trainScores, zoo.train().shareOfPlus());
 * SignFigures figures = SignFigures.of(testScores, zoo.test().sign(), threshold);
 * System.out.println("test " + figures.toText());          // test auc=0.9712 macroF1=0.9034 accuracy=0.9198
 *
 * Split<Triples> umls = Bundled.umls();
 * KnownTriples known = KnownTriples.of(umls);
 * RankFigures ranks = Ranking.figures(umls.test(), known, 100, (n, left, relation) -> model.scores(n, left, relation));
 * System.out.println("test " + ranks.toText());            // test mrr=0.9480 hits@1=… hits@3=… hits@10=…
 * }</pre>
 *
 * May use: data.
 */
@NullMarked
package org.nablac.data.metrics;

import org.jspecify.annotations.NullMarked;
