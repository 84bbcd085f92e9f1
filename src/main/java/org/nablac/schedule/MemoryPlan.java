package org.nablac.schedule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nablac.graph.Graph;
import org.nablac.graph.Leaf;
import org.nablac.graph.Node;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;
import org.nablac.tensor.Shape;

/**
 * Where the values of each stored node are.
 *
 * @param storage of every stored node
 * @param slots the arrays, each used by one node after the other
 */
public record MemoryPlan(Map<Node, Storage> storage, List<Slot> slots) {

    /** A place for values. */
    public sealed interface Storage {
        /** The array of a stored leaf: its own, or that of the leaf it updates. */
        record InLeaf(Node leaf) implements Storage {
        }

        /** The array that the caller gets as this output. */
        record InOutput(String name) implements Storage {
        }

        /** An array of the arena; {@code perRow} if it holds the values of one row of the kernel at a time. */
        record InSlot(int slot, boolean perRow) implements Storage {
        }

        /** A local variable of the kernel: one value per row. */
        record InRegister() implements Storage {
        }
    }

    /** An array of the arena: truth values are held as ints. */
    public record Slot(DType dtype, Dim size) {
    }

    static MemoryPlan of(Graph graph, Works works, List<Kernel> kernels) {
        Map<Node, Storage> storage = new LinkedHashMap<>();
        for (Node n : graph.nodes()) {
            if (n.op() instanceof Leaf.Stored) {
                storage.put(n, new Storage.InLeaf(n));
            }
        }
        graph.updates().keySet().forEach(leaf -> storage.put(leaf, new Storage.InLeaf(leaf)));
        works.inPlace.forEach((value, leaf) -> storage.put(value, new Storage.InLeaf(leaf)));
        graph.outputs().forEach((name, value) -> storage.putIfAbsent(value, new Storage.InOutput(name)));
        Map<Node, Life> lives = lives(works, kernels);
        List<Slot> slots = new ArrayList<>();
        Map<Slot, Deque<Integer>> free = new HashMap<>();
        Map<Integer, List<Node>> ending = new HashMap<>();
        lives.forEach((n, life) -> ending.computeIfAbsent(life.last, k -> new ArrayList<>()).add(n));
        for (int k = 0; k < kernels.size(); k++) {
            for (Work w : kernels.get(k).works()) {
                Node n = w.node();
                if (!storage.containsKey(n)) {
                    storage.put(n, place(n, w, lives.get(n), kernels.get(k), slots, free));
                }
            }
            for (Node n : ending.getOrDefault(k, List.of())) {
                if (storage.get(n) instanceof Storage.InSlot s) {
                    free.computeIfAbsent(slots.get(s.slot()), t -> new ArrayDeque<>()).add(s.slot());
                }
            }
        }
        return new MemoryPlan(storage, List.copyOf(slots));
    }

    /**
     * The kernels between which a node's values are needed, and whether every reader is at the row it was written in.
     */
    private static final class Life {
        final int first;
        int last;
        boolean inRow = true;

        Life(int first) {
            this.first = first;
            this.last = first;
        }
    }

    private static Map<Node, Life> lives(Works works, List<Kernel> kernels) {
        Map<Node, Life> lives = new LinkedHashMap<>();
        for (int k = 0; k < kernels.size(); k++) {
            int at = k;
            for (Work w : kernels.get(k).works()) {
                Life written = lives.computeIfAbsent(w.node(), n -> new Life(at));
                written.last = k;
                written.inRow &= w instanceof Work.Element || w instanceof Work.Fold;
                for (Access a : works.accesses(w)) {
                    Life read = lives.computeIfAbsent(a.buffer(), n -> new Life(at));
                    read.last = k;
                    read.inRow &= a.inRow() || kernels.get(k).rows().is(1);
                }
            }
        }
        return lives;
    }

    private static Storage place(Node n, Work w, Life life, Kernel kernel, List<Slot> slots,
                                 Map<Slot, Deque<Integer>> free) {
        boolean local = life.first == life.last && life.inRow;
        if (local && Fuse.inner(w).size() == w.reduced() && (w instanceof Work.Element || w instanceof Work.Fold)) {
            return new Storage.InRegister();
        }
        boolean perRow = local && !kernel.rows().is(1);
        Shape shape = perRow ? n.shape().without(List.of(0)) : n.shape();
        Slot wanted = new Slot(n.type().dtype() == DType.BOOL ? DType.I32 : n.type().dtype(), shape.count());
        Deque<Integer> fitting = free.getOrDefault(wanted, new ArrayDeque<>());
        if (!fitting.isEmpty()) {
            return new Storage.InSlot(fitting.remove(), perRow);
        }
        slots.add(wanted);
        return new Storage.InSlot(slots.size() - 1, perRow);
    }
}
