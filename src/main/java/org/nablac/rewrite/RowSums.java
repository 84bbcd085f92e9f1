package org.nablac.rewrite;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.nablac.graph.Graph;
import org.nablac.graph.Node;
import org.nablac.op.AddRows;
import org.nablac.op.Broadcast;
import org.nablac.op.Constant;
import org.nablac.op.Convert;
import org.nablac.op.Iota;
import org.nablac.op.Mul;
import org.nablac.op.Sub;
import org.nablac.op.Sum;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;
import org.nablac.tensor.Shape;

/**
 * Sums over the rows of a matrix that take one row after the other, so that not all of them must be there at once. The
 * bits are the same: a sum has 16 lanes, row n is added to lane n mod 16, and here the lanes are the rows of a table.
 */
public final class RowSums {
    private static final int LANES = 16;
    private static final Rule RULE = Rule.structural("Σ_n x_n = Σ_l Σ_{n mod 16 = l} x_n", Promise.EXACT, Sum.class,
            h -> Sum.sum(h.x(), List.of(0)), RowSums::inLanes);

    private RowSums() {
    }

    /**
     * {@code g} where each sum over rows whose number is not known is one of the sums of every sixteenth of them.
     *
     * @param log told of each sum
     */
    public static Graph rowByRow(Graph g, Consumer<Fired> log) {
        return Rewrite.apply(g, List.of(RULE), log);
    }

    private static Optional<Node> inLanes(Sum op, Node sum) {
        Node x = sum.input(0);
        if (x.type().rank() < 2 || !op.axes().equals(List.of(0)) || x.shape().dim(0).isConstant()) {
            return Optional.empty();
        }
        Shape table = x.shape().with(0, Dim.of(LANES));
        return Optional.of(Sum.sum(AddRows.addRows(filled(x, table, x.type().dtype(), 0), lane(x), x), List.of(0)));
    }

    /** n − 16 ⌊n/16⌋ of each row n. */
    private static Node lane(Node x) {
        Shape rows = new Shape(List.of(x.shape().dim(0)));
        Node n = Iota.iota(x.arena(), DType.I32, rows, 0);
        Node sixteenths = Mul.mul(Convert.convert(n, DType.F64), filled(n, rows, DType.F64, 1.0 / LANES));
        return Sub.sub(n, Mul.mul(Convert.convert(sixteenths, DType.I32), filled(n, rows, DType.I32, LANES)));
    }

    private static Node filled(Node beside, Shape shape, DType dtype, double value) {
        return Broadcast.broadcast(Constant.constant(beside.arena(), dtype, value), shape, List.of());
    }
}
