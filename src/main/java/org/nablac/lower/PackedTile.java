package org.nablac.lower;

import java.util.ArrayList;
import java.util.List;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.code.Function;
import org.nablac.code.Scalar;
import org.nablac.code.Stmt;
import org.nablac.code.Type;

/**
 * The innermost part of a product of packed operands: {@code height} rows by {@code width} vectors of columns of
 * {@code Σ_k left[i, k] · right[k, j]}, one accumulator each, k ascending, one fma a term. It has no sizes of its own,
 * so that all products of a class run, and warm up, the same few functions.
 *
 * @param length lanes of a vector
 * @param continued whether the sums begin with what is there, and not with +0
 */
record PackedTile(int length, int height, int width, boolean continued) {
    private static final Var LEFT = Code.v("left", Type.FLOATS);
    private static final Var FROM = Code.i("from");
    private static final Var RIGHT = Code.v("right", Type.FLOATS);
    private static final Var AT = Code.i("at");
    private static final Var TERMS = Code.i("terms");
    private static final Var SUMS = Code.v("sums", Type.FLOATS);
    private static final Var TO = Code.i("to");
    private static final Var STEP = Code.i("step");
    /** At this height C2 loads the numbers of two turns at once, and has no register for the last of them. */
    private static final int NOT_UNROLLED = 8;

    int columns() {
        return width * length;
    }

    /** The same, but that the sums begin with what is there. */
    PackedTile goingOn() {
        return new PackedTile(length, height, width, true);
    }

    /** Terms in one turn of the loop. */
    private int unrolled() {
        return height == NOT_UNROLLED ? 1 : 2;
    }

    /**
     * A call that writes {@code sums[to + r · step + c]}.
     *
     * @param left a strip: {@code height} numbers a term, from {@code from} on
     * @param right a panel: {@link #columns()} numbers a term, from {@code at} on
     * @param terms even
     */
    Stmt call(Expr left, Expr from, Expr right, Expr at, Expr terms, Expr sums, Expr to, Expr step) {
        Function f = Function.of("tile" + height + "x" + columns() + (continued ? "on" : ""),
                List.of(LEFT, FROM, RIGHT, AT, TERMS, SUMS, TO, STEP), Scalar.VOID,
                height + " rows by " + width + " vectors of left · right", body());
        return Code.evaluate(Code.call(f, left, from, right, at, terms, sums, to, step));
    }

    private List<Stmt> body() {
        List<Stmt> all = new ArrayList<>();
        Var[][] sums = new Var[height][width];
        for (int r = 0; r < height; r++) {
            for (int c = 0; c < width; c++) {
                sums[r][c] = Code.v("sum" + r + "_" + c, new Type.Lanes(Scalar.F32, length));
                all.add(Code.let(sums[r][c], continued ? new Expr.LoadLanes(SUMS, place(r, c), length)
                        : new Expr.Splat(Code.c(0f), length)));
            }
        }
        Var k = Code.i("k");
        List<Stmt> turn = new ArrayList<>();
        Var term = Code.i("term");
        Var line = Code.i("line");
        turn.add(Code.let(term, Code.add(FROM, Code.mul(k, Code.c(height)))));
        turn.add(Code.let(line, Code.add(AT, Code.mul(k, Code.c(columns())))));
        for (int t = 0; t < unrolled(); t++) {
            term(sums, t, term, line, turn);
        }
        all.add(new Stmt.For(k, Code.c(0), TERMS, unrolled(), turn));
        for (int r = 0; r < height; r++) {
            for (int c = 0; c < width; c++) {
                all.add(new Stmt.StoreLanes(SUMS, place(r, c), sums[r][c]));
            }
        }
        return all;
    }

    private Expr place(int row, int vector) {
        return Code.add(Code.add(TO, Code.mul(STEP, Code.c(row))), Code.c(vector * length));
    }

    /** sum += left[term + t] · right[line + t] for term t of a turn. */
    private void term(Var[][] sums, int t, Expr term, Expr line, List<Stmt> turn) {
        Var[] b = new Var[width];
        for (int c = 0; c < width; c++) {
            b[c] = Code.v("b" + t + "_" + c, new Type.Lanes(Scalar.F32, length));
            Expr at = Code.add(line, Code.c((t * width + c) * length));
            turn.add(Code.let(b[c], new Expr.LoadLanes(RIGHT, at, length)));
        }
        for (int r = 0; r < height; r++) {
            Var a = Code.v("a" + t + "_" + r, new Type.Lanes(Scalar.F32, length));
            turn.add(Code.let(a, new Expr.Splat(Code.load(LEFT, Code.add(term, Code.c(t * height + r))), length)));
            for (int c = 0; c < width; c++) {
                turn.add(Code.assign(sums[r][c], new Expr.Fma(a, b[c], sums[r][c])));
            }
        }
    }
}
