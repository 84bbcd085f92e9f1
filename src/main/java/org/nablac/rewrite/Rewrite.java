package org.nablac.rewrite;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.nablac.graph.Graph;
import org.nablac.graph.Leaf;
import org.nablac.graph.Node;
import org.nablac.graph.Op;

/**
 * Applies rules until none fires. Each node is brought to its normal form once, after its inputs were: the first rule
 * in the order of the list that fires at it replaces it, and what takes its place is brought to normal form in turn.
 */
public final class Rewrite {
    private final Consumer<Fired> log;
    private final List<Rule> rules;
    private final Map<Class<?>, List<Rule>> byRoot = new HashMap<>();
    /** The normal form of each node that has reached it. */
    private final Map<Node, Node> normal = new HashMap<>();
    /** What took the place of a node whose normal form is not known yet, or the node itself. */
    private final Map<Node, Node> successor = new HashMap<>();
    private final Deque<Node> waiting = new ArrayDeque<>();
    private final Deque<Rule> recent = new ArrayDeque<>();
    private final long limit;
    private long count;

    private Rewrite(List<Rule> rules, Consumer<Fired> log, int size) {
        this.rules = rules;
        this.log = log;
        this.limit = 1000 + 100L * size;
    }

    /**
     * {@code g} in normal form under {@code rules}.
     *
     * @param log told of each rule that fires
     * @throws IllegalStateException naming the rules, if they undo each other without end
     */
    public static Graph apply(Graph g, List<Rule> rules, Consumer<Fired> log) {
        List<Node> nodes = g.nodes();
        Rewrite rewrite = new Rewrite(rules, log, nodes.size());
        for (Node n : nodes) {
            rewrite.normalise(n);
        }
        return g.mapRoots(rewrite.normal::get);
    }

    private void normalise(Node start) {
        waiting.push(start);
        while (!waiting.isEmpty()) {
            Node n = waiting.peek();
            if (normal.containsKey(n)) {
                waiting.pop();
            } else if (successor.containsKey(n)) {
                Node by = normal.get(successor.get(n));
                if (by == null) { // what took its place is made of it
                    throw endless();
                }
                normal.put(n, by);
            } else if (inputsAreNormal(n)) {
                replace(n);
            }
        }
    }

    /** Whether the normal form of every input is known; those of which it is not are put before {@code n}. */
    private boolean inputsAreNormal(Node n) {
        boolean all = true;
        for (Node i : n.inputs()) {
            if (!normal.containsKey(i)) {
                waiting.push(i);
                all = false;
            }
        }
        return all;
    }

    private void replace(Node n) {
        List<Node> inputs = n.inputs().stream().map(normal::get).toList();
        Node by = inputs.equals(n.inputs()) ? n : n.arena().at(n.origin(), () -> n.arena().node(n.op(), inputs));
        if (by == n) {
            by = n.arena().at(n.origin(), () -> fire(n));
        }
        if (by == n) {
            normal.put(n, n);
            return;
        }
        if (successor.containsKey(by) && !normal.containsKey(by)) {
            throw endless();
        }
        successor.put(n, by);
        waiting.push(by);
    }

    /** What the first rule that fires puts in the place of {@code n}; n itself if none does. */
    private Node fire(Node n) {
        for (Rule rule : candidates(n.op().getClass())) {
            Optional<Node> by = rule.apply(n);
            if (by.isEmpty() || by.get() == n) {
                continue;
            }
            if (!by.get().type().equals(n.type())) {
                throw new IllegalStateException("the rule " + rule.equation() + " makes " + by.get() + " of " + n);
            }
            remember(rule);
            log.accept(new Fired(rule, n, n.origin().place(), by.get()));
            return by.get();
        }
        return n;
    }

    private void remember(Rule rule) {
        recent.add(rule);
        if (recent.size() > 20) {
            recent.remove();
        }
        if (++count > limit) {
            throw endless();
        }
    }

    private IllegalStateException endless() {
        Set<String> names = new LinkedHashSet<>();
        recent.forEach(r -> names.add(r.equation()));
        return new IllegalStateException("rules undo each other without end: " + String.join("; ", names));
    }

    private List<Rule> candidates(Class<? extends Op> op) {
        return byRoot.computeIfAbsent(op, c -> Leaf.Stored.class.isAssignableFrom(c)
                ? List.of()
                : rules.stream().filter(r -> r.root().isAssignableFrom(c)).toList());
    }
}
