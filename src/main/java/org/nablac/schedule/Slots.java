package org.nablac.schedule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nablac.graph.Node;
import org.nablac.schedule.MemoryPlan.Slot;
import org.nablac.schedule.MemoryPlan.Storage;
import org.nablac.tensor.DType;
import org.nablac.tensor.Shape;

/**
 * Gives every node that has no place yet an array of the arena: kernel after kernel, that of a node which dies where
 * this one is written, if it may be written over, else one that is free, else a new one.
 */
final class Slots {
    private final Works works;
    private final List<Kernel> kernels;
    private final List<Block> blocks;
    private final Map<Node, Storage> storage;
    private final Map<Node, Life> lives = new LinkedHashMap<>();
    private final List<Slot> slots = new ArrayList<>();
    private final Map<Slot, Deque<Integer>> free = new HashMap<>();
    /** The node whose values each slot holds. */
    private final Map<Integer, Node> owners = new HashMap<>();

    /**
     * The kernels between which a node's values are needed, and whether every reader is at the row it was written in.
     */
    private static final class Life {
        final int first;
        int last;
        boolean inRow = true;
        /** Whether its values are needed for one row of one kernel. */
        boolean local;

        Life(int first) {
            this.first = first;
            this.last = first;
        }
    }

    /** @param storage the places that are given; all others are added */
    Slots(Works works, List<Kernel> kernels, List<Block> blocks, Map<Node, Storage> storage) {
        this.works = works;
        this.kernels = kernels;
        this.blocks = blocks;
        this.storage = storage;
        for (int k = 0; k < kernels.size(); k++) {
            for (Work w : kernels.get(k).works()) {
                live(w.node(), k, w instanceof Work.Element || w instanceof Work.Fold);
                for (Access a : works.accesses(w)) {
                    live(a.buffer(), k, a.inRow() || kernels.get(k).rows().is(1));
                }
            }
        }
        lives.forEach((n, life) -> {
            life.local = life.first == life.last && life.inRow;
            blocks.stream().filter(b -> b.contains(life.last) && (life.local || !b.held().contains(n)))
                    .forEach(b -> life.last = b.end() - 1);     // the next block needs it, or its array, again
        });
    }

    /** The block that {@code n} is held for. */
    private Optional<Block> block(Node n) {
        return blocks.stream().filter(b -> b.held().contains(n)).findFirst();
    }

    private void live(Node n, int kernel, boolean inRow) {
        Life life = lives.computeIfAbsent(works.home(n), h -> new Life(kernel));
        life.last = kernel;
        life.inRow &= inRow;
    }

    List<Slot> assign() {
        Map<Integer, List<Node>> ending = new HashMap<>();
        lives.forEach((n, life) -> ending.computeIfAbsent(life.last, k -> new ArrayList<>()).add(n));
        for (int k = 0; k < kernels.size(); k++) {
            int kernel = k;
            boolean isInBlock = blocks.stream().anyMatch(b -> b.contains(kernel));
            List<Node> dying = ending.getOrDefault(k, List.of());
            Overwriting overwriting = new Overwriting(works, kernels.get(k));
            for (int s = 0; s < kernels.get(k).stages().size(); s++) {
                for (Work w : kernels.get(k).stages().get(s).works()) {
                    Node n = w.node();
                    Node home = works.home(n);
                    if (!storage.containsKey(home)) {
                        int stage = s;
                        storage.put(home, place(w, kernels.get(k), dying.stream()
                                .filter(d -> d != home && (!isInBlock || block(d).isPresent())
                                        && overwriting.isFree(d, w, stage)).toList()));
                    }
                    storage.putIfAbsent(n, storage.get(home));
                }
            }
            for (Node n : dying) {
                if (storage.get(n) instanceof Storage.InSlot s && owners.get(s.slot()) == n) {
                    free.computeIfAbsent(slots.get(s.slot()), t -> new ArrayDeque<>()).add(s.slot());
                }
            }
        }
        return List.copyOf(slots);
    }

    private Storage place(Work w, Kernel kernel, List<Node> dying) {
        Node n = w.node();
        boolean local = lives.get(n).local;
        if (local && Fuse.inner(w).size() == w.reduced() && (w instanceof Work.Element || w instanceof Work.Fold)) {
            return new Storage.InRegister();
        }
        boolean perRow = local && !kernel.rows().is(1);
        Optional<Block> held = perRow ? Optional.empty() : block(n);
        Shape shape = perRow || held.isPresent() ? n.shape().without(List.of(0)) : n.shape();
        Slot wanted = new Slot(n.type().dtype() == DType.BOOL ? DType.I32 : n.type().dtype(), shape.count(), held);
        int slot = slot(n, perRow, wanted, dying);
        owners.put(slot, n);
        return new Storage.InSlot(slot, perRow);
    }

    private int slot(Node n, boolean perRow, Slot wanted, List<Node> dying) {
        for (Node d : dying) {
            if (storage.get(d) instanceof Storage.InSlot s && s.perRow() == perRow && owners.get(s.slot()) == d
                    && slots.get(s.slot()).equals(wanted) && d.shape().equals(n.shape())) {
                return s.slot();
            }
        }
        Deque<Integer> fitting = free.getOrDefault(wanted, new ArrayDeque<>());
        if (!fitting.isEmpty()) {
            return fitting.remove();
        }
        slots.add(wanted);
        return slots.size() - 1;
    }
}
