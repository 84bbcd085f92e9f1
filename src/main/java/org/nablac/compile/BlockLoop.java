package org.nablac.compile;

import java.util.ArrayList;
import java.util.List;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.code.Scalar;
import org.nablac.code.Stmt;
import org.nablac.code.Type;
import org.nablac.schedule.Block;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;

/** The loop over the blocks of rows for which kernels run one after the other. */
final class BlockLoop {
    /** The first row of the block at hand, and the row after its last. */
    static final Var FIRST = Code.i("blockFirst");
    static final Var LAST = Code.i("blockLast");
    /** Rows of a block are a multiple of it, which is one of the rows of most tiles, and are no fewer. */
    private static final int UNIT = 16;

    private final Program program;
    private final Block block;
    private final Parts parts;

    BlockLoop(Program program, Block block, Parts parts) {
        this.program = program;
        this.block = block;
        this.parts = parts;
    }

    private Expr rows() {
        return parts.size(block.rows());
    }

    /** As many rows as there is room for. */
    private Expr most() {
        Dim words = Dim.ZERO;
        for (Program.Array a : program.arrays()) {
            if (a.block().filter(block::equals).isPresent()) {
                words = words.plus(a.size().times(Dim.of(a.dtype() == DType.F64 ? 2 : 1)));
            }
        }
        Expr room = Code.c((int) Math.min(program.room() / Float.BYTES, Integer.MAX_VALUE));
        return Code.max(Code.and(Code.div(room, parts.size(words)), Code.c(-UNIT)), Code.c(UNIT));
    }

    /** Whether there are more rows than there is room for, as far as is known before the call of a kernel. */
    Expr isNeeded() {
        return Code.gt(rows(), most());
    }

    /** The rows of the largest block. */
    Expr largest() {
        return Code.min(most(), rows());
    }

    /** {@code calls} for one block after the other, all of about the same height. */
    List<Stmt> around(List<Stmt> calls) {
        Var most = Code.i("most");
        Var count = Code.i("count");
        Var height = Code.i("height");
        List<Stmt> all = new ArrayList<>();
        all.add(Code.let(most, most()));
        all.add(Code.let(count, Code.div(Code.sub(Code.add(rows(), most), Code.c(1)), most)));
        all.add(Code.let(height, Code.and(Code.add(Code.div(Code.sub(Code.add(rows(), count), Code.c(1)), count),
                Code.c(UNIT - 1)), Code.c(-UNIT))));
        List<Stmt> body = new ArrayList<>();
        body.add(Code.let(LAST, Code.min(Code.add(FIRST, height), rows())));
        body.addAll(calls);
        body.add(Code.assign(FIRST, LAST));
        all.add(Code.let(FIRST, Code.c(0)));
        all.add(new Stmt.While(Code.lt(FIRST, rows()), body));
        return all;
    }

    /** {@code sum[first … first + count) = +0} */
    static Stmt clear(DType dtype, Expr sum, int first, Expr count) {
        return Code.evaluate(Parts.java("java.util.Arrays", "fill", Scalar.VOID,
                List.of(Parts.array(dtype), Scalar.I32, Scalar.I32, Parts.element(dtype)), sum, Code.c(first),
                Code.add(count, Code.c(first)),
                dtype == DType.F64 ? Code.c(0.0) : Code.c(0f)));
    }
}
