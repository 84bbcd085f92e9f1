/**
 * What there is to see in a compiled model, for people.
 *
 * <p>The <em>forward</em> part of a training graph is what its outputs reach, the <em>update</em> what the optimiser
 * made, the <em>backward</em> part the rest. The <em>cost</em> of a node is counted before fusion: operations on
 * floats, and bytes read and written if each node were computed alone; both are polynomials in the named sizes.
 *
 * <pre>{@code
 * Compiled compiled = Compiler.compile(model, Options.of(model));
 * System.out.print(Inspection.text(compiled));
 * NodeCost.of(compiled.step().orElseThrow().nodes().get(7)).flops();     // 200704*N
 * }</pre>
 *
 * May use: tensor, graph, op, compile.
 */
@NullMarked
package org.nablac.inspect;

import org.jspecify.annotations.NullMarked;
