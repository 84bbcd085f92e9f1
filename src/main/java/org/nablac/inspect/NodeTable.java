package org.nablac.inspect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.nablac.graph.Attributes;
import org.nablac.graph.Graph;
import org.nablac.graph.Leaf;
import org.nablac.graph.Node;
import org.nablac.op.Constant;
import org.nablac.tensor.DType;

/**
 * Nodes as lines of a table: number, op, operands; dtype and shape; source line; cost; for a derived node the rule and
 * the forward node. Nodes have the numbers that the graph's text gives them.
 */
final class NodeTable {
    private final Map<Node, String> names = new HashMap<>();

    NodeTable(Graph g) {
        List<Node> roots = new ArrayList<>(g.roots());
        roots.addAll(g.inputs());
        roots.addAll(g.updates().keySet());
        Graph.reachable(roots).forEach(n -> names.put(n, "%" + names.size()));
    }

    String name(Node n) {
        return names.getOrDefault(n, "?");
    }

    /** One line a node, columns aligned. */
    String text(List<Node> nodes) {
        List<String[]> rows = new ArrayList<>();
        nodes.forEach(n -> rows.add(row(n)));
        return Columns.text(rows);
    }

    private String[] row(Node n) {
        NodeCost cost = NodeCost.of(n);
        return new String[] {name(n), expression(n), n.type().toString(), n.origin().place(),
            cost.flops().is(0) ? "" : cost.flops() + " flops", cost.bytes().is(0) ? "" : cost.bytes() + " bytes",
            derivation(n)};
    }

    private String expression(Node n) {
        if (n.op() instanceof Leaf.Stored leaf) {
            return n.op().name() + " " + leaf.label();
        }
        if (n.op() instanceof Constant c) {
            return n.op().name() + " "
                    + (c.dtype() == DType.F32 ? Float.toString((float) c.value()) : Double.toString(c.value()));
        }
        String attributes = Attributes.of(n.op()).entrySet().stream().filter(e -> !Boolean.FALSE.equals(e.getValue()))
                .map(e -> Boolean.TRUE.equals(e.getValue()) ? e.getKey() : e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining(", "));
        return n.op().name() + (attributes.isEmpty() ? "" : "{" + attributes + "}")
                + n.inputs().stream().map(i -> " " + name(i)).collect(Collectors.joining());
    }

    private String derivation(Node n) {
        return n.origin().derivation()
                .map(d -> "by " + d.rule() + (names.containsKey(d.forward()) ? " of " + name(d.forward())
                : " of " + described(d.forward()))).orElse("");
    }

    /** A forward node that was itself rewritten: what it was. */
    private static String described(Node forward) {
        String what = forward.op() instanceof Leaf.Stored leaf ? leaf.label() : forward.op().name() + " "
                + forward.type();
        return forward.origin().isKnown() ? what + " at " + forward.origin().place() : what;
    }
}
