/**
 * From a function for scalars to functions for vectors of 4, 8 and 16 lanes, with the same bits.
 *
 * <p>A loop over adjacent elements takes as many of them at once as a vector has <em>lanes</em>. Sums have 16
 * <em>virtual lanes</em>, in one vector or several, which a <em>fold</em> adds up in one order, 8, 4, 2, 1; elements
 * keep theirs anyway. That the elements are adjacent, and that no two lanes meet, is read from the indices: a
 * <em>linear</em> form says how far each moves with the loop.
 *
 * <p>Afterwards lanes that are at hand are not loaded again, and what all turns of a loop have in common can be
 * <em>held</em> in registers. HotSpot sets a bound to all of it: its first compiler gives up on a method of many more
 * than 64 operations on vectors, and such a method is never compiled by the second.
 *
 * <pre>{@code
 * Optional<Function> lanes = LaneLoops.of(scalar, 16, Set.of());
 * }</pre>
 *
 * May use: code.
 */
@NullMarked
package org.nablac.lower.lanes;

import org.jspecify.annotations.NullMarked;
