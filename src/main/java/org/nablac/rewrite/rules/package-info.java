/**
 * The rules, one line each, in groups by what they are for.
 *
 * <p>{@code Folding}: constants are computed. {@code Algebra}: fewer operations. {@code Movement}: fewer moves of
 * elements. {@code Stability}: the naive formula becomes the stable one; for graphs that are not yet differentiated, so
 * that the gradient is stable too. {@code Cleanup}: what derived gradients leave behind. {@code Single}: what batches
 * of one make superfluous. {@link org.nablac.rewrite.rules.Rules} puts them together for each moment of a compilation.
 * Two operators are applied from right to left: {@code log exp x} is log(exp(x)); {@code |} joins, {@code [i]} picks.
 *
 * <pre>{@code
 * Graph stable = Rewrite.apply(loss, Rules.beforeGradient(), log::add);
 * }</pre>
 *
 * May use: tensor, graph, op, rewrite.
 */
@NullMarked
package org.nablac.rewrite.rules;

import org.jspecify.annotations.NullMarked;
