package org.nablac.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nablac.tensor.Dim;

/**
 * Puts works into stages and kernels: each work into the first kernel with the same rows in which everything that it
 * needs is done, or done row by row before it, and there into a stage with the same loops, if there is one.
 */
final class Fuse {
    /** Works in one kernel, so that its method stays small. */
    private static final int WORKS = 24;
    /** Cost of the works in one kernel, so that its method stays small. */
    private static final int COST = 400;

    private final Works works;
    private final Order order;
    private final List<Open> kernels = new ArrayList<>();
    private final Map<Work, Integer> kernelOf = new HashMap<>();
    private final Map<Work, Integer> stageOf = new HashMap<>();

    /** A kernel that is still being filled. */
    private static final class Open {
        final Dim rows;
        final boolean alone;
        final List<List<Work>> stages = new ArrayList<>();
        int works;
        int cost;

        Open(Dim rows, boolean alone) {
            this.rows = rows;
            this.alone = alone;
        }
    }

    private Fuse(Works works) {
        this.works = works;
        this.order = Order.of(works);
    }

    static List<Kernel> kernels(Works works) {
        Fuse f = new Fuse(works);
        for (List<Work> unit : f.order.sorted()) {
            f.place(unit);
        }
        return f.kernels.stream().map(k -> new Kernel(k.rows, k.stages.stream().map(Stage::new).toList())).toList();
    }

    private void place(List<Work> unit) {
        Work first = unit.get(0);
        Dim rows = Works.rows(first);
        boolean alone = first instanceof Work.Product || first instanceof Work.Lead;
        int cost = unit.stream().mapToInt(w -> 6 + 3 * works.accesses(w).size()).sum();
        int kernel = alone ? kernels.size() : firstKernel(unit, rows, cost);
        if (kernel == kernels.size()) {
            kernels.add(new Open(rows, alone));
        }
        Open k = kernels.get(kernel);
        int stage = stage(unit, kernel, k);
        if (stage == k.stages.size()) {
            k.stages.add(new ArrayList<>());
        }
        k.stages.get(stage).addAll(unit);
        k.works += unit.size();
        k.cost += cost;
        for (Work w : unit) {
            kernelOf.put(w, kernel);
            stageOf.put(w, stage);
        }
    }

    private int firstKernel(List<Work> unit, Dim rows, int cost) {
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
        for (int k = lowest; k < kernels.size(); k++) {
            Open open = kernels.get(k);
            if (!open.alone && open.rows.equals(rows) && open.works + unit.size() <= WORKS && open.cost + cost <= COST) {
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
            if (sameLoops(k.stages.get(s).get(0), unit.get(0))) {
                return s;
            }
        }
        return k.stages.size();
    }

    /** Whether the loops inside the rows are the same; a reduction shares loops only if all of them are reduced, or as many. */
    private static boolean sameLoops(Work a, Work b) {
        if (a instanceof Work.Product || b instanceof Work.Product || a instanceof Work.Lead || b instanceof Work.Lead) {
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

    private static boolean isFlat(Work w) {
        return w.reduced() == 0 && !(w instanceof Work.Fold) || w.reduced() == inner(w).size();
    }
}
