package org.nablac.lower;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.nablac.graph.Move;
import org.nablac.graph.Node;
import org.nablac.lower.lanes.LaneLoops;
import org.nablac.schedule.Block;
import org.nablac.schedule.Effort;
import org.nablac.schedule.Kernel;
import org.nablac.schedule.MemoryPlan.Storage;
import org.nablac.schedule.Schedule;
import org.nablac.schedule.Work;

/** Writes each kernel of a schedule as a function for scalars, and as others for lanes. */
public final class Lower {
    private Lower() {
    }

    /**
     * A function for each kernel, in order; kernels that do the same to other arrays have the same function.
     *
     * @param prefix what the functions' names begin with; a number follows
     * @param byExample inputs that hold all examples, of which the kernels read only the one at hand, or the rows
     *     from it on
     */
    public static List<KernelCode> kernels(Schedule schedule, String prefix, Set<Node> byExample) {
        Map<Node, Integer> uses = uses(schedule);
        SameKernels same = new SameKernels();
        List<KernelCode> all = new ArrayList<>();
        Predicate<Kernel> isTiny = Effort.tiny(schedule);
        for (Kernel k : schedule.kernels()) {
            Cut cut = schedule.block(all.size()).map(b -> cut(b, k)).orElse(Cut.NONE);
            all.add(kernel(schedule, k, cut, prefix + all.size(), byExample, uses, same, !isTiny.test(k)));
        }
        return all;
    }

    private static Cut cut(Block block, Kernel kernel) {
        return block.sums().contains(kernel.works().get(0).node()) ? Cut.TERMS : Cut.ROWS;
    }

    /** The same, in the order and with the short ways that suit one example after the other. */
    public static Lowered oneByOne(Schedule schedule, String prefix, Set<Node> byExample) {
        return OneByOne.of(schedule, prefix, byExample, kernels(schedule, prefix, byExample));
    }

    private static KernelCode kernel(Schedule schedule, Kernel kernel, Cut cut, String name, Set<Node> byExample,
            Map<Node, Integer> uses, SameKernels same, boolean inLanes) {
        Set<Node> written = written(schedule, kernel);
        Body body = new Body(cut);
        Reading reading = new Reading(schedule, body, byExample, written, uses);
        Optional<Range> range = Range.of(schedule, kernel);
        switch (kernel.works().get(0)) {
            case Work.Product p -> new Products(body, reading, ProductWork.of(kernel), range).lower();
            case Work.Lead l -> Leads.lower(body, reading, l);
            default -> new Loops(schedule, body, reading).lower(kernel, range);
        }
        KernelCode.Variant scalar = body.finish(name, kernel.toString());
        return same.kernel(scalar, range, cut, () -> {
            Map<Integer, KernelCode.Variant> lanes = new HashMap<>();
            for (int length : inLanes ? KernelCode.WIDTHS : List.<Integer>of()) {
                if (kernel.works().get(0) instanceof Work.Product) {
                    ProductWork p = ProductWork.of(kernel);
                    if (LaneProducts.isWorthIt(p)) {
                        Body vectors = new Body(cut);
                        new LaneProducts(name, vectors, new Reading(schedule, vectors, byExample, written, uses), p,
                                length, range).lower();
                        KernelCode.Variant v = vectors.finish(name, kernel.toString());
                        lanes.put(length,
                                new KernelCode.Variant(LaneLoops.orAsItIs(v.function(), length), v.arguments()));
                    }
                } else {
                    LaneLoops.of(scalar.function(), length, scalar.privates())
                            .ifPresent(f -> lanes.put(length, new KernelCode.Variant(f, scalar.arguments())));
                }
            }
            return lanes;
        });
    }

    /** The nodes whose storage a kernel writes. */
    static Set<Node> written(Schedule schedule, Kernel kernel) {
        Set<Node> written = new HashSet<>();
        for (Work w : kernel.works()) {
            written.add(w.node());
            if (schedule.memory().storage().get(w.node()) instanceof Storage.InLeaf l) {
                written.add(l.leaf());
            }
        }
        return written;
    }

    /** How often each node is read; what only moves a value reads it as often as it is read itself. */
    static Map<Node, Integer> uses(Schedule schedule) {
        Map<Node, Integer> uses = new HashMap<>();
        List<Node> nodes = schedule.graph().nodes();
        for (int k = nodes.size() - 1; k >= 0; k--) {
            Node n = nodes.get(k);
            boolean moves = n.op() instanceof Move.Pull && !schedule.stored().contains(n);
            int times = moves ? uses.getOrDefault(n, 1) : 1;
            n.inputs().forEach(i -> uses.merge(i, times, Integer::sum));
        }
        return uses;
    }
}
