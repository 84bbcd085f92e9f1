/**
 * The graph: nodes, the kinds of op, and the text form.
 *
 * <p>A <em>node</em> applies an <em>op</em> to input nodes and has a type. An <em>arena</em> makes nodes, equal ones
 * once. A <em>graph</em> is one computation: inputs, named outputs, and <em>updates</em> {@code leaf ← value}. A
 * <em>model</em> has parameters, their initial values and methods. A <em>cotangent</em> (or adjoint) of a node is the
 * gradient of a scalar with respect to it. The kinds of op are closed ({@link org.nablac.graph.Op}), ops themselves are
 * open and live in {@code org.nablac.op}.
 *
 * <pre>{@code
 * Graph g = GraphText.parse(text, new Arena(), Catalogue::find);
 * g.toString().equals(text);
 * }</pre>
 *
 * May use: tensor, code.
 */
@NullMarked
package org.nablac.graph;

import org.jspecify.annotations.NullMarked;
