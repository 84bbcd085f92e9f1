/**
 * Data sets: strict readers of files, small real sets that come with the program, and nothing that knows of a model.
 *
 * <p>A <em>data set</em> ({@link Dataset}) is one of three kinds: {@link Examples} (features and a class each),
 * {@link Signs} (some entries ±1 of a matrix) and {@link Triples} (head, relation, tail). A <em>split</em>
 * ({@link Split}) holds train, valid and test sets of one kind, which share one <em>vocabulary</em>
 * ({@link Vocabulary}): the numbers 0, 1, … of the names of rows, entities, classes, … in order of first appearance
 * over train, valid and test. So a name that only the test file has still has its row in a parameter table.
 *
 * <p>{@link Data} reads: {@link Data#open} takes what a user gives to {@code --data} (a folder, a file, or the name of
 * a bundled set), {@link DataFiles} stands for {@code --train F --valid F --test F}. Where there is no validation
 * file, a seeded tenth of the training data serves as one. Whatever is wrong in a file is a
 * {@link org.nablac.tensor.UserError} that names file, line and column, or byte, what stands there, and the cure.
 *
 * <pre>{@code
 * Split<Signs> house = Data.open("data/house1to10", Kind.SIGNS, Options.DEFAULT).as(Signs.class);
 * System.out.println(house.describe());         // 515 rows, 1281 columns; signs: 97221 train, …
 * Signs train = house.train();
 * train.row()[0];                                  // 0, the row of the first sign
 * train.rowNames().name(0);                        // 403, its name in the file
 * train.sign()[0];                                 // +1 or -1
 *
 * Split<Triples> umls = Bundled.umls();
 * Triples doubled = umls.train().reciprocal();     // (h, r, t) and (t, r + R, h)
 *
 * switch (Data.open("digits", Kind.EXAMPLES, Options.DEFAULT).train()) {
 *     case Examples e -> e.featureCount();         // 64
 *     case Signs s -> s.rows();
 *     case Triples t -> t.entities();
 * }
 * }</pre>
 *
 * May use: tensor.
 */
@NullMarked
package org.nablac.data;

import org.jspecify.annotations.NullMarked;
