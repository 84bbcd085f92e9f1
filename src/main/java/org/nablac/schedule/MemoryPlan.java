package org.nablac.schedule;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nablac.graph.Graph;
import org.nablac.graph.Leaf;
import org.nablac.graph.Node;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;

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

    /**
     * An array of the arena: truth values are held as ints.
     *
     * @param size how many elements; of each row, if it holds those of a block
     * @param block whose rows it holds
     */
    public record Slot(DType dtype, Dim size, Optional<Block> block) {
    }

    /** Whether the array of {@code n} holds the rows of one block only. */
    public boolean isHeld(Node n) {
        return storage.get(n) instanceof Storage.InSlot s && slots.get(s.slot()).block().isPresent();
    }

    /** Whether an array of the arena holds all of {@code n}. */
    boolean isWhole(Node n) {
        return storage.get(n) instanceof Storage.InSlot s && !s.perRow() && !isHeld(n);
    }

    static MemoryPlan of(Graph graph, Works works, List<Kernel> kernels, List<Block> blocks) {
        Map<Node, Storage> storage = new LinkedHashMap<>();
        for (Node n : graph.nodes()) {
            if (n.op() instanceof Leaf.Stored) {
                storage.put(n, new Storage.InLeaf(n));
            }
        }
        graph.updates().keySet().forEach(leaf -> storage.put(leaf, new Storage.InLeaf(leaf)));
        works.inPlace.forEach((value, leaf) -> {
            if (leaf.op() instanceof Leaf.Stored) {
                storage.put(value, new Storage.InLeaf(leaf));
            }
        });
        graph.outputs().forEach((name, value) -> storage.putIfAbsent(value, new Storage.InOutput(name)));
        return new MemoryPlan(storage, new Slots(works, kernels, blocks, storage).assign());
    }
}
