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
 * @param goesOn whether the sums begin with what the tile holds, and not with +0
 */
record LaneTiles(int length, int height, int width, boolean byTerm, boolean goesOn) {
    static final Var LEFT = Code.v("left", Type.FLOATS);
    static final Var RIGHT = Code.v("right", Type.FLOATS);
    static final Var TILE = Code.v("tile", Type.FLOATS);

    int columns() {
        return width * length;
    }

    /**
     * A call that fills {@code tile}, row after row of {@link #columns()}.
     *
     * @param from where in the left array the first row's first term is
     * @param leftStep from one row of the left array to the next
     * @param at where in the right array the first term's first column is
     * @param rightStep from one row of the right array to the next
     */
    Stmt call(Expr left, Expr from, Expr leftStep, Expr right, Expr at, Expr rightStep, Expr depth, Expr tile) {
        List<Var> parameters = new ArrayList<>(List.of(LEFT));
        List<Expr> arguments = new ArrayList<>(List.of(left));
        StringBuilder name = new StringBuilder("tile" + height + "x" + columns() + (byTerm ? "t" : "")
                + (goesOn ? "on" : ""));
        Expr start = parameter("from", from, name, parameters, arguments);
        Expr down = parameter("leftStep", leftStep, name, parameters, arguments);
        parameters.add(RIGHT);
        arguments.add(right);
        Expr first = parameter("at", at, name, parameters, arguments);
        Expr across = parameter("rightStep", rightStep, name, parameters, arguments);
        Expr terms = parameter("depth", depth, name, parameters, arguments);
        parameters.add(TILE);
        arguments.add(tile);
        Function f = Function.of(name.toString(), parameters, Scalar.VOID,
                height + " rows by " + width + " vectors of left · right", body(start, down, first, across, terms));
        return Code.evaluate(Code.call(f, arguments.toArray(Expr[]::new)));
    }

    /** A constant is part of the function, and of its name; all else is passed. */
    private static Expr parameter(String name, Expr given, StringBuilder functionName, List<Var> parameters,
                                  List<Expr> arguments) {
        if (given instanceof Expr.Const c) {
            functionName.append('_').append(c.value());
            return given;
        }
        functionName.append('_').append(name.charAt(0));
        Var v = Code.i(name);
        parameters.add(v);
        arguments.add(given);
        return v;
    }

    private List<Stmt> body(Expr from, Expr leftStep, Expr at, Expr rightStep, Expr depth) {
        List<Stmt> all = new ArrayList<>();
        Type lanes = new Type.Lanes(Scalar.F32, length);
        Var[][] sums = new Var[height][width];
        for (int r = 0; r < height; r++) {
            for (int c = 0; c < width; c++) {
                sums[r][c] = Code.v("sum" + r + "_" + c, lanes);
                all.add(Code.let(sums[r][c], goesOn ? new Expr.LoadLanes(TILE, Code.c((r * width + c) * length), length)
                        : new Expr.Splat(Code.c(0f), length)));
            }
        }
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
        for (int r = 0; r < height; r++) {
            for (int c = 0; c < width; c++) {
                all.add(new Stmt.StoreLanes(TILE, Code.c((r * width + c) * length), sums[r][c]));
            }
        }
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
