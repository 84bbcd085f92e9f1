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
 * than {@code length} numbers behind the last term.
 *
 * @param length lanes of a vector
 */
record Packing(int length, int across) {
    private static final Var FROM_ARRAY = Code.v("lines", Type.FLOATS);
    private static final Var FROM = Code.i("from");
    private static final Var STEP = Code.i("step");
    private static final Var COUNT = Code.i("count");
    private static final Var TERMS = Code.i("terms");
    private static final Var PACKED = Code.v("packed", Type.FLOATS);
    private static final Var TO = Code.i("to");
    private static final List<Var> PARAMETERS = List.of(FROM_ARRAY, FROM, STEP, COUNT, TERMS, PACKED, TO);

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
        Function f = Function.of(name + across, PARAMETERS, Scalar.VOID, "", body);
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

    /** Some lines at a time, the last ones first: what they write behind a term is written again by the others. */
    private List<Stmt> afterBody() {
        List<Stmt> all = new ArrayList<>();
        Transposing square;
        for (int line = 0; line < across; line += square.size()) {
            square = Transposing.of(length, across - line);
            all.add(0, square.call(FROM_ARRAY, FROM, STEP, COUNT, TERMS, PACKED, TO, Code.c(across), Code.c(line)));
        }
        return all;
    }
}
