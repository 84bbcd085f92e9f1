package org.nablac.lower;

import java.util.List;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.code.Stmt;
import org.nablac.code.Type;
import org.nablac.graph.Node;
import org.nablac.graph.Rows;
import org.nablac.schedule.Work;

/** For each index the position of its first occurrence: one mark per possible index, set and cleared again. */
final class Leads {
    private Leads() {
    }

    static void lower(Body body, Reading reading, Work.Lead work) {
        Node n = work.node();
        Node index = n.input(0);
        Var marks = body.argument(new Argument.Marks(((Rows.Leaders) n.op()).bound()), "marks", Type.INTS);
        Expr i = body.open("i", n.shape().dim(0));
        Var row = body.let("row", reading.read(index, List.of(i)), body.level());
        Var mark = body.let("mark", Code.load(marks, row), body.level());
        Expr position = Code.add(reading.flat(n, List.of(i)), Code.c(0));
        body.emit(new Stmt.If(Code.eq(mark, Code.c(0)),
                List.of(Code.store(marks, row, Code.add(i, Code.c(1))), Code.store(reading.array(n), position, i)),
                List.of(Code.store(reading.array(n), position, Code.sub(mark, Code.c(1))))));
        body.closeTo(0);
        Expr again = body.open("i", n.shape().dim(0));
        body.emit(Code.store(marks, reading.read(index, List.of(again)), Code.c(0)));
        body.closeTo(0);
    }
}
