/**
 * From a graph to the graph of its derivative: reverse mode, forward mode, and the error for a value that no gradient
 * reaches.
 *
 * <p>A node's <em>cotangent</em> is the gradient of a scalar with respect to it, its <em>tangent</em> the
 * derivative along a direction. The only knowledge of an op that is used is its
 * {@link org.nablac.graph.Op#gradient}, which is linear in the cotangent; forward mode transposes it once more. The
 * result is nodes of the same arena, so it can be differentiated again.
 *
 * <pre>{@code
 * List<Node> g = Differentiate.gradients(loss, List.of(weight, bias));
 * Node curvature = Differentiate.jvp(g.get(0), Map.of(weight, direction));
 * }</pre>
 *
 * <p>A selection hands its selection on, so that a slope of ∞ where it did not choose makes no NaN ({@code Masked}).
 * A cotangent may be row-sparse, and stays so if it reaches a stored leaf, as the table of a gather.
 *
 * May use: tensor, graph, op.
 */
@NullMarked
package org.nablac.differentiate;

import org.jspecify.annotations.NullMarked;
