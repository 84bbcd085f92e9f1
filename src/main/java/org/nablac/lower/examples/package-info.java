/**
 * From the kernel of a step on one example to one function that takes the steps on many.
 *
 * <p>The <em>loop</em> over examples stands around the kernel, so that what is the same for all of them is computed
 * once. Of a program whose examples name rows of the model, as those of a factorization do, the rows of those to come
 * are <em>touched</em> before the first is looked at: what is far away is fetched side by side.
 *
 * <p>Examples that name different rows are a <em>group</em>: the <em>phases</em> of their steps, scores, what follows
 * from those, and updates, are done for all of the group before the next, so that the second is one for vectors. Where
 * examples may <em>meet</em> elsewhere than in rows they name, there are no groups. The bits are those of one step
 * after the other.
 *
 * <pre>{@code
 * Optional<KernelCode> loop = ExampleLoop.around(kernel, "singles");
 * }</pre>
 *
 * May use: code, lower, lower.lanes, graph, tensor.
 */
@NullMarked
package org.nablac.lower.examples;

import org.jspecify.annotations.NullMarked;
