package org.nablac.lower;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import org.nablac.code.Function;
import org.nablac.code.Stmt;
import org.nablac.graph.Node;
import org.nablac.lower.lanes.LaneLoops;
import org.nablac.schedule.Kernel;
import org.nablac.schedule.Schedule;
import org.nablac.schedule.Work;

/**
 * The forms of a schedule's kernels that leave out what an input's zeros make nothing of, by a list of what is not
 * zero, and the choice between them and the forms for all rows: by whether there is a list.
 */
final class Skipping {
    /** Elements of a parameter from which on a pass less over it is worth more than what decides about it. */
    static final long LARGE = 1_024;

    private final Schedule schedule;
    private final String prefix;
    private final Set<Node> byExample;
    private final Map<Node, Integer> uses;
    private final List<KernelCode> kernels;
    private final Map<Node, KernelCode> lists = new LinkedHashMap<>();
    private final Map<Integer, KernelCode> listed = new HashMap<>();

    Skipping(Schedule schedule, String prefix, Set<Node> byExample, List<KernelCode> kernels) {
        this.schedule = schedule;
        this.prefix = prefix;
        this.byExample = byExample;
        this.uses = Lower.uses(schedule);
        this.kernels = kernels;
    }

    /** Writes a body with what the reading reads. */
    private interface Writing {
        void write(Body body, Reading reading);
    }

    private KernelCode write(int k, String name, String doc, Writing code) {
        Body body = new Body(Cut.NONE);
        code.write(body, new Reading(schedule, body, byExample, Lower.written(schedule, schedule.kernels().get(k)),
                uses));
        return code(body, name, doc);
    }

    /** What was written, and the same in lanes. */
    static KernelCode code(Body body, String name, String doc) {
        KernelCode.Variant v = body.finish(name, doc);
        Map<Integer, KernelCode.Variant> lanes = new HashMap<>();
        for (int length : KernelCode.WIDTHS) {
            LaneLoops.of(v.function(), length, Set.of())
                    .ifPresent(f -> lanes.put(length, new KernelCode.Variant(f, v.arguments())));
        }
        return new KernelCode(v.function(), v.arguments(), Optional.empty(), Cut.NONE, lanes);
    }

    /** Makes the forms of a product of an input's one row, and of what is updated by multiples of that input. */
    void add(int product) {
        ProductWork work = ProductWork.of(schedule.kernels().get(product));
        Node input = work.product().input(0);
        if (!lists.containsKey(input)) {
            lists.put(input, list(product, prefix + "list" + lists.size(), input));
            for (int k = 0; k < kernels.size(); k++) {
                Kernel kernel = schedule.kernels().get(k);
                if (isUpdate(kernel) && vanishes(k, input)) {
                    listed.put(k, write(k, prefix + k + "_listed", kernel.toString(), (body, reading) ->
                            new Loops(schedule, body, reading).lower(kernel, Nonzeros.list(body, input))).holding());
                }
            }
        }
        listed.put(product, write(product, prefix + product + "_listed", schedule.kernels().get(product).toString(),
                (body, reading) -> Nonzeros.lower(body, reading, work)));
    }

    private KernelCode list(int product, String name, Node input) {
        Stmt line = new Stmt.Line(schedule.kernels().get(product).works().get(0).node().origin().line());
        IntFunction<KernelCode> form = length -> write(product, name, "the elements of an input that are not 0",
                (body, reading) -> {
                    body.emit(line);
                    Nonzeros.lower(body, reading, input, length);
                });
        return form.apply(1).with(length -> Optional.ofNullable(form.apply(length).lanes().get(length)));
    }

    /** Whether a kernel is one loop nest over all elements of a large matrix. */
    static boolean isUpdate(Kernel kernel) {
        return kernel.stages().size() == 1 && kernel.works().stream().allMatch(w -> w instanceof Work.Element
                && w.space().rank() == 2 && w.space().count().isConstant() && w.space().count().constant() >= LARGE);
    }

    private boolean vanishes(int k, Node input) {
        int at = kernels.get(k).arguments().indexOf(new Argument.Leaf(input));
        return at >= 0 && input.shape().count().equals(schedule.kernels().get(k).rows())
                && Vanishing.holds(kernels.get(k).function(), kernels.get(k).function().parameters().get(at));
    }

    /** What makes the list of each input that has one. */
    Map<Node, KernelCode> lists() {
        return lists;
    }

    /** Kernel {@code k} for the rows in the list of {@code input} alone, if it has that form. */
    Optional<KernelCode> listed(int k, Node input) {
        return Optional.ofNullable(listed.get(k))
                .filter(f -> f.arguments().contains(Nonzeros.argument(input)));
    }

    /** Kernel {@code k} for all rows. */
    KernelCode dense(int k) {
        return renamed(kernels.get(k), prefix + k + "_dense");
    }

    /** Kernel {@code k} in whichever form is right for the example at hand. */
    KernelCode either(int k) {
        if (!listed.containsKey(k)) {
            return kernels.get(k);
        }
        KernelCode dense = dense(k);
        KernelCode few = listed.get(k);
        Argument.Nonzeros list = (Argument.Nonzeros) few.arguments().stream()
                .filter(Argument.Nonzeros.class::isInstance).findFirst().orElseThrow();
        return Calls.kernel(prefix + k + "_either", kernels.get(k).function().doc(), List.of(dense, few), c ->
                List.of(new Stmt.If(Nonzeros.isMade(c.list(list)), List.of(c.now(few)), List.of(c.now(dense)))));
    }

    /** A kernel for others to call, under a name of its own. */
    static KernelCode renamed(KernelCode kernel, String name) {
        Map<Integer, KernelCode.Variant> lanes = new HashMap<>();
        kernel.lanes().forEach((length, v) ->
                lanes.put(length, new KernelCode.Variant(renamed(v.function(), name), v.arguments())));
        return new KernelCode(renamed(kernel.function(), name), kernel.arguments(), kernel.range(), kernel.cut(),
                lanes);
    }

    private static Function renamed(Function f, String name) {
        return Function.of(name, f.parameters(), f.returns(), f.doc(), f.body());
    }
}
