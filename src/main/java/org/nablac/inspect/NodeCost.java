package org.nablac.inspect;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.nablac.graph.Composite;
import org.nablac.graph.Contract;
import org.nablac.graph.Elementwise;
import org.nablac.graph.Leaf;
import org.nablac.graph.Move;
import org.nablac.graph.Node;
import org.nablac.graph.Reduce;
import org.nablac.graph.Rows;
import org.nablac.tensor.Dim;
import org.nablac.tensor.TensorType;

/**
 * What one node costs if it is computed alone, by the kind of its op.
 *
 * <p>Elementwise: an operation an element, be it an addition or a logarithm; two where a product is added. Reduction:
 * one an input element. Product [M, K]·[K, N]: 2·M·K·N. What moves elements: none. Adding to rows: one an element
 * added. A composite: what its expansion costs.
 *
 * @param flops operations on numbers
 * @param bytes read and written; of a table whose rows are read or written, only those rows
 */
public record NodeCost(Dim flops, Dim bytes) {
    public static final NodeCost NONE = new NodeCost(Dim.ZERO, Dim.ZERO);

    public static NodeCost of(Node n) {
        return switch (n.op()) {
            case Leaf leaf -> NONE;
            case Elementwise e -> new NodeCost(Dim.of(e.operations()).times(count(n)), touched(n));
            case Reduce r -> new NodeCost(count(n.input(0)), touched(n));
            case Move m -> new NodeCost(Dim.ZERO, touched(n));
            case Contract c -> new NodeCost(product(n, c), touched(n));
            case Rows r -> rows(n, r);
            case Composite c -> expansion(n, c);
        };
    }

    public NodeCost plus(NodeCost other) {
        return new NodeCost(flops.plus(other.flops), bytes.plus(other.bytes));
    }

    /** The sum over {@code nodes}. */
    public static NodeCost of(List<Node> nodes) {
        return nodes.stream().map(NodeCost::of).reduce(NONE, NodeCost::plus);
    }

    // out[b, m, n] = Σ_k: 2·k an element
    private static Dim product(Node n, Contract c) {
        TensorType left = n.input(0).type();
        Dim inner = left.dim(left.rank() - (c.transposeLeft() ? 2 : 1));
        return Dim.of(2).times(count(n)).times(inner);
    }

    private static NodeCost rows(Node n, Rows op) {
        if (op instanceof Rows.Read) {
            return new NodeCost(Dim.ZERO, bytes(n).times(Dim.of(2)).plus(bytes(n.input(1))));
        } else if (op instanceof Rows.Write w) {
            return new NodeCost(w.adds() ? count(n.input(2)) : Dim.ZERO,
                    bytes(n.input(2)).times(Dim.of(w.adds() ? 3 : 2)).plus(bytes(n.input(1))));
        } else if (op instanceof Rows.Leaders) {
            return new NodeCost(Dim.ZERO, bytes(n).plus(bytes(n.input(0))));
        }
        return NONE;                                        // a row-sparse tensor is its two inputs
    }

    private static NodeCost expansion(Node n, Composite op) {
        Set<Node> inputs = new HashSet<>(n.inputs());
        Set<Node> inside = new HashSet<>();
        collect(op.expand(n), inputs, inside);
        return of(List.copyOf(inside));
    }

    private static void collect(Node n, Set<Node> stop, Set<Node> inside) {
        if (!stop.contains(n) && inside.add(n)) {
            n.inputs().forEach(i -> collect(i, stop, inside));
        }
    }

    private static Dim touched(Node n) {
        return n.inputs().stream().map(NodeCost::bytes).reduce(bytes(n), Dim::plus);
    }

    private static Dim count(Node n) {
        return n.shape().count();
    }

    static Dim bytes(Node n) {
        return count(n).times(Dim.of(n.type().dtype().bytes()));
    }
}
