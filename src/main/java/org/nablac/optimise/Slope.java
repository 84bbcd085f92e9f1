package org.nablac.optimise;

import java.util.Optional;
import org.nablac.graph.Node;
import org.nablac.op.AddRows;
import org.nablac.op.Broadcast;
import org.nablac.op.Constant;
import org.nablac.op.Equal;
import org.nablac.op.FirstOccurrence;
import org.nablac.op.Gather;
import org.nablac.op.Iota;
import org.nablac.op.RowSparse;
import org.nablac.op.Select;
import org.nablac.op.SetRows;
import org.nablac.tensor.DType;

/**
 * A gradient, and which rows of the parameter it is of.
 *
 * @param values of all rows, or of those that {@code rows} names
 * @param rows which rows, none of them twice; −1 stands for none, and its values are zero. Empty for all.
 */
record Slope(Node values, Optional<Node> rows) {

    /** {@code gradient}, with the occurrences of a row summed in order if it is row-sparse. */
    static Slope of(Node gradient) {
        if (!(gradient.op() instanceof RowSparse sparse)) {
            return new Slope(gradient, Optional.empty());
        }
        Node index = gradient.input(0);
        Node values = gradient.input(1);
        Node leaders = FirstOccurrence.firstOccurrence(index, sparse.rows());
        Node sums = AddRows.addRows(Constant.constantLike(values, 0), leaders, values);
        Node isLeader = Equal.equal(leaders, Iota.iota(index.arena(), DType.I32, index.shape(), 0));
        Node rows = Select.select(isLeader, index, Constant.constantLike(index, -1));
        return new Slope(sums, Optional.of(rows));
    }

    Slope with(Node otherValues) {
        return new Slope(otherValues, rows);
    }

    /** Those rows of {@code table} that this is of; zeros for none. */
    Node read(Node table) {
        return rows.map(r -> Gather.gather(table, r)).orElse(table);
    }

    /** {@code table} with {@code changed} in the place of those rows. */
    Node write(Node table, Node changed) {
        return rows.map(r -> SetRows.setRows(table, r, changed)).orElse(changed);
    }

    /** The scalar {@code c} in the shape of the values. */
    Node repeat(Node c) {
        return Broadcast.broadcast(c, values.shape());
    }
}
