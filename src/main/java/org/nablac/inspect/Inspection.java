package org.nablac.inspect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nablac.compile.Compiled;
import org.nablac.compile.PassRecord;
import org.nablac.graph.Graph;
import org.nablac.graph.Leaf;
import org.nablac.graph.Model;
import org.nablac.graph.Node;
import org.nablac.tensor.Dim;

/**
 * A compiled model as text: parameters, methods, the training step in its three parts, what was rewritten, what
 * it all costs.
 */
public final class Inspection {
    private Inspection() {
    }

    public static String text(Compiled compiled) {
        StringBuilder s = new StringBuilder();
        Model model = compiled.model();
        s.append("model ").append(model.name()).append(" (").append(model.sourceFile()).append("), compiled to ")
                .append(compiled.className()).append('\n');
        s.append(parameters(model));
        methods(compiled).forEach((name, graph) -> s.append(method(name, graph)));
        compiled.step().ifPresent(step ->
                s.append(training(compiled, readable(compiled.passes(), "step").orElse(step))));
        s.append(rewrites(compiled.passes()));
        return s.toString();
    }

    /** The training step: forward, backward, update. */
    private static String training(Compiled compiled, Graph step) {
        TrainingParts parts = TrainingParts.of(compiled.model(), step, compiled.options().optimizer());
        NodeTable table = new NodeTable(step);
        StringBuilder s = new StringBuilder();
        s.append("\ntraining step, ").append(compiled.options().optimizer()).append('\n');
        s.append(part(table, "forward", parts.forward()));
        step.outputs().forEach((name, n) -> s.append("  output ").append(name).append(" = ").append(table.name(n))
                .append('\n'));
        s.append(part(table, "backward", parts.backward()));
        s.append(part(table, "update", parts.update()));
        step.updates().forEach((leaf, n) -> s.append("  ").append(((Leaf.Stored) leaf.op()).label()).append(" <- ")
                .append(table.name(n)).append('\n'));
        NodeCost all = NodeCost.of(step.nodes());
        s.append("\ncost of a step, before fusion\n").append("  ").append(all.flops()).append(" flops\n  ")
                .append(all.bytes())
                .append(" bytes read and written\n");
        s.append(states(step));
        return s.toString();
    }

    private static String part(NodeTable table, String name, List<Node> nodes) {
        NodeCost cost = NodeCost.of(nodes);
        return "\n" + name + ": " + nodes.size() + " nodes, " + cost.flops() + " flops\n" + table.text(nodes);
    }

    private static String parameters(Model model) {
        List<String[]> rows = new ArrayList<>();
        Dim count = Dim.ZERO;
        Dim bytes = Dim.ZERO;
        for (Model.Parameter p : model.parameters()) {
            rows.add(new String[] {p.name(), p.leaf().type().toString(), p.leaf().shape().count() + " numbers",
                p.leaf().origin().place()});
            count = count.plus(p.leaf().shape().count());
            bytes = bytes.plus(NodeCost.bytes(p.leaf()));
        }
        return "\nparameters: " + count + " numbers, " + bytes + " bytes\n" + Columns.text(rows);
    }

    private static String states(Graph step) {
        List<Node> states = step.updates().keySet().stream()
                .filter(n -> n.op() instanceof org.nablac.op.Parameter p && !p.isTrainable()).toList();
        Dim bytes = states.stream().map(NodeCost::bytes).reduce(Dim.ZERO, Dim::plus);
        return "  " + (states.isEmpty() ? "no state of the optimizer"
                : states.size() + " states of the optimizer, " + bytes + " bytes") + "\n";
    }

    /** Each method but the loss. */
    private static Map<String, Graph> methods(Compiled compiled) {
        Map<String, Graph> methods = new LinkedHashMap<>();
        compiled.model().methods().stream().filter(m -> !m.isLoss())
                .forEach(m -> methods.put(m.name(), readable(compiled.passes(), m.name()).orElse(m.graph())));
        return methods;
    }

    /**
     * The graph of a computation when all is decided that is decided by name: before composites become what
     * they are made of.
     */
    private static Optional<Graph> readable(List<PassRecord> passes, String method) {
        return passes.stream().filter(p -> p.method().equals(method)).takeWhile(p -> !p.name().equals("expand"))
                .reduce((first, second) -> second).map(PassRecord::after);
    }

    private static String method(String name, Graph graph) {
        NodeTable table = new NodeTable(graph);
        NodeCost cost = NodeCost.of(graph.nodes());
        StringBuilder s = new StringBuilder("\nmethod " + name + ": " + cost.flops() + " flops, " + cost.bytes()
                + " bytes\n");
        s.append(table.text(graph.nodes()));
        graph.outputs().forEach((o, n) -> s.append("  returns ").append(table.name(n)).append('\n'));
        return s.toString();
    }

    /** Which rule fired where, and in which computations. */
    private static String rewrites(List<PassRecord> passes) {
        Map<String, Set<String>> fired = new LinkedHashMap<>();
        for (PassRecord p : passes) {
            // a report is PLACE: RULE (BEFORE becomes AFTER); before and after have numbers of
            // a graph that is not shown
            p.log().forEach(line ->
                    fired.computeIfAbsent(p.name() + "\t" + line.split(" \\(%", 2)[0].replaceFirst(": ", "\t"),
                    k -> new LinkedHashSet<>()).add(p.method()));
        }
        List<String[]> rows = new ArrayList<>();
        fired.forEach((what, where) -> rows.add((what + "\tin " + String.join(", ", where)).split("\t")));
        return "\nrewrites: pass, line, rule\n" + (rows.isEmpty() ? "  none\n" : Columns.text(rows));
    }
}
