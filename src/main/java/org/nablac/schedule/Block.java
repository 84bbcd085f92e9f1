package org.nablac.schedule;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.nablac.graph.Node;
import org.nablac.tensor.Dim;

/**
 * Consecutive kernels that run for a block of rows at a time: all of them for the first rows, then all of them for the
 * next. What is only read in the row in which it was written is held for one block, never whole.
 *
 * @param rows the dimension that is cut
 * @param first the first kernel
 * @param end the kernel after the last
 * @param held the nodes that are held for one block
 * @param sums the matrix products that sum over the rows: each block adds its terms to what those before have left
 */
public record Block(Dim rows, int first, int end, Set<Node> held, Set<Node> sums) {
    public Block {
        held = Collections.unmodifiableSet(new LinkedHashSet<>(held));
        sums = Collections.unmodifiableSet(new LinkedHashSet<>(sums));
    }

    boolean contains(int kernel) {
        return first <= kernel && kernel < end;
    }
}
