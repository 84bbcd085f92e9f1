package org.nablac.lower;

import java.util.ArrayList;
import java.util.List;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Expr.CompareOp;
import org.nablac.code.Expr.Var;
import org.nablac.code.Function;
import org.nablac.code.Scalar;
import org.nablac.code.Stmt;
import org.nablac.code.Type;

/**
 * Writes some lines of an array, each with its terms side by side, so that the numbers of each term are side by side:
 * squares in as many vectors as they have lanes, eight or four. The step of distance d exchanges lane l + d of vector v
 * and lane l of vector v + d, for all l and v without the bit d.
 *
 * @param size lines and lanes
 */
record Transposing(int size) {
    private static final int LARGE = 8;
    private static final int SMALL = 4;
    /** Makes a float that is normal and not 0 of a bit of a lane's number. */
    private static final int EXPONENT = 23;

    private static final Var LINES = Code.v("lines", Type.FLOATS);
    private static final Var FROM = Code.i("from");
    private static final Var STEP = Code.i("step");
    private static final Var COUNT = Code.i("count");
    private static final Var TERMS = Code.i("terms");
    private static final Var PACKED = Code.v("packed", Type.FLOATS);
    private static final Var TO = Code.i("to");
    private static final Var ACROSS = Code.i("across");
    private static final Var FIRST = Code.i("first");
    private static final Var K = Code.i("k");

    /** The largest square in vectors of so many lanes at the most that is not much larger than {@code lines}. */
    static Transposing of(int length, int lines) {
        return new Transposing(length >= LARGE && lines >= LARGE ? LARGE : SMALL);
    }

    /**
     * A call that writes {@code packed[to + k · across + c] = lines[from + c · step + k]} for the terms k and the lines
     * c from {@code first} on; instead of lines from {@code count} on, the one before.
     */
    Stmt call(Expr... arguments) {
        List<Var> parameters = List.of(LINES, FROM, STEP, COUNT, TERMS, PACKED, TO, ACROSS, FIRST);
        Function f = Function.of("transpose" + size, parameters, Scalar.VOID, "", body());
        return Code.evaluate(Code.call(f, arguments));
    }

    private List<Stmt> body() {
        List<Stmt> all = new ArrayList<>();
        List<Expr> starts = new ArrayList<>();
        for (int l = 0; l < size; l++) {
            starts.add(named("line" + l, line(Code.add(FIRST, Code.c(l))), all));
        }
        for (int d = size / 2; d > 0; d /= 2) {
            Expr bit = Code.and(new Expr.Iota(Code.c(0), size), new Expr.Splat(Code.c(d), size));
            all.add(Code.let(mask(d), new Expr.Compare(CompareOp.NE, Code.fromBits(Code.shl(bit, EXPONENT)),
                    new Expr.Splat(Code.c(0f), size))));
        }
        Expr whole = named("whole", Code.and(TERMS, Code.c(-size)), all);
        all.add(new Stmt.For(K, Code.c(0), whole, size, square(starts)));
        Var c = Code.i("c");
        Var from = Code.i("source");
        Var rest = Code.i("rest");
        all.add(Code.loop(c, FIRST, Code.add(FIRST, Code.c(size)), Code.let(from, line(c)),
                Code.loop(rest, whole, TERMS, Code.store(PACKED, Code.add(place(rest), c),
                        Code.load(LINES, Code.add(from, rest))))));
        return all;
    }

    private static Expr line(Expr number) {
        return Code.add(FROM, Code.mul(Code.min(number, Code.sub(COUNT, Code.c(1))), STEP));
    }

    private static Expr place(Expr term) {
        return Code.add(TO, Code.mul(term, ACROSS));
    }

    /** The terms {@link #K} and after of the lines that begin at {@code starts}. */
    private List<Stmt> square(List<Expr> starts) {
        List<Stmt> all = new ArrayList<>();
        List<Expr> rows = new ArrayList<>();
        for (int v = 0; v < size; v++) {
            rows.add(named("row" + v, new Expr.LoadLanes(LINES, Code.add(starts.get(v), K), size), all));
        }
        for (int d = size / 2; d > 0; d /= 2) {
            for (int v = 0; v < size; v++) {
                if ((v & d) == 0) {
                    Expr a = rows.get(v);
                    Expr b = rows.get(v + d);
                    String name = "by" + d + "_";
                    rows.set(v, named(name + v, Code.select(mask(d), new Expr.RotateLanes(b, size - d), a), all));
                    rows.set(v + d, named(name + (v + d), Code.select(mask(d), b, new Expr.RotateLanes(a, d)), all));
                }
            }
        }
        Expr target = named("target", Code.add(place(K), FIRST), all);
        for (int t = 0; t < size; t++) {
            all.add(new Stmt.StoreLanes(PACKED, Code.add(target, Code.mul(ACROSS, Code.c(t))), rows.get(t)));
        }
        return all;
    }

    private Var mask(int d) {
        return Code.v("mask" + d, new Type.Mask(new Type.Lanes(Scalar.F32, size)));
    }

    private static Var named(String name, Expr e, List<Stmt> out) {
        Var v = Code.v(name, e.type());
        out.add(Code.let(v, e));
        return v;
    }
}
