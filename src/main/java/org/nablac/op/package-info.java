/**
 * The ops: one record a file, each with its shape rule, gradient rule, element expression, plain definition and
 * documentation, and the static function that applies it; {@link org.nablac.op.Catalogue} lists them.
 *
 * <pre>{@code
 * Node y = add(mul(x, x), constantLike(x, 1));     // x² + 1
 * }</pre>
 *
 * Adding an op is one file and one catalogue line; the contract tests then cover it.
 *
 * May use: tensor, code, code.math, graph.
 */
@NullMarked
package org.nablac.op;

import org.jspecify.annotations.NullMarked;
