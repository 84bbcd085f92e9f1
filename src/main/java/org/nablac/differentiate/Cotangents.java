package org.nablac.differentiate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nablac.graph.Node;
import org.nablac.graph.Origin;
import org.nablac.op.Add;
import org.nablac.op.AddRows;
import org.nablac.op.Concat;
import org.nablac.op.RowSparse;

/** What each node has received so far; the sum is taken in the order of arrival, dense parts first. */
final class Cotangents {
    private final Map<Node, List<Node>> parts = new HashMap<>();

    void add(Node n, Node part) {
        if (!part.shape().equals(n.shape()) || part.type().dtype() != n.type().dtype()) {
            throw new IllegalStateException("the gradient rule of a user of " + n + " gives " + part
                    + ", which does not fit");
        }
        parts.computeIfAbsent(n, k -> new ArrayList<>()).add(part);
    }

    /** The sum for {@code n}, row-sparse if every part is; nothing if there are none. */
    Optional<Node> sum(Node n) {
        List<Node> all = parts.getOrDefault(n, List.of());
        if (all.size() > 1) {
            Node sum = n.arena().at(Origin.derived("accumulate", n), () -> sum(all));
            parts.put(n, List.of(sum));
            return Optional.of(sum);
        }
        return all.stream().findFirst();
    }

    private static Node sum(List<Node> all) {
        List<Node> rows = all.stream().filter(c -> !c.type().isDense()).toList();
        Optional<Node> dense = all.stream().filter(c -> c.type().isDense()).reduce(Add::add);
        if (rows.isEmpty()) {
            return dense.orElseThrow();
        }
        Node index = Concat.concat(rows.stream().map(r -> r.input(0)).toList(), 0);
        Node values = Concat.concat(rows.stream().map(r -> r.input(1)).toList(), 0);
        return dense.map(d -> AddRows.addRows(d, index, values))
                .orElseGet(() -> RowSparse.rowSparse(index, values, rows.get(0).shape().dim(0)));
    }

    /** The sum for {@code n} with every element held. */
    Optional<Node> dense(Node n) {
        return sum(n).map(c -> n.arena().at(Origin.derived("accumulate", n), () -> RowSparse.dense(c)));
    }
}
