package org.nablac.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.nablac.graph.Leaf;
import org.nablac.graph.Node;
import org.nablac.tensor.Dim;

/**
 * Puts works into stages and kernels: each work into the first kernel with the same rows in which everything that it
 * needs is done, or done row by row before it, and there into a stage with the same loops, if there is one.
 */
final class Fuse {
    /** Works in one kernel, so that its method stays small. */
    private static final int WORKS = 24;
    /** Bytes of instructions, about, of one kernel. */
    private static final int BYTES = 3000;
    /** Rows of a table that sums are gathered in. */
    private static final int FEW = 16;

    private final Works works;
    private final boolean together;
    private final Order order;
    private final List<Open> kernels = new ArrayList<>();
    /** By rows, the kernels that are not full. */
    private final Map<Dim, TreeSet<Integer>> open = new HashMap<>();
    private final Map<Work, Integer> kernelOf = new HashMap<>();
    private final Map<Work, Integer> stageOf = new HashMap<>();

    /** A kernel that is still being filled. */
    private static final class Open {
        final Dim rows;
        final boolean alone;
        final List<List<Work>> stages = new ArrayList<>();
        int works;
        int bytes;

        Open(Dim rows, boolean alone) {
            this.rows = rows;
            this.alone = alone;
        }
    }

    private Fuse(Works works, boolean together) {
        this.works = works;
        this.together = together;
        this.order = Order.of(works);
    }

    /** @param together whether works may share a kernel that need not */
    static List<Kernel> kernels(Works works, boolean together) {
        Fuse f = new Fuse(works, together);
        for (List<Work> unit : f.order.sorted()) {
            f.place(unit);
        }
        return f.kernels.stream().map(k -> new Kernel(k.rows, k.stages.stream().map(Stage::new).toList())).toList();
    }

    private void place(List<Work> unit) {
        Work first = unit.get(0);
        Dim rows = Works.rows(first);
        boolean alone = !together || first instanceof Work.Product || first instanceof Work.Lead || sumsUp(first);
        int bytes = unit.stream().mapToInt(works::bytes).sum();
        int kernel = alone ? kernels.size() : firstKernel(unit, rows, bytes);
        if (kernel == kernels.size()) {
            kernels.add(new Open(rows, alone));
            if (!alone) {
                open.computeIfAbsent(rows, r -> new TreeSet<>()).add(kernel);
            }
        }
        Open k = kernels.get(kernel);
        int stage = stage(unit, kernel, k);
        if (stage == k.stages.size()) {
            k.stages.add(new ArrayList<>());
        }
        k.stages.get(stage).addAll(unit);
        k.works += unit.size();
        k.bytes += bytes;
        if (!alone && (k.works >= WORKS || k.bytes >= BYTES)) {
            open.get(rows).remove(kernel);
        }
        for (Work w : unit) {
            kernelOf.put(w, kernel);
            stageOf.put(w, stage);
        }
    }

    /** Whether it adds each row to one of so few that what it is done with had better be done in parts. */
    private static boolean sumsUp(Work w) {
        return w instanceof Work.Scatter s && s.node().shape().dim(0).isConstant()
                && s.node().shape().dim(0).constant() <= FEW && isCountedOff(s.node().input(1));
    }

    /** Whether {@code n} follows from the number of the row alone. */
    private static boolean isCountedOff(Node n) {
        return n.op() instanceof Leaf.Computed
                || !n.inputs().isEmpty() && n.inputs().stream().allMatch(Fuse::isCountedOff);
    }

    private int firstKernel(List<Work> unit, Dim rows, int bytes) {
        int lowest = 0;
        for (Work w : unit) {
            for (Order.Edge e : order.into(w)) {
                Integer at = kernelOf.get(e.before());
                if (at != null) {
                    Open k = kernels.get(at);
                    boolean together = !k.alone && k.rows.equals(rows) && (rows.is(1) || e.inRow());
                    lowest = Math.max(lowest, together ? at : at + 1);
                }
            }
        }
        for (int k : open.getOrDefault(rows, new TreeSet<>()).tailSet(lowest)) {
            if (kernels.get(k).works + unit.size() <= WORKS && kernels.get(k).bytes + bytes <= BYTES) {
                return k;
            }
        }
        return kernels.size();
    }

    private int stage(List<Work> unit, int kernel, Open k) {
        int lowest = 0;
        for (Work w : unit) {
            for (Order.Edge e : order.into(w)) {
                Integer at = kernelOf.get(e.before());
                if (at != null && at == kernel) {
                    int stage = stageOf.get(e.before());
                    lowest = Math.max(lowest, e.inPlace() ? stage : stage + 1);
                }
            }
        }
        for (int s = lowest; s < k.stages.size(); s++) {
            if (k.stages.get(s).stream().allMatch(w -> sameLoops(w, unit.get(0)))) {
                return s;
            }
        }
        return k.stages.size();
    }

    /**
     * Whether the loops inside the rows are the same; a reduction shares loops only if all of them
     * are reduced, or as many.
     */
    private static boolean sameLoops(Work a, Work b) {
        if (a instanceof Work.Product || b instanceof Work.Product || a instanceof Work.Lead
                || b instanceof Work.Lead) {
            return false;
        }
        boolean samePlace = a.reduced() == b.reduced() && a instanceof Work.Fold == b instanceof Work.Fold;
        return inner(a).equals(inner(b)) && (samePlace || isFlat(a) && isFlat(b));
    }

    /** The loops inside the rows. */
    static List<Dim> inner(Work w) {
        boolean hasRows = w.space().rank() > w.reduced();
        return w.space().dims().subList(hasRows ? 1 : 0, w.space().rank());
    }

    /** Whether all loops are as deep as the innermost statement: none is left before a result is there. */
    private static boolean isFlat(Work w) {
        return w.reduced() == 0 && !(w instanceof Work.Fold) || w.reduced() == inner(w).size();
    }
}
