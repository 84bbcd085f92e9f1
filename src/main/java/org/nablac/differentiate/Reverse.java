package org.nablac.differentiate;

import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.nablac.graph.Arena;
import org.nablac.graph.Composite;
import org.nablac.graph.Node;
import org.nablac.graph.Origin;

/** The reverse sweep: cotangents are handed from each node to its inputs, the youngest node first. */
final class Reverse {
    private Reverse() {
    }

    /** A cotangent that a node receives from outside. */
    record Seed(Node node, Node cotangent) {
    }

    /**
     * Hands {@code seeds} down to {@code targets}.
     *
     * @param isCut whether the targets are taken as independent: nothing is handed on below them
     */
    static Cotangents sweep(List<Seed> seeds, List<Node> targets, boolean isCut) {
        Cotangents cotangents = new Cotangents();
        seeds.forEach(s -> cotangents.add(s.node, s.cotangent));
        Arena arena = seeds.get(0).node.arena();
        BitSet active = active(seeds, targets, isCut);
        for (int id = active.length() - 1; id >= 0; id = active.previousSetBit(id - 1)) {
            Node n = arena.get(id);
            if (!isCut || !targets.contains(n)) {
                handOn(n, active, cotangents);
            }
        }
        return cotangents;
    }

    private static void handOn(Node n, BitSet active, Cotangents cotangents) {
        if (n.inputs().stream().noneMatch(i -> active.get(i.id()))) {
            return;
        }
        Optional<Node> cotangent = cotangents.dense(n);
        if (cotangent.isEmpty()) {
            return;
        }
        List<Optional<Node>> parts = gradient(n, cotangent.get());
        if (parts.size() != n.inputs().size()) {
            throw new IllegalStateException("the gradient rule of " + n + " gives " + parts.size() + " cotangents");
        }
        for (int i = 0; i < parts.size(); i++) {
            Node input = n.input(i);
            if (active.get(input.id())) {
                parts.get(i).ifPresent(p -> cotangents.add(input, p));
            }
        }
    }

    /** What each input of {@code n} receives, by the op's rule or by that of its expansion. */
    static List<Optional<Node>> gradient(Node n, Node cotangent) {
        return n.arena().at(Origin.derived(n.op().name(), n), () ->
                n.op() instanceof Composite c && c.differentiatesByExpansion()
                        ? ofExpansion(n, c.expand(n), cotangent) : Masked.gradient(n, cotangent));
    }

    private static List<Optional<Node>> ofExpansion(Node n, Node expansion, Node cotangent) {
        Cotangents received = sweep(List.of(new Seed(expansion, cotangent)), n.inputs(), true);
        Set<Node> given = new HashSet<>();
        // an input that occurs twice receives its whole cotangent once
        return n.inputs().stream().map(i -> given.add(i) ? received.sum(i) : Optional.<Node>empty()).toList();
    }

    /** The ids of the nodes that lie between {@code seeds} and {@code targets}, both included. */
    private static BitSet active(List<Seed> seeds, List<Node> targets, boolean isCut) {
        BitSet target = new BitSet();
        targets.forEach(t -> target.set(t.id()));
        int oldest = target.nextSetBit(0);
        BitSet seen = new BitSet();
        seeds.forEach(s -> seen.set(s.node.id()));
        Arena arena = seeds.get(0).node.arena();
        for (int id = seen.length() - 1; id >= Math.max(oldest, 0); id = seen.previousSetBit(id - 1)) {
            if (!isCut || !target.get(id)) {
                arena.get(id).inputs().forEach(i -> seen.set(i.id()));
            }
        }
        BitSet active = new BitSet();
        for (int id = oldest < 0 ? -1 : seen.nextSetBit(oldest); id >= 0; id = seen.nextSetBit(id + 1)) {
            boolean between = arena.get(id).inputs().stream().anyMatch(i -> active.get(i.id()));
            active.set(id, target.get(id) || between && carries(arena.get(id)));
        }
        return active;
    }

    /** Only floats have cotangents. */
    static boolean carries(Node n) {
        return n.type().dtype().isFloat();
    }
}
