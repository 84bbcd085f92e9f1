package org.nablac.schedule;

import java.util.List;
import java.util.function.Supplier;
import org.nablac.graph.Graph;

/** The memory plan without the rest of a schedule, for benchmarks. */
public final class Planning {
    private Planning() {
    }

    /** Plans the memory of {@code graph}, each time anew, where every node that is stored is held whole. */
    public static Supplier<MemoryPlan> of(Graph graph) {
        Works works = Works.of(graph);
        List<Kernel> kernels = Fuse.kernels(works, true);
        return () -> MemoryPlan.of(graph, works, kernels, List.of());
    }
}
