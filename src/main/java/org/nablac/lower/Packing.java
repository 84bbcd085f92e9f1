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
 * Functions that pack lines of a product's operand, rows of the left one or columns of the right one, {@code across}
 * in a group, term after term: {@code packed[to + k · across + c]} is term k of line c of a group, and the next group
 * begins {@code room · across} numbers behind it. Whole vectors are written, up to one less than {@code length} numbers
 * behind the last term.
 *
 * @param length lanes of a vector
 */
record Packing(int length, int across) {
    /**
     * Terms that a group has room for and does not have: what is written behind the last term harms none, and groups
     * do not all begin in the same set of the cache.
     */
    static final int APART = 4;

    private static final Var FROM_ARRAY = Code.v("lines", Type.FLOATS);
    private static final Var FROM = Code.i("from");
    private static final Var STEP = Code.i("step");
    private static final Var COUNT = Code.i("count");
    private static final Var TERMS = Code.i("terms");
    private static final Var PACKED = Code.v("packed", Type.FLOATS);
    private static final Var TO = Code.i("to");
    private static final List<Var> PARAMETERS = List.of(FROM_ARRAY, FROM, STEP, COUNT, TERMS, PACKED, TO);

    /** What a line takes of the packed array. */
    static Expr room(Expr terms) {
        return Code.add(terms, Code.c(APART));
    }

    /**
     * A call that packs lines, of any number of groups, held one beside the other: {@code array[from + k · step + c]}.
     * It goes term by term, so that an array is read in the order in which it lies.
     *
     * @param count how many of the lines there are; what is packed of others is without meaning
     */
    Stmt beside(Expr array, Expr from, Expr step, Expr count, Expr terms, Expr packed, Expr to) {
        return call("beside", besideBody(), array, from, step, count, terms, packed, to);
    }

    /** A call that packs one group of lines held one after the other: {@code array[from + c · step + k]}. */
    Stmt after(Expr array, Expr from, Expr step, Expr count, Expr terms, Expr packed, Expr to) {
        return call("after", afterBody(), array, from, step, count, terms, packed, to);
    }

    /** Whole vectors of as many terms as can be read so, even behind the last line; the rest one by one. */
    private List<Stmt> besideBody() {
        int width = (across + length - 1) / length * length;
        Var groups = Code.i("groups");
        Var apart = Code.i("apart");
        Var whole = Code.i("whole");
        Expr last = Code.add(FROM, Code.mul(Code.sub(groups, Code.c(1)), Code.c(across)));
        Expr end = Code.add(Code.length(FROM_ARRAY), STEP);
        Expr readable = Code.div(Code.sub(end, Code.add(last, Code.c(width))), STEP);
        Var k = Code.i("k");
        Var group = Code.i("group");
        Var source = Code.i("source");
        Var target = Code.i("target");
        List<Stmt> copy = new ArrayList<>();
        for (int lane = 0; lane < width; lane += length) {
            Expr from = Code.add(Code.add(source, Code.mul(group, Code.c(across))), Code.c(lane));
            Expr to = Code.add(Code.add(target, Code.mul(group, apart)), Code.c(lane));
            copy.add(new Stmt.StoreLanes(PACKED, to, new Expr.LoadLanes(FROM_ARRAY, from, length)));
        }
        Var rest = Code.i("rest");
        Var line = Code.i("line");
        Expr to = Code.add(Code.add(at(rest), Code.mul(Code.div(line, Code.c(across)), apart)),
                Code.rem(line, Code.c(across)));
        Stmt one = Code.store(PACKED, to, Code.load(FROM_ARRAY, Code.add(source(rest), line)));
        return List.of(Code.let(groups, Code.div(Code.add(COUNT, Code.c(across - 1)), Code.c(across))),
                Code.let(apart, Code.mul(room(TERMS), Code.c(across))),
                Code.let(whole, Code.min(Code.max(readable, Code.c(0)), TERMS)),
                Code.loop(k, Code.c(0), whole, Code.let(source, source(k)), Code.let(target, at(k)),
                        new Stmt.For(group, Code.c(0), groups, 1, copy)),
                Code.loop(rest, whole, TERMS, Code.loop(line, Code.c(0), COUNT, one)));
    }

    private static Expr source(Expr k) {
        return Code.add(FROM, Code.mul(k, STEP));
    }

    private Stmt call(String name, List<Stmt> body, Expr... arguments) {
        Function f = Function.of(name + across, PARAMETERS, Scalar.VOID, "", body);
        return Code.evaluate(Code.call(f, arguments));
    }

    private Expr at(Expr k) {
        return Code.add(TO, Code.mul(k, Code.c(across)));
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
