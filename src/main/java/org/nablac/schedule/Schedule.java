package org.nablac.schedule;

import java.util.List;
import java.util.Set;
import org.nablac.graph.Graph;
import org.nablac.graph.Node;
import org.nablac.tensor.Dim;

/**
 * The kernels of a graph in the order in which they run, and where everything is.
 *
 * @param graph without composites and without row-sparse nodes
 * @param stored the nodes that are read from storage; all others are computed where they are read
 */
public record Schedule(Graph graph, List<Kernel> kernels, Set<Node> stored, MemoryPlan memory) {

    public static Schedule of(Graph graph) {
        return of(graph, Works.of(graph), true);
    }

    /** The same without fusion: every node is stored, and written by a kernel of its own. */
    public static Schedule unfused(Graph graph) {
        return of(graph, Works.of(graph, graph.nodes()), false);
    }

    private static Schedule of(Graph graph, Works works, boolean together) {
        List<Kernel> kernels = Fuse.kernels(works, together);
        return new Schedule(graph, kernels, Set.copyOf(works.storing.nodes()), MemoryPlan.of(graph, works, kernels));
    }

    /** The loops of a work inside its kernel's rows. */
    public static List<Dim> innerLoops(Work w) {
        return Fuse.inner(w);
    }

    @Override
    public String toString() {
        StringBuilder s = new StringBuilder();
        for (int k = 0; k < kernels.size(); k++) {
            s.append("kernel ").append(k).append(", ").append(kernels.get(k)).append('\n');
        }
        for (int k = 0; k < memory.slots().size(); k++) {
            s.append("slot ").append(k).append(": ").append(memory.slots().get(k).dtype()).append('[')
                    .append(memory.slots().get(k).size()).append("]\n");
        }
        return s.toString();
    }
}
