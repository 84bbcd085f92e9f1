package org.nablac.lower;

import java.util.ArrayList;
import java.util.List;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.graph.Node;
import org.nablac.lower.Strips.Strip;

/**
 * What is done with the elements of the tiles of a packed product before its sums begin and after they end.
 *
 * @param name of the kernel
 * @param batch which of the matrices is at hand
 */
record PackedElements(String name, Body body, Reading reading, ProductWork work, int length, List<Expr> batch) {
    /** What a function that finishes tiles is told of them. */
    private static final List<String> LOCALS = List.of("tiles", "top", "height", "left", "width", "place",
            "batch");

    /** Columns {@code first} to {@code last}, {@code width} in all, {@code most} from one row of tiles to the next. */
    record Columns(Expr first, Expr last, Expr width, int most) {
    }

    /**
     * Emits a call that does, for each element of a strip's tiles, what the product ends in; or that fills them before,
     * where the sums {@code begin} with the output, from there.
     *
     * @param suffix of the function's name
     * @param place of the strip's first element in {@code tiles}
     */
    void call(String suffix, boolean begin, Strip strip, Expr place, Columns columns, Var tiles) {
        Body inner = new Body(body.cut());
        Reading element = reading.in(inner);
        List<Expr> given = new ArrayList<>(List.of(tiles, strip.row(), strip.count(), columns.first,
                columns.width, place));
        given.addAll(batch);
        List<Expr> local = new ArrayList<>();
        List<Var> locals = new ArrayList<>();
        for (Expr e : given) {
            boolean isConstant = e instanceof Expr.Const;
            String called = LOCALS.get(Math.min(local.size(), LOCALS.size() - 1));
            local.add(isConstant ? e : inner.fresh(called, e.type()));
            if (!isConstant) {
                locals.add((Var) local.get(local.size() - 1));
            }
        }
        inner.emit(begin ? work.line() : work.lineOfEnd());
        Var r = inner.open("r", Code.c(0), local.get(2), 1);
        List<Expr> index = new ArrayList<>(local.subList(6, local.size()));
        index.add(inner.let("row", Code.add(local.get(1), r), inner.level()));
        Expr start = inner.let("start", Code.add(local.get(5), Code.mul(r, Code.c(columns.most))),
                inner.level());
        Var c = inner.open("c", Code.c(0), local.get(4), 1);
        index.add(Code.add(local.get(3), c));
        Expr sum = Code.load(local.get(0), Code.add(start, c));
        if (begin) {
            Node n = work.product();
            inner.emit(Code.store(local.get(0), Code.add(start, c),
                    Code.load(element.array(n), element.flat(n, index))));
        } else {
            work.end(inner, element, index, sum);
        }
        List<Expr> told = given.stream().filter(e -> !(e instanceof Expr.Const)).toList();
        body.emit(OwnFunction.of(body, inner, name + suffix, work.purpose() + " of sums", locals, length).call(told));
    }
}
