/**
 * From a graph to kernels: what is stored, what is computed where it is used, which loops are one,
 * and which array holds what.
 *
 * <p>A node is <em>stored</em> if a buffer holds its values, otherwise it is <em>inlined</em>: computed again
 * wherever it is read. A matrix product reads what is stored; but a left operand that it alone reads, and that is a
 * few operations on what is stored, it computes while it takes up its rows. The <em>cone</em> of a stored
 * node is the inlined part of the graph that it is computed from. A {@link org.nablac.schedule.Work} writes one stored
 * node in one loop nest; works with the same loops share a {@link org.nablac.schedule.Stage}, and stages with the same
 * outermost loop, the <em>rows</em>, share a {@link org.nablac.schedule.Kernel}. An <em>access</em> is one read of a
 * buffer with its index expressions. The {@link org.nablac.schedule.MemoryPlan} maps stored nodes to <em>slots</em>,
 * arrays used again once their values are dead; a node may be written over one that dies where it is computed, and
 * rows are added in the array of the table itself.
 *
 * <p>Where a node has more elements than there is room for, as the scores of all rows of a table, the kernels that
 * write and read it are a {@link org.nablac.schedule.Block}: they run for some rows after the other, and the node is
 * <em>held</em> for those rows only. Matrix products that sum over the rows go on from one block to the next. A layer
 * of constant width is so held by a schedule for many rows alone, which goes without what ends such products: a step
 * has both, and takes that one where the rows are more than a block.
 *
 * <p>Updates are kernels like any other and write into the leaf they update; whatever reads the old value comes before.
 *
 * <pre>{@code
 * Schedule s = Schedule.of(graph);
 * s.toString();      // kernel 0, rows N: ...
 * }</pre>
 *
 * May use: tensor, code, graph.
 */
@NullMarked
package org.nablac.schedule;

import org.jspecify.annotations.NullMarked;
