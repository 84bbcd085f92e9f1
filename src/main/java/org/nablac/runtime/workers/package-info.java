/**
 * The threads among which the training steps of a generated class share their large kernels.
 *
 * <p>{@link org.nablac.runtime.workers.Workers} is a template: the compiler copies it, as bytecode, to the class
 * {@code …$Workers} beside that of a model, and what calls {@link org.nablac.runtime.workers.Shared} here calls the
 * model's class there. Where that class is missing, a step runs on its caller's thread alone.
 *
 * <p>A <em>task</em> is a kernel with a range; a <em>part</em> is a piece of that range. The <em>caller</em> of a step
 * publishes a task, and it and the <em>workers</em> claim parts, each first those of its own share, until none is left.
 * Which thread does a part changes no bit: parts write apart, and no sum is cut. Each worker has a <em>seat</em>, whose
 * number says which private arrays are its own; the caller's is 0.
 *
 * <p>The template obeys the language level of the classes that are generated: {@code java.*} as of Java 17, no
 * {@code invokedynamic}, no inner class, no annotation.
 *
 * <pre>{@code
 * Workers workers = new Workers(4, 1e6);
 * workers.run(model, 3, rows, 16, 5e8);      // model.sharedPart(3, seat, first, last) for parts of 0 … rows
 * workers.close();
 * }</pre>
 *
 * May use: nothing.
 */
@NullMarked
package org.nablac.runtime.workers;

import org.jspecify.annotations.NullMarked;
