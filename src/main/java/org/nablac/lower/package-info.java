/**
 * From a kernel to functions of the loop language: one for scalars, and others for vectors of 4, 8 and 16 lanes.
 *
 * <p>A <em>body</em> is a function while it is written: a stack of <em>scopes</em>, one for each open loop. An
 * expression is put into the outermost scope in which everything it needs is known, and is computed there once; so
 * whatever does not change in a loop stands before it. An <em>argument</em> says what a parameter of the function
 * stands for, so that whoever calls it knows what to pass. Kernels that do the same to other arguments, as those of
 * layers of one shape, <em>share</em> their functions.
 *
 * <p>The order of every sum is fixed here: a reduction adds element {@code r} to virtual lane {@code r mod 16} and then
 * folds the lanes, 8, 4, 2, 1; a matrix product adds in ascending order of k, one fma a term.
 *
 * <p><em>Lanes</em>: {@code lanes} rewrites the loops of a scalar function, so that what is said of a kernel is said
 * once; {@code LaneProducts} writes matrix products anew. In both each virtual lane and each element keeps its order,
 * so that every width gives the bits of the scalar form.
 *
 * <p>A kernel whose outermost loop writes different elements in each turn has a <em>range</em>: a call says from where
 * to where it does that loop, so that several calls may share the work. Sums are never shared.
 *
 * <p>Each function of a kernel says the lines of the model that it comes from. Functions that all kernels of a class
 * share, as tiles by their shape, what packs and elementary functions, say none: the caller's is there.
 *
 * <p><em>One by one</em>: a program for single examples may have a <em>list</em> of what in its input is not zero, by
 * which a product and an update skip rows, and a <em>sweep</em>, which updates a parameter for one example and
 * multiplies the next with it. What a sweep does is to the bit what its parts do one after the other.
 *
 * <pre>{@code
 * List<KernelCode> code = Lower.kernels(schedule, "step", Set.of());
 * code.get(0).function();      // private static void step0(int n, float[] x, …)
 * }</pre>
 *
 * May use: tensor, code, code.math, graph, lower.lanes, schedule.
 */
@NullMarked
package org.nablac.lower;

import org.jspecify.annotations.NullMarked;
