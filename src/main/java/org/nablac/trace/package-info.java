/**
 * A model's compiled class becomes a graph by running: it is instantiated, its public methods are called on symbolic
 * tensors, and what they do is the graph. Nodes remember the line that made them; parameters have the names of the
 * fields that hold them.
 *
 * <pre>{@code
 * Model model = Trace.model(Mlp.class);
 * }</pre>
 *
 * May use: root, tensor, graph.
 */
@NullMarked
package org.nablac.trace;

import org.jspecify.annotations.NullMarked;
