package org.nablac.rewrite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nablac.graph.Arena;
import org.nablac.graph.Node;
import org.nablac.graph.Op;
import org.nablac.graph.Reduce;
import org.nablac.op.Broadcast;
import org.nablac.op.Constant;
import org.nablac.op.Input;
import org.nablac.op.LogSoftmax;
import org.nablac.op.LogSumExp;
import org.nablac.op.Mean;
import org.nablac.op.Softmax;

/**
 * What the holes of a pattern may stand for, and the reduced axes, as a loose comparison finds them: ops agree in
 * class, constants may stand under a broadcast or not. Whether it is a match is found by building the pattern from it.
 */
record Binding(Map<String, Node> holes, List<Integer> axes) {
    static final Binding EMPTY = new Binding(Map.of(), List.of());

    Holes in(Arena arena) {
        return Holes.of(arena, name -> {
            Node n = holes.get(name);
            if (n == null) {
                throw new IllegalStateException("the left side of the rule has no " + name);
            }
            return n;
        }, axes);
    }

    /** All ways in which {@code node} may be {@code pattern}, given this; the pattern's holes are inputs. */
    List<Binding> match(Node pattern, Node node) {
        if (pattern.op() instanceof Input hole) {
            return bind(hole.label(), node);
        }
        if (pattern.op() instanceof Broadcast && pattern.input(0).op() instanceof Constant c) {
            Node scalar = node.op() instanceof Broadcast ? node.input(0) : node;
            boolean isEqual = scalar.op() instanceof Constant k && (float) k.value() == (float) c.value();
            return isEqual ? List.of(this) : List.of();
        }
        if (pattern.op().getClass() != node.op().getClass() || pattern.inputs().size() != node.inputs().size()) {
            return List.of();
        }
        List<Integer> reduced = axes(node.op());
        Binding with = reduced.isEmpty() ? this : new Binding(holes, reduced);
        List<Binding> found = new ArrayList<>(with.match(pattern.inputs(), node.inputs()));
        if (node.op().isCommutative() && node.input(0) != node.input(1)) {
            found.addAll(with.match(pattern.inputs(), node.inputs().reversed()));
        }
        return found;
    }

    private List<Binding> match(List<Node> patterns, List<Node> nodes) {
        List<Binding> found = List.of(this);
        for (int i = 0; i < patterns.size(); i++) {
            List<Binding> next = new ArrayList<>();
            for (Binding b : found) {
                next.addAll(b.match(patterns.get(i), nodes.get(i)));
            }
            found = next;
        }
        return found;
    }

    private List<Binding> bind(String name, Node node) {
        Node known = holes.get(name);
        if (known != null) {
            return known == node ? List.of(this) : List.of();
        }
        Map<String, Node> more = new HashMap<>(holes);
        more.put(name, node);
        return List.of(new Binding(more, axes));
    }

    /** The axes over which {@code op} goes; none if it goes over none. */
    private static List<Integer> axes(Op op) {
        return switch (op) {
            case Reduce r -> r.axes();
            case LogSumExp l -> l.axes();
            case Mean m -> m.axes();
            case Softmax s -> List.of(s.axis());
            case LogSoftmax l -> List.of(l.axis());
            default -> List.of();
        };
    }
}
