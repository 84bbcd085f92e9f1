/**
 * Our own exp, log, tanh, … as functions of {@code code}, so that a model gives the same bits on every JVM.
 *
 * <p>{@link java.lang.Math} may differ by an ulp between JVMs and processors; these use only what Java defines to the
 * bit: + − · ÷, fma, √, integer operations, bits of floats, comparisons and selections. They are straight lines: a list
 * of {@code let}s and a return, no branch, no loop, no table, no call; both sides of a selection are harmless. So the
 * same tree runs on lanes, where a selection is a blend. The F32 functions compute in 32 bits throughout (those that
 * take 64 random bits excepted).
 *
 * <p>Words: an <em>ulp</em> is the distance of the correctly rounded result to its neighbour; a <em>reduction</em>
 * brings the argument near 0, where a <em>minimax polynomial</em> (coefficients that make the largest error smallest,
 * found by the exchange algorithm of Remez in 45 digits) stands for the function.
 *
 * <pre>{@code
 * Expr y = call(Elementary.tanh(Scalar.F32), load(x, i));
 * Expr r = Elementary.power(v("x", Scalar.F64), 1.5);            // x·√x
 * }</pre>
 *
 * May use: code.
 */
@NullMarked
package org.nablac.code.math;

import org.jspecify.annotations.NullMarked;
