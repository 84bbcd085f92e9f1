package org.nablac.schedule;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.nablac.graph.Graph;
import org.nablac.graph.Node;
import org.nablac.tensor.Dim;

/**
 * The kernels of a graph in the order in which they run, and where everything is.
 *
 * @param graph without composites and without row-sparse nodes
 * @param blocks the kernels that run for some rows at a time, in order
 * @param stored the nodes that are read from storage; all others are computed where they are read
 */
public record Schedule(Graph graph, List<Kernel> kernels, List<Block> blocks, Set<Node> stored, MemoryPlan memory) {

    /** With every node that is stored held whole. */
    public static Schedule of(Graph graph) {
        return of(graph, Long.MAX_VALUE, false);
    }

    /** @param room bytes above which a node is held for a block of rows at a time, where that can be */
    public static Schedule of(Graph graph, long room) {
        return of(graph, room, false);
    }

    /** The same for rows that are many where their number is not known. */
    public static Schedule ofManyRows(Graph graph, long room) {
        return of(graph, room, true);
    }

    private static Schedule of(Graph graph, long room, boolean isMany) {
        Set<Node> kept = new HashSet<>();
        while (true) {
            Works works = Works.of(graph, List.copyOf(kept));
            Blocking.Result found = new Blocking(graph, works, Fuse.kernels(works, true), room,
                    isMany).find();
            if (!kept.addAll(found.unfinished())) {
                return of(graph, works, found.kernels(), found.blocks());
            }
        }
    }

    /** The same without fusion: every node is stored, and written by a kernel of its own. */
    public static Schedule unfused(Graph graph) {
        Works works = Works.of(graph, graph.nodes());
        return of(graph, works, Fuse.kernels(works, false), List.of());
    }

    private static Schedule of(Graph graph, Works works, List<Kernel> kernels, List<Block> blocks) {
        return new Schedule(graph, kernels, blocks, Set.copyOf(works.storing.nodes()),
                MemoryPlan.of(graph, works, kernels, blocks));
    }

    /** The block that a kernel, by its number, is in. */
    public Optional<Block> block(int kernel) {
        return blocks.stream().filter(b -> b.contains(kernel)).findFirst();
    }

    /** The stored nodes of a number of rows that is not known, which are held whole and wide if the rows are many. */
    public Set<Node> wide(long room) {
        Set<Node> wide = new HashSet<>(stored);
        wide.removeIf(n -> !memory.isWhole(n) || !Blocking.isWide(n, room, true) || n.shape().dim(0).isConstant());
        return wide;
    }

    /** The loops of a work inside its kernel's rows. */
    public static List<Dim> innerLoops(Work w) {
        return Fuse.inner(w);
    }

    @Override
    public String toString() {
        StringBuilder s = new StringBuilder();
        for (int k = 0; k < kernels.size(); k++) {
            s.append("kernel ").append(k).append(", ").append(kernels.get(k))
                    .append(block(k).map(b -> "  in blocks of " + b.rows()).orElse("")).append('\n');
        }
        for (int k = 0; k < memory.slots().size(); k++) {
            s.append("slot ").append(k).append(": ").append(memory.slots().get(k).dtype()).append('[')
                    .append(memory.slots().get(k).size()).append("]")
                    .append(memory.slots().get(k).block().map(b -> " for each row of a block").orElse("")).append('\n');
        }
        return s.toString();
    }
}
