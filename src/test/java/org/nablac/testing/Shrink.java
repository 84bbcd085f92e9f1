package org.nablac.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Graph;
import org.nablac.graph.Leaf;
import org.nablac.graph.Node;
import org.nablac.graph.Transform;
import org.nablac.op.Input;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.UserError;

/** A small graph that fails like a large one. */
public final class Shrink {
    private Shrink() {
    }

    /** The smallest case on the way down from {@code failing}, by steps each of which still {@code fails}. */
    public static Case shrink(Case failing, Predicate<Case> fails) {
        Case smallest = failing;
        while (true) {
            Optional<Case> next = steps(smallest).filter(Shrink::isValid).filter(fails).findFirst();
            if (next.isEmpty()) {
                return tidy(smallest);
            }
            smallest = next.get();
        }
    }

    /** Whether its indices are still rows. */
    private static boolean isValid(Case c) {
        try {
            return !c.expected().isEmpty();
        } catch (UserError e) {
            return false;
        }
    }

    /** Without the inputs and values that nothing uses. */
    private static Case tidy(Case c) {
        Graph g = c.graph();
        List<Node> used = g.nodes();
        List<String> labels = new ArrayList<>(g.updates().keySet().stream().map(Case::label).toList());
        used.stream().filter(n -> n.op() instanceof Leaf.Stored).forEach(n -> labels.add(Case.label(n)));
        Map<String, HostArray> values = new LinkedHashMap<>(c.evaluation().values());
        values.keySet().retainAll(labels);
        Evaluation e = c.evaluation();
        return new Case(new Graph(g.name(), g.arena(), g.inputs().stream().filter(used::contains).toList(), g.outputs(),
                g.updates()), new Evaluation(values, e.sizes(), e.seed(), e.step()), c.sensitivity());
    }

    /** Every smaller case one step away, the largest steps first. */
    private static Stream<Case> steps(Case c) {
        return Stream.of(withoutRoots(c), hoisted(c), cut(c), skipped(c)).flatMap(s -> s);
    }

    /** One output or update is left out. */
    private static Stream<Case> withoutRoots(Case c) {
        Graph g = c.graph();
        if (g.outputs().size() + g.updates().size() < 2) {
            return Stream.empty();
        }
        List<Case> all = new ArrayList<>();
        g.outputs().forEach((name, n) -> {
            Map<String, Node> rest = new LinkedHashMap<>(g.outputs());
            rest.remove(name);
            all.add(c.with(new Graph(g.name(), g.arena(), g.inputs(), rest, g.updates())));
        });
        g.updates().forEach((leaf, n) -> {
            Map<Node, Node> rest = new LinkedHashMap<>(g.updates());
            rest.remove(leaf);
            all.add(c.with(new Graph(g.name(), g.arena(), g.inputs(), g.outputs(), rest)));
        });
        return all.stream();
    }

    /** An output's place is taken by an input of it. */
    private static Stream<Case> hoisted(Case c) {
        Graph g = c.graph();
        return g.outputs().entrySet().stream().flatMap(e -> e.getValue().inputs().stream()
                .filter(i -> i.type().isDense()).map(i -> {
                    Map<String, Node> outputs = new LinkedHashMap<>(g.outputs());
                    outputs.put(e.getKey(), i);
                    return c.with(new Graph(g.name(), g.arena(), g.inputs(), outputs, g.updates()));
                }));
    }

    /** A float node's place is taken by a leaf of its value; the nodes nearest to the roots first. */
    private static Stream<Case> cut(Case c) {
        Graph g = c.graph();
        Map<Node, HostArray> values = c.values();
        return g.nodes().reversed().stream().filter(Shrink::isCuttable).map(n -> {
            String label = "cut" + g.arena().size();
            Node leaf = g.arena().node(new Input(label, n.type(), Dim.ZERO));
            List<Node> inputs = new ArrayList<>(g.inputs());
            inputs.add(leaf);
            Graph smaller = replace(g, n, leaf);
            inputs.removeIf(i -> !smaller.nodes().contains(i));
            return c.with(new Graph(g.name(), g.arena(), inputs, smaller.outputs(), smaller.updates()), label,
                    rounded(values.get(n)));
        });
    }

    private static boolean isCuttable(Node n) {
        return !(n.op() instanceof Leaf) && n.type().isDense() && n.type().dtype().isFloat();
    }

    private static HostArray rounded(HostArray x) {
        double[] data = Arrays.stream(x.data()).map(v -> x.dtype() == DType.F32 ? (float) v : v).toArray();
        return new HostArray(x.dtype(), x.shape(), data);
    }

    /** A node's place is taken by an input of the same type. */
    private static Stream<Case> skipped(Case c) {
        return c.graph().nodes().reversed().stream().flatMap(n -> n.inputs().stream()
                .filter(i -> i.type().equals(n.type())).map(i -> c.with(replace(c.graph(), n, i))));
    }

    private static Graph replace(Graph g, Node n, Node by) {
        List<Node> roots = g.roots();
        List<Node> replaced = Transform.substitute(roots, Map.of(n, by));
        Map<Node, Node> image = new LinkedHashMap<>();
        for (int i = 0; i < roots.size(); i++) {
            image.put(roots.get(i), replaced.get(i));
        }
        return g.mapRoots(image::get);
    }
}
