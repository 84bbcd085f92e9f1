/**
 * Whether a model's gradient and its compiled class are right: each against the reference interpreter, on random
 * values.
 *
 * <p>A <em>finding</em> is one comparison: a parameter's gradient against central differences in float64, a method's
 * result, or a parameter after a training step, of the compiled class against the interpreter. Its <em>error</em> is
 * the largest difference divided by the largest magnitude expected.
 *
 * <pre>{@code
 * List<Finding> findings = Check.run(model, Options.of(model), 1);
 * boolean isRight = findings.stream().allMatch(Finding::isRight);
 * }</pre>
 *
 * May use: tensor, graph, op, evaluate, differentiate, compile.
 */
@NullMarked
package org.nablac.check;

import org.jspecify.annotations.NullMarked;
