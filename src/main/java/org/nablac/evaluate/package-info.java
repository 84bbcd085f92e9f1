/**
 * The reference interpreter: a graph's values, node by node, in double precision and without cleverness. It is
 * the oracle of every test.
 *
 * <p>An <em>evaluation</em> gives the values of the stored leaves by label, the sizes of named dimensions, and the seed
 * and step of the random numbers.
 *
 * <pre>{@code
 * Evaluation e = new Evaluation(Map.of("x", HostArray.scalar(DType.F64, 3)), Sizes.NONE, 0, 0);
 * Evaluate.run(graph, e).get("loss");
 * }</pre>
 *
 * May use: tensor, graph.
 */
@NullMarked
package org.nablac.evaluate;

import org.jspecify.annotations.NullMarked;
