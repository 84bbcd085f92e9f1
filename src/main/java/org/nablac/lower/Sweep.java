package org.nablac.lower;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.code.Stmt;
import org.nablac.graph.Node;
import org.nablac.schedule.Work;
import org.nablac.tensor.Dim;

/**
 * One pass over a parameter W that updates it for this example and multiplies the next example's input x' with it:
 * for each row k in ascending order, {@code W_k ← update(W_k)}, {@code sum ← x'_k · W_k + sum}. A few rows at a time,
 * so that the sums are read and written once for all of them; one at a time where vectors hold the sums.
 */
final class Sweep {
    static final int ROWS = 4;

    private final Body body;
    private final Reading now;
    private final Reading next;
    private final ProductWork product;
    private final List<Work> update;
    private final Var strip;

    private Sweep(Body body, Reading now, Reading next, ProductWork product, List<Work> update) {
        this.body = body;
        this.now = now;
        this.next = next;
        this.product = product;
        this.update = update;
        this.strip = Nonzeros.strip(body, columns());
    }

    /**
     * @param now reads the example at hand
     * @param next reads the example after it
     * @param update elementwise works over all of the product's right operand, one of which overwrites it
     * @param height rows at a time
     */
    static void lower(Body body, Reading now, Reading next, ProductWork product, List<Work> update, int height) {
        body.emit(new Stmt.Line(update.get(0).node().origin().line()));
        Sweep s = new Sweep(body, now, next, product, update);
        int depth = Math.toIntExact(product.product().input(1).shape().dim(0).constant());
        int whole = depth / height * height;
        s.rows(0, whole, height);
        if (whole < depth) {
            s.rows(whole, depth, 1);
        }
        body.emit(new Stmt.Line(product.product().origin().line()));
        new Products(body, next, product, Optional.empty()).finish(s.strip);
    }

    private Dim columns() {
        return product.product().shape().dim(1);
    }

    private void rows(int from, int to, int height) {
        Node left = product.product().input(0);
        Var k = body.open("k", Code.c(from), Code.c(to), height);
        now.rowsAt(body.level());
        List<Var> x = new ArrayList<>();
        for (int r = 0; r < height; r++) {
            Expr at = next.flat(left, List.of(Code.c(0), Code.add(k, Code.c(r))));
            x.add(body.let("x", Code.load(next.array(left), at), body.level()));
        }
        Expr j = body.open("j", columns());
        Expr sum = Code.load(strip, j);
        for (int r = 0; r < height; r++) {
            sum = body.let("sum", Code.fma(x.get(r), updated(Code.add(k, Code.c(r)), j), sum), body.level());
        }
        body.emit(Code.store(strip, j, sum));
        body.closeTo(0);
    }

    /** Updates the element in row {@code row}; its new value. */
    private Expr updated(Expr row, Expr j) {
        List<Expr> index = List.of(row, j);
        Map<Node, Var> values = new HashMap<>();
        for (Work w : update) {
            Var value = body.let("value", now.compute(w.node(), index), body.level());
            now.remember(w.node(), index, value, body.level());
            values.put(w.node(), value);
        }
        Expr updated = Code.c(0f);
        for (Work w : update) {
            now.store(w.node(), index, values.get(w.node()));
            if (now.array(w.node()).equals(next.array(product.product().input(1)))) {
                updated = values.get(w.node());
            }
        }
        return updated;
    }
}
