package org.nablac.schedule;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.nablac.graph.Contract;
import org.nablac.graph.Node;
import org.nablac.tensor.Dim;
import org.nablac.tensor.Shape;

/**
 * About how many operations a kernel takes: arithmetic, reads and writes of elements. A multiply-add counts as one.
 */
public final class Effort {
    /**
     * How many times as much the largest kernel of a schedule does as one that is tiny. HotSpot compiles a function
     * after so many calls, and vectors are objects until then; one that is called once in a step of a tenth of a second
     * would make them for minutes.
     */
    private static final int TINY = 4_000;
    /** What a named size is taken for in such a comparison. */
    private static final Dim USUAL = Dim.of(1000);

    private final Schedule schedule;
    private final Cost cost = new Cost(true);

    private Effort(Schedule schedule) {
        this.schedule = schedule;
    }

    /** Of all of {@code kernel}, as a polynomial over the named sizes. */
    public static Dim of(Schedule schedule, Kernel kernel) {
        Effort effort = new Effort(schedule);
        Dim sum = Dim.ZERO;
        for (Work w : kernel.works()) {
            sum = sum.plus(effort.of(w));
        }
        return sum;
    }

    /** Says of a kernel of {@code schedule} whether it does too little beside the largest to be worth lanes. */
    public static Predicate<Kernel> tiny(Schedule schedule) {
        long largest = schedule.kernels().stream().mapToLong(k -> usual(of(schedule, k))).max().orElse(0);
        return k -> usual(of(schedule, k)) < largest / TINY;
    }

    /** {@code d} where each named size is what is usual. */
    public static long usual(Dim d) {
        Dim bound = d;
        for (String name : d.names()) {
            bound = bound.bind(name, USUAL);
        }
        return bound.constant();
    }

    private Dim of(Work w) {
        Dim elements = w.space().count();
        return switch (w) {
            case Work.Product p -> elements.times(terms(p.product()).plus(Dim.of(perElement(w))))
                    .plus(operand(p.product().input(0)));
            case Work.Element e -> elements.times(Dim.of(perElement(w)));
            case Work.Fold f -> elements.times(Dim.of(1 + perElement(w)));
            case Work.Fill f -> elements.times(Dim.of(perElement(w)));
            case Work.Scatter s -> elements.times(Dim.of(1 + perElement(w)));
            case Work.Part p -> elements.times(Dim.of(perElement(w)));
            case Work.Copy c -> elements.times(Dim.of(perElement(w)));
            case Work.Lead l -> elements.times(Dim.of(perElement(w)));
        };
    }

    /** What a product does with its left operand before it multiplies: nothing, where that is stored. */
    private Dim operand(Node left) {
        return schedule.stored().contains(left) ? Dim.ZERO
                : left.shape().count().times(Dim.of(1 + computed(left, new HashSet<>())));
    }

    /** How many terms the sum of one element of a matrix product has. */
    private static Dim terms(Node product) {
        Shape left = product.input(0).shape();
        return left.dim(left.rank() - (((Contract) product.op()).transposeLeft() ? 2 : 1));
    }

    /** The value of an element from what is stored, and writing it. */
    private int perElement(Work w) {
        Node n = w.node();
        Set<Node> seen = new HashSet<>();
        int value = switch (w) {
            case Work.Element e -> computed(n, seen);
            case Work.Product p -> n == p.product() ? 0 : computed(n, seen);
            case Work.Part p -> read(n.input(p.input()), seen);
            case Work.Scatter s -> read(n.input(2), seen);
            case Work.Copy c -> 1;
            case Work.Fold f -> read(n.input(0), seen);
            case Work.Fill f -> read(n.input(0), seen);
            case Work.Lead l -> read(n.input(0), seen);
        };
        return 1 + value;
    }

    private int read(Node n, Set<Node> seen) {
        if (!seen.add(n)) {
            return 0;
        }
        if (n.op() instanceof Contract && !schedule.stored().contains(n)) {
            return 0;       // a sum in a register
        }
        return schedule.stored().contains(n) ? 1 : computed(n, seen);
    }

    private int computed(Node n, Set<Node> seen) {
        int sum = cost.own(n);
        for (Node i : n.inputs()) {
            sum += read(i, seen);
        }
        return sum;
    }
}
