package org.nablac.schedule;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The order of kernels in which those of each block are neighbours. */
final class BlockOrder {
    /** For each kernel those that come before it. */
    private final List<BitSet> before;

    private BlockOrder(List<BitSet> before) {
        this.before = before;
    }

    /**
     * The numbers of all kernels in order. Of blocks that wait for each other the later are given up.
     *
     * @param groups is made shorter by those
     * @param before for each kernel those that come before it
     */
    static List<Integer> of(List<Blocking.Group> groups, List<BitSet> before) {
        BlockOrder b = new BlockOrder(before);
        List<Integer> order = b.ordered(groups);
        while (!b.isInOrder(order) || !areNeighbours(groups, order)) {
            groups.remove(groups.size() - 1);
            order = b.ordered(groups);
        }
        return order;
    }

    private List<Integer> ordered(List<Blocking.Group> groups) {
        List<Integer> order = IntStream.range(0, before.size()).boxed().toList();
        for (Blocking.Group g : groups) {
            order = gathered(order, g.members());
        }
        return order;
    }

    /** All members where the last of them was: before them what need not wait for them. */
    private List<Integer> gathered(List<Integer> order, BitSet members) {
        int last = order.stream().filter(members::get).map(order::indexOf).max(Comparator.naturalOrder()).orElseThrow();
        List<Integer> earlier = new ArrayList<>();
        List<Integer> waiting = new ArrayList<>();
        for (int k : order.subList(0, last + 1)) {
            if (!members.get(k)) {
                (before.get(k).intersects(members) ? waiting : earlier).add(k);
            }
        }
        order.stream().filter(members::get).forEach(earlier::add);
        earlier.addAll(waiting);
        earlier.addAll(order.subList(last + 1, order.size()));
        return earlier;
    }

    private boolean isInOrder(List<Integer> order) {
        BitSet done = new BitSet();
        for (int k : order) {
            BitSet missing = (BitSet) before.get(k).clone();
            missing.andNot(done);
            if (!missing.isEmpty()) {
                return false;
            }
            done.set(k);
        }
        return true;
    }

    private static boolean areNeighbours(List<Blocking.Group> groups, List<Integer> order) {
        return groups.stream().allMatch(g -> {
            int first = IntStream.range(0, order.size()).filter(k -> g.members().get(order.get(k))).min().orElseThrow();
            return order.subList(first, first + g.members().cardinality()).stream().allMatch(g.members()::get);
        });
    }
}
