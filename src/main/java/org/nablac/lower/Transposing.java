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
 * Writes four lines of an array, each with its terms side by side, so that the four numbers of each term are side by
 * side: squares of 4 × 4 in four vectors, in two steps. The step of distance d exchanges lane l + d of vector v and
 * lane l of vector v + d, for all l and v without the bit d. Larger squares take fewer operations, but C2 a second and
 * 100 MB for the function.
 */
final class Transposing {
    /** Lines and lanes. */
    static final int SIZE = 4;
    /** Makes a float that is normal and not 0 of a bit of a lane's number. */
    private static final int EXPONENT = 23;
    private static final Type.Lanes LANES = new Type.Lanes(Scalar.F32, SIZE);

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

    private static final Function FUNCTION = Function.of("transpose",
            List.of(LINES, FROM, STEP, COUNT, TERMS, PACKED, TO, ACROSS, FIRST), Scalar.VOID, "", body());

    private Transposing() {
    }

    /**
     * A call that writes {@code packed[to + k · across + c] = lines[from + c · step + k]} for the terms k and the lines
     * c from {@code first} on; instead of lines from {@code count} on, the one before.
     */
    static Stmt call(Expr... arguments) {
        return Code.evaluate(Code.call(FUNCTION, arguments));
    }

    private static List<Stmt> body() {
        List<Stmt> all = new ArrayList<>();
        List<Expr> starts = new ArrayList<>();
        for (int l = 0; l < SIZE; l++) {
            starts.add(named("line" + l, line(Code.add(FIRST, Code.c(l))), all));
        }
        for (int d = SIZE / 2; d > 0; d /= 2) {
            Expr bit = Code.and(new Expr.Iota(Code.c(0), SIZE), new Expr.Splat(Code.c(d), SIZE));
            all.add(Code.let(mask(d), new Expr.Compare(CompareOp.NE, Code.fromBits(Code.shl(bit, EXPONENT)),
                    new Expr.Splat(Code.c(0f), SIZE))));
        }
        Expr whole = named("whole", Code.and(TERMS, Code.c(-SIZE)), all);
        all.add(new Stmt.For(K, Code.c(0), whole, SIZE, square(starts)));
        Var c = Code.i("c");
        Var from = Code.i("source");
        Var rest = Code.i("rest");
        all.add(Code.loop(c, FIRST, Code.add(FIRST, Code.c(SIZE)), Code.let(from, line(c)),
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
    private static List<Stmt> square(List<Expr> starts) {
        List<Stmt> all = new ArrayList<>();
        List<Expr> rows = new ArrayList<>();
        for (int v = 0; v < SIZE; v++) {
            rows.add(named("row" + v, new Expr.LoadLanes(LINES, Code.add(starts.get(v), K), SIZE), all));
        }
        for (int d = SIZE / 2; d > 0; d /= 2) {
            for (int v = 0; v < SIZE; v++) {
                if ((v & d) == 0) {
                    Expr a = rows.get(v);
                    Expr b = rows.get(v + d);
                    String name = "by" + d + "_";
                    rows.set(v, named(name + v, Code.select(mask(d), new Expr.RotateLanes(b, SIZE - d), a), all));
                    rows.set(v + d, named(name + (v + d), Code.select(mask(d), b, new Expr.RotateLanes(a, d)), all));
                }
            }
        }
        Expr target = named("target", Code.add(place(K), FIRST), all);
        for (int t = 0; t < SIZE; t++) {
            all.add(new Stmt.StoreLanes(PACKED, Code.add(target, Code.mul(ACROSS, Code.c(t))), rows.get(t)));
        }
        return all;
    }

    private static Var mask(int d) {
        return Code.v("mask" + d, new Type.Mask(LANES));
    }

    private static Var named(String name, Expr e, List<Stmt> out) {
        Var v = Code.v(name, e.type());
        out.add(Code.let(v, e));
        return v;
    }
}
