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
    private static final Var START = Code.i("start");
    private static final Var APART = Code.i("apart");

    int columns() {
        return width * length;
    }

    /** The same, but that the sums begin with what is there. */
    PackedTile goingOn() {
        return new PackedTile(length, height, width, true);
    }

    /** The same of one vector of {@code lanes} columns. */
    PackedTile narrow(int lanes) {
        return new PackedTile(lanes, height, 1, continued);
    }

    /**
     * A call that writes {@code sums[to + r · step + c]}. A tile that goes on is told twice where its sums are: C2
     * would else keep what it computes of one address through the loop, and have no registers for the loop itself.
     *
     * @param left a strip: {@code height} numbers a term, from {@code from} on
     * @param right a panel: {@link #columns()} numbers a term, from {@code at} on
     */
    Stmt call(Expr left, Expr from, Expr right, Expr at, Expr terms, Expr sums, Expr to, Expr step) {
        List<Var> parameters = new ArrayList<>(List.of(LEFT, FROM, RIGHT, AT, TERMS, SUMS, TO, STEP));
        List<Expr> arguments = new ArrayList<>(List.of(left, from, right, at, terms, sums, to, step));
        if (continued) {
            parameters.addAll(List.of(START, APART));
            arguments.addAll(List.of(to, step));
        }
        Function f = Function.of("tile" + height + "x" + columns() + (continued ? "on" : ""), parameters, Scalar.VOID,
                height + " rows by " + width + " vectors of left · right", body());
        return Code.evaluate(Code.call(f, arguments.toArray(Expr[]::new)));
    }

    private List<Stmt> body() {
        List<Stmt> all = new ArrayList<>();
        Var[][] sums = new Var[height][width];
        for (int r = 0; r < height; r++) {
            for (int c = 0; c < width; c++) {
                sums[r][c] = Code.v("sum" + r + "_" + c, new Type.Lanes(Scalar.F32, length));
                all.add(Code.let(sums[r][c], continued ? new Expr.LoadLanes(SUMS, place(START, APART, r, c), length)
                        : new Expr.Splat(Code.c(0f), length)));
            }
        }
        Var k = Code.i("k");
        List<Stmt> turn = new ArrayList<>();
        Var term = Code.i("term");
        Var line = Code.i("line");
        turn.add(Code.let(term, Code.add(FROM, Code.mul(k, Code.c(height)))));
        turn.add(Code.let(line, Code.add(AT, Code.mul(k, Code.c(columns())))));
        term(sums, term, line, turn);
        all.add(new Stmt.For(k, Code.c(0), TERMS, 1, turn));
        for (int r = 0; r < height; r++) {
            for (int c = 0; c < width; c++) {
                all.add(new Stmt.StoreLanes(SUMS, place(TO, STEP, r, c), sums[r][c]));
            }
        }
        return all;
    }

    private Expr place(Expr from, Expr step, int row, int vector) {
        return Code.add(Code.add(from, Code.mul(step, Code.c(row))), Code.c(vector * length));
    }

    /** sum += left[term …] · right[line …] */
    private void term(Var[][] sums, Expr term, Expr line, List<Stmt> turn) {
        Var[] b = new Var[width];
        for (int c = 0; c < width; c++) {
            b[c] = Code.v("b" + c, new Type.Lanes(Scalar.F32, length));
            turn.add(Code.let(b[c], new Expr.LoadLanes(RIGHT, Code.add(line, Code.c(c * length)), length)));
        }
        for (int r = 0; r < height; r++) {
            Var a = Code.v("a" + r, new Type.Lanes(Scalar.F32, length));
            turn.add(Code.let(a, new Expr.Splat(Code.load(LEFT, Code.add(term, Code.c(r))), length)));
            for (int c = 0; c < width; c++) {
                turn.add(Code.assign(sums[r][c], new Expr.Fma(a, b[c], sums[r][c])));
            }
        }
    }
}
