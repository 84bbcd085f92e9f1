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
 * The innermost part of a matrix product: {@code height} rows by {@code width} vectors of columns of
 * {@code Σ_k left[i, k] · right[k, j]}, one accumulator each, k ascending, one fma a term, from +0.
 *
 * @param length lanes of a vector
 * @param byTerm whether the rows of the left array are the terms: it is held transposed
 * @param goesOn whether the sums begin with what is there, and not with +0
 */
record LaneTiles(int length, int height, int width, boolean byTerm, boolean goesOn) {
    private static final Var LEFT = Code.v("left", Type.FLOATS);
    private static final Var RIGHT = Code.v("right", Type.FLOATS);
    private static final Var SUMS = Code.v("sums", Type.FLOATS);

    int columns() {
        return width * length;
    }

    /**
     * The operands of a tile.
     *
     * @param from where in the left array the first row's first term is
     * @param leftStep from one row of the left array to the next
     * @param at where in the right array the first term's first column is
     * @param rightStep from one row of the right array to the next
     */
    record Operands(Expr left, Expr from, Expr leftStep, Expr right, Expr at, Expr rightStep, Expr depth) {
    }

    /** The parameters of a function while they are collected: what is constant is part of the function and its name. */
    private static final class Parameters {
        final StringBuilder name;
        final List<Var> variables = new ArrayList<>();
        final List<Expr> arguments = new ArrayList<>();

        Parameters(String name) {
            this.name = new StringBuilder(name);
        }

        Expr add(String called, Expr given) {
            if (given instanceof Expr.Const c) {
                name.append('_').append(c.value());
                return given;
            }
            name.append('_').append(called.charAt(0));
            return add(Code.i(called), given);
        }

        Var add(Var v, Expr given) {
            variables.add(v);
            arguments.add(given);
            return v;
        }

        Stmt call(String doc, List<Stmt> body) {
            Function f = Function.of(name.toString(), variables, Scalar.VOID, doc, body);
            return Code.evaluate(Code.call(f, arguments.toArray(Expr[]::new)));
        }
    }

    /** A call that writes {@code sums[to + r · pitch + c]}. */
    Stmt call(Operands operands, Expr sums, Expr to, Expr pitch) {
        Parameters p = new Parameters("tile" + name() + (goesOn ? "on" : ""));
        List<Stmt> all = new ArrayList<>();
        Var target = p.add(SUMS, sums);
        Expr first = p.add("to", to);
        Expr step = p.add("pitch", pitch);
        Var[][] held = sums();
        eachSum((r, c) -> all.add(Code.let(held[r][c], goesOn
                ? new Expr.LoadLanes(target, place(first, step, r, c), length) : new Expr.Splat(Code.c(0f), length))));
        all.addAll(terms(p, operands, held));
        eachSum((r, c) -> all.add(new Stmt.StoreLanes(target, place(first, step, r, c), held[r][c])));
        return p.call(doc(), all);
    }

    /**
     * A call that does with the sums what {@code end} says.
     *
     * @param name of the function
     * @param places the batch, the row and the column of the first sum, and for a part its rows
     */
    Stmt call(Operands operands, String name, ProductEnd.InRegisters end, List<Expr> places) {
        Parameters p = new Parameters(name + name());
        List<Stmt> all = new ArrayList<>(List.of(end.line()));
        Var[][] held = sums();
        eachSum((r, c) -> all.add(Code.let(held[r][c], new Expr.Splat(Code.c(0f), length))));
        all.addAll(terms(p, operands, held));
        List<Expr> given = new ArrayList<>(end.arguments());
        given.addAll(places);
        for (int k = 0; k < given.size(); k++) {
            p.add(end.parameters().get(k), given.get(k));
        }
        all.addAll(end.statements());
        return p.call(doc(), all);
    }

    private String name() {
        return height + "x" + columns() + (byTerm ? "t" : "");
    }

    private String doc() {
        return height + " rows by " + width + " vectors of left · right";
    }

    /** The variables that hold the sums. */
    Var[][] sums() {
        Var[][] sums = new Var[height][width];
        eachSum((r, c) -> sums[r][c] = Code.v("sum" + r + "_" + c, new Type.Lanes(Scalar.F32, length)));
        return sums;
    }

    private interface Sum {
        void at(int row, int vector);
    }

    private void eachSum(Sum action) {
        for (int r = 0; r < height; r++) {
            for (int c = 0; c < width; c++) {
                action.at(r, c);
            }
        }
    }

    private Expr place(Expr to, Expr pitch, int row, int vector) {
        return Code.add(Code.add(to, Code.mul(pitch, Code.c(row))), Code.c(vector * length));
    }

    /** sums += left · right */
    private List<Stmt> terms(Parameters p, Operands o, Var[][] sums) {
        p.add(LEFT, o.left);
        Expr from = p.add("from", o.from);
        Expr leftStep = p.add("leftStep", o.leftStep);
        p.add(RIGHT, o.right);
        Expr at = p.add("at", o.at);
        Expr rightStep = p.add("rightStep", o.rightStep);
        Expr depth = p.add("depth", o.depth);
        List<Stmt> all = new ArrayList<>();
        List<Expr> starts = new ArrayList<>();
        for (int r = 0; r < height; r++) {
            Expr row = Code.add(from, byTerm ? Code.c(r) : Code.mul(leftStep, Code.c(r)));
            if (r > 0 && !byTerm) {
                Var start = Code.i("row" + r);
                all.add(Code.let(start, row));
                row = start;
            }
            starts.add(row);
        }
        all.add(new Stmt.For(Code.i("k"), Code.c(0), depth, 1, term(sums, starts, leftStep, at, rightStep)));
        return all;
    }

    private List<Stmt> term(Var[][] sums, List<Expr> starts, Expr leftStep, Expr at, Expr rightStep) {
        Var k = Code.i("k");
        Type lanes = new Type.Lanes(Scalar.F32, length);
        List<Stmt> all = new ArrayList<>();
        Var row = Code.i("line");
        all.add(Code.let(row, Code.add(at, Code.mul(k, rightStep))));
        Var term = Code.i("term");
        all.add(Code.let(term, byTerm ? Code.mul(k, leftStep) : k));
        Var[] b = new Var[width];
        for (int c = 0; c < width; c++) {
            b[c] = Code.v("b" + c, lanes);
            all.add(Code.let(b[c], new Expr.LoadLanes(RIGHT, Code.add(row, Code.c(c * length)), length)));
        }
        for (int r = 0; r < height; r++) {
            Var a = Code.v("a" + r, lanes);
            all.add(Code.let(a, new Expr.Splat(Code.load(LEFT, Code.add(starts.get(r), term)), length)));
            for (int c = 0; c < width; c++) {
                all.add(Code.assign(sums[r][c], new Expr.Fma(a, b[c], sums[r][c])));
            }
        }
        return all;
    }
}
