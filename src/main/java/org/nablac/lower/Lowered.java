package org.nablac.lower;

import java.util.List;
import java.util.Optional;
import org.nablac.schedule.Kernel;

/**
 * A program's kernels in the order in which they run.
 *
 * @param sweep where many examples follow one another, a shorter way from each to the next
 * @param does for each of them, and at last for the sweep, the schedule's kernels that it does: none, one or two
 */
public record Lowered(List<KernelCode> kernels, Optional<Ahead> sweep, List<List<Kernel>> does) {
    public Lowered {
        kernels = List.copyOf(kernels);
        does = List.copyOf(does);
    }

    /**
     * A kernel that does the last kernel of a program for one example and the first kernels for the next.
     *
     * @param first how many they are
     */
    public record Ahead(int first, KernelCode kernel) {
    }
}
