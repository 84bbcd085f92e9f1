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
 * Functions that pack {@code across} lines of a product's operand, rows of the left one or columns of the right one,
 * term after term: {@code packed[to + k · across + c]} is term k of line c. Whole vectors are written, up to one less
 * than {@code length} numbers behind the last term. An odd number of terms is made even by one
 * that changes no bit of a sum: +0 on the left times −0 on the right, since x + −0 = x for every x.
 *
 * @param length lanes of a vector
 * @param isLeft whether the odd term is +0, and not −0
 */
record Packing(int length, int across, boolean isLeft) {
    private static final Var FROM_ARRAY = Code.v("lines", Type.FLOATS);
    private static final Var FROM = Code.i("from");
    private static final Var STEP = Code.i("step");
    private static final Var COUNT = Code.i("count");
    private static final Var TERMS = Code.i("terms");
    private static final Var PACKED = Code.v("packed", Type.FLOATS);
    private static final Var TO = Code.i("to");
    private static final List<Var> PARAMETERS = List.of(FROM_ARRAY, FROM, STEP, COUNT, TERMS, PACKED, TO);
    /** Lines that are read at once where each has its terms side by side. */
    private static final int LINES = 4;
    /** Terms of all lines that are written one after the other: what they are written to stays in the cache. */
    private static final int TERMS_AT_ONCE = 64;

    /**
     * A call that packs lines held one beside the other: {@code array[from + k · step + c]}.
     *
     * @param count how many of the lines there are; what is packed of the others is without meaning
     */
    Stmt beside(Expr array, Expr from, Expr step, Expr count, Expr terms, Expr packed, Expr to) {
        return call("beside", besideBody(), array, from, step, count, terms, packed, to);
    }

    /** A call that packs lines held one after the other: {@code array[from + c · step + k]}; else the same. */
    Stmt after(Expr array, Expr from, Expr step, Expr count, Expr terms, Expr packed, Expr to) {
        return call("after", afterBody(), array, from, step, count, terms, packed, to);
    }

    private Stmt call(String name, List<Stmt> body, Expr... arguments) {
        List<Stmt> all = new ArrayList<>(body);
        all.add(oddTerm());
        Function f = Function.of(name + across + (isLeft ? "l" : "r"), PARAMETERS, Scalar.VOID, "", all);
        return Code.evaluate(Code.call(f, arguments));
    }

    private Expr at(Expr k) {
        return Code.add(TO, Code.mul(k, Code.c(across)));
    }

    /** Whole vectors of as many terms as can be read so, even behind the last line; the rest one by one. */
    private List<Stmt> besideBody() {
        int vectors = (across + length - 1) / length;
        Var whole = Code.i("whole");
        Expr readable = Code.div(Code.sub(Code.add(Code.length(FROM_ARRAY), STEP),
                Code.add(FROM, Code.c(vectors * length))), STEP);
        Var k = Code.i("k");
        Var from = Code.i("source");
        Var to = Code.i("target");
        List<Stmt> copy = new ArrayList<>();
        copy.add(Code.let(from, Code.add(FROM, Code.mul(k, STEP))));
        copy.add(Code.let(to, at(k)));
        for (int v = 0; v < vectors; v++) {
            Expr lanes = new Expr.LoadLanes(FROM_ARRAY, Code.add(from, Code.c(v * length)), length);
            copy.add(new Stmt.StoreLanes(PACKED, Code.add(to, Code.c(v * length)), lanes));
        }
        Var rest = Code.i("rest");
        Var c = Code.i("c");
        Stmt one = Code.store(PACKED, Code.add(at(rest), c),
                Code.load(FROM_ARRAY, Code.add(Code.add(FROM, Code.mul(rest, STEP)), c)));
        return List.of(Code.let(whole, Code.min(Code.max(readable, Code.c(0)), TERMS)),
                new Stmt.For(k, Code.c(0), whole, 1, copy),
                Code.loop(rest, whole, TERMS, Code.loop(c, Code.c(0), COUNT, one)));
    }

    /** Some lines at once, and for each line that is not there the last one again. */
    private List<Stmt> afterBody() {
        Var first = Code.i("first");
        Var last = Code.i("last");
        List<Stmt> block = new ArrayList<>();
        block.add(Code.let(last, Code.min(Code.add(first, Code.c(TERMS_AT_ONCE)), TERMS)));
        for (int c = 0; c < across; c += LINES) {
            Var k = Code.i("k" + c);
            List<Stmt> copy = new ArrayList<>();
            Var to = Code.i("to" + c);
            copy.add(Code.let(to, Code.add(at(k), Code.c(c))));
            for (int l = c; l < Math.min(c + LINES, across); l++) {
                Var line = Code.i("line" + l);
                block.add(Code.let(line, Code.add(FROM, Code.mul(Code.min(Code.c(l), Code.sub(COUNT, Code.c(1))),
                        STEP))));
                copy.add(Code.store(PACKED, Code.add(to, Code.c(l - c)),
                        Code.load(FROM_ARRAY, Code.add(line, k))));
            }
            block.add(new Stmt.For(k, first, last, 1, copy));
        }
        return List.of(new Stmt.For(first, Code.c(0), TERMS, TERMS_AT_ONCE, block));
    }

    private Stmt oddTerm() {
        Var c = Code.i("odd");
        Stmt fill = Code.loop(c, Code.c(0), Code.c(across),
                Code.store(PACKED, Code.add(at(TERMS), c), Code.c(isLeft ? 0f : -0f)));
        return new Stmt.If(Code.ne(Code.and(TERMS, Code.c(1)), Code.c(0)), List.of(fill), List.of());
    }
}
