package org.nablac.lower;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nablac.graph.Move;
import org.nablac.graph.Node;
import org.nablac.schedule.Kernel;
import org.nablac.schedule.MemoryPlan.Storage;
import org.nablac.schedule.Schedule;
import org.nablac.schedule.Work;

/** Writes each kernel of a schedule as a function for scalars. */
public final class Lower {
    private Lower() {
    }

    /**
     * @param prefix what the functions' names begin with; a number follows
     * @param byExample inputs that hold all examples, of which the kernels read only the one at hand
     */
    public static List<KernelCode> kernels(Schedule schedule, String prefix, Set<Node> byExample) {
        Map<Node, Integer> uses = uses(schedule);
        List<KernelCode> all = new ArrayList<>();
        for (Kernel k : schedule.kernels()) {
            all.add(kernel(schedule, k, prefix + all.size(), byExample, uses));
        }
        return all;
    }

    private static KernelCode kernel(Schedule schedule, Kernel kernel, String name, Set<Node> byExample, Map<Node, Integer> uses) {
        Body body = new Body();
        Set<Node> written = new HashSet<>();
        for (Work w : kernel.works()) {
            written.add(w.node());
            if (schedule.memory().storage().get(w.node()) instanceof Storage.InLeaf l) {
                written.add(l.leaf());
            }
        }
        Reading reading = new Reading(schedule, body, byExample, written, uses);
        switch (kernel.works().get(0)) {
            case Work.Product p -> new Products(body, reading, p).lower();
            case Work.Lead l -> Leads.lower(body, reading, l);
            default -> new Loops(schedule, body, reading).lower(kernel);
        }
        return body.finish(name, kernel.toString());
    }

    /** How often each node is read; what only moves a value reads it as often as it is read itself. */
    private static Map<Node, Integer> uses(Schedule schedule) {
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
