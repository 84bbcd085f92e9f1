package org.nablac.lower;

import java.util.ArrayList;
import java.util.List;
import org.nablac.code.Expr;
import org.nablac.code.Stmt;
import org.nablac.graph.Node;
import org.nablac.schedule.Kernel;
import org.nablac.schedule.Work;

/**
 * A matrix product and what its finished sums become: the elements of the product itself, or of elementwise nodes.
 *
 * @param ends the nodes that are stored, those before others that are computed from them
 */
record ProductWork(Node product, List<Node> ends) {
    ProductWork {
        ends = List.copyOf(ends);
    }

    /** Of a kernel whose first work is a product. */
    static ProductWork of(Kernel kernel) {
        return new ProductWork(((Work.Product) kernel.works().get(0)).product(),
                kernel.works().stream().map(Work::node).toList());
    }

    /** Whether the sums are stored as they are. */
    boolean isOutput() {
        return ends.get(0) == product;
    }

    /** Where the model has the product. */
    Stmt.Line line() {
        return new Stmt.Line(product.origin().line());
    }

    /** Where it has what the sums become. */
    Stmt.Line lineOfEnd() {
        return new Stmt.Line(ends.get(0).origin().line());
    }

    /** What the sums are for, in a word. */
    String purpose() {
        return ends.get(ends.size() - 1).op().name();
    }

    /** Emits what becomes of {@code sum} at {@code index}: all values first, then they are stored. */
    void end(Body body, Reading reading, List<Expr> index, Expr sum) {
        if (isOutput()) {
            reading.store(product, index, sum);
            return;
        }
        reading.remember(product, index, body.let("sum", sum, body.level()), body.level());
        List<Expr> values = new ArrayList<>();
        for (Node end : ends) {
            Expr value = reading.compute(end, index);
            if (ends.size() > 1 && !Body.isTrivial(value)) {
                value = body.let("value", value, body.level());
            }
            reading.remember(end, index, value, body.level());
            values.add(value);
        }
        for (int e = 0; e < ends.size(); e++) {
            reading.store(ends.get(e), index, values.get(e));
        }
    }
}
