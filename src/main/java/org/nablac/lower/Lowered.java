package org.nablac.lower;

import java.util.List;
import java.util.Optional;

/**
 * A program's kernels in the order in which they run.
 *
 * @param sweep where many examples follow one another, a shorter way from each to the next
 */
public record Lowered(List<KernelCode> kernels, Optional<Ahead> sweep) {
    public Lowered {
        kernels = List.copyOf(kernels);
    }

    /**
     * A kernel that does the last kernel of a program for one example and the first kernels for the next.
     *
     * @param first how many they are
     */
    public record Ahead(int first, KernelCode kernel) {
    }
}
