/**
 * From a model to a class: the table of passes, the options, and the generated class with
 * everything that is not a kernel.
 *
 * <p>A <em>pass</em> is a row of the table: what it leaves is kept, it is timed, and where a class can be made
 * without it, it is switched off by its name.
 *
 * <p>A <em>program</em> is one computation that the class can do: a method of the model, the training step, the step
 * of a single example, the initial values. It has kernels and a <em>workspace</em>, the arrays that they share. The
 * <em>shell</em> is the rest of the class: creating, loading and saving, checking arguments, calling kernels in
 * order. A <em>size of the call</em> is a named dimension that each call binds; a <em>size of the model</em> is bound
 * when a model is created. What the model <em>holds</em>, parameters and state, is a field each, or above some
 * hundreds an array of arrays; what is too long for one function is divided into <em>pieces</em>. A <em>table</em> is
 * a parameter of which training gathers rows; where a row is whole lines of the cache, it lies behind a
 * <em>margin</em> in its array.
 *
 * <p>The kernels of a training step that have a range are <em>tasks</em>, which the class shares among threads where
 * they are large: {@code Threads} is what the class has for that, {@code Sharing} what a program has. The methods of a
 * model compute on their caller's thread, since each call has a workspace of its own and many may run at once.
 *
 * <pre>{@code
 * Compiled compiled = Compiler.compile(model, Options.of(model));
 * ModelInstance m = ModelInstance.create(compiled, 42, Map.of());
 * float loss = m.step(Map.of("N", 32), new Object[] {x, y}, 0.1f);
 * }</pre>
 *
 * May use: tensor, code, graph, op, differentiate, rewrite, rewrite.rules, optimise, schedule, lower,
 * lower.examples, emit, runtime.
 */
@NullMarked
package org.nablac.compile;

import org.jspecify.annotations.NullMarked;
