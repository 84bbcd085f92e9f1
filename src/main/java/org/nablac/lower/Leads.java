package org.nablac.lower;

import java.util.List;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.code.Scalar;
import org.nablac.code.Stmt;
import org.nablac.code.Type;
import org.nablac.graph.Node;
import org.nablac.graph.Rows;
import org.nablac.schedule.Work;

/**
 * For each index the position of its first occurrence: one mark per possible index, set and cleared again; −1 for −1.
 */
final class Leads {
    private Leads() {
    }

    static void lower(Body body, Reading reading, Work.Lead work) {
        body.emit(new Stmt.Line(work.node().origin().line()));
        Node n = work.node();
        Node index = n.input(0);
        Var marks = body.argument(new Argument.Marks(((Rows.Leaders) n.op()).bound()), "marks", Type.INTS);
        Expr i = body.open("i", n.shape().dim(0));
        Var row = body.let("row", reading.read(index, List.of(i)), body.level());
        Expr leader = reading.array(n);
        Var mark = body.fresh("mark", Scalar.I32);
        Stmt known = Code.store(leader, i, Code.sub(mark, Code.c(1)));
        body.emit(new Stmt.If(Code.lt(row, Code.c(0)), List.of(Code.store(leader, i, Code.c(-1))), List.of(
                Code.let(mark, Code.load(marks, row)),
                new Stmt.If(Code.eq(mark, Code.c(0)),
                        List.of(Code.store(marks, row, Code.add(i, Code.c(1))), Code.store(leader, i, i)),
                        List.of(known)))));
        body.closeTo(0);
        Expr again = body.open("i", n.shape().dim(0));
        Var marked = body.let("row", reading.read(index, List.of(again)), body.level());
        body.emit(new Stmt.If(Code.ge(marked, Code.c(0)), List.of(Code.store(marks, marked, Code.c(0))), List.of()));
        body.closeTo(0);
    }
}
