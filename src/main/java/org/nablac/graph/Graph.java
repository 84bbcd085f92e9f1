package org.nablac.graph;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * One computation: named outputs, and updates {@code stored leaf ← value}, which happen together after everything is
 * computed. Inputs are the caller's, in the order of the method's parameters; some may not be reached.
 */
public record Graph(String name, Arena arena, List<Node> inputs, Map<String, Node> outputs, Map<Node, Node> updates) {
    public Graph {
        inputs = List.copyOf(inputs);
        outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
        updates = Collections.unmodifiableMap(new LinkedHashMap<>(updates));
    }

    public static Graph of(String name, List<Node> inputs, Map<String, Node> outputs) {
        Node any = outputs.values().iterator().next();
        return new Graph(name, any.arena(), inputs, outputs, Map.of());
    }

    /** Outputs and the values of updates. */
    public List<Node> roots() {
        List<Node> roots = new ArrayList<>(outputs.values());
        roots.addAll(updates.values());
        return roots;
    }

    /** Every node that a root reaches, inputs before users. */
    public List<Node> nodes() {
        return reachable(roots());
    }

    /** Every node that {@code roots} reach, inputs before users. */
    public static List<Node> reachable(List<Node> roots) {
        if (roots.isEmpty()) {
            return List.of();
        }
        BitSet seen = new BitSet();
        roots.forEach(r -> seen.set(r.id()));
        Arena arena = roots.get(0).arena();
        for (int id = seen.length() - 1; id >= 0; id = seen.previousSetBit(id - 1)) {
            arena.get(id).inputs().forEach(i -> seen.set(i.id()));
        }
        return seen.stream().mapToObj(arena::get).toList();
    }

    /** The same computation with other roots: {@code f} is applied to each output and each update's value. */
    public Graph mapRoots(UnaryOperator<Node> f) {
        Map<String, Node> newOutputs = new LinkedHashMap<>();
        outputs.forEach((n, o) -> newOutputs.put(n, f.apply(o)));
        Map<Node, Node> newUpdates = new LinkedHashMap<>();
        updates.forEach((p, v) -> newUpdates.put(p, f.apply(v)));
        return new Graph(name, arena, inputs, newOutputs, newUpdates);
    }

    /** The same computation by another name. */
    public Graph named(String other) {
        return new Graph(other, arena, inputs, outputs, updates);
    }

    public Graph withUpdates(Map<Node, Node> more) {
        Map<Node, Node> all = new LinkedHashMap<>(updates);
        all.putAll(more);
        return new Graph(name, arena, inputs, outputs, all);
    }

    /** What {@link GraphText} prints. */
    @Override
    public String toString() {
        return GraphText.print(this);
    }
}
