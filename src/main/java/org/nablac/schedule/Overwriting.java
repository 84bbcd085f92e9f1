package org.nablac.schedule;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiPredicate;
import org.nablac.graph.Node;

/**
 * Which nodes one kernel may write over while it runs: those that it has read, row for row, before it writes there, or
 * that it reads at the very element that it writes.
 */
final class Overwriting {
    private final Works works;
    private final Kernel kernel;
    /** The last stage that writes each node. */
    private final Map<Node, Integer> written = new HashMap<>();

    Overwriting(Works works, Kernel kernel) {
        this.works = works;
        this.kernel = kernel;
        eachStage((w, stage) -> {
            written.put(works.home(w.node()), stage);
            return true;
        });
    }

    /** Whether {@code writer}, in {@code stage}, may put its node, of the same shape, where {@code dying} is. */
    boolean isFree(Node dying, Work writer, int stage) {
        boolean byElement = writer instanceof Work.Element || writer instanceof Work.Product;
        return byElement && written.getOrDefault(dying, -1) < stage
                && eachStage((w, s) -> works.accesses(w).stream().allMatch(a -> works.home(a.buffer()) != dying
                        || isDone(a, w, s, stage)));
    }

    private boolean isDone(Access a, Work reader, int readIn, int stage) {
        return readIn < stage && (a.inRow() || kernel.rows().is(1))
                || readIn == stage && a.inPlace(reader.space().rank());
    }

    private boolean eachStage(BiPredicate<Work, Integer> holds) {
        boolean all = true;
        for (int s = 0; s < kernel.stages().size(); s++) {
            for (Work w : kernel.stages().get(s).works()) {
                all &= holds.test(w, s);
            }
        }
        return all;
    }
}
