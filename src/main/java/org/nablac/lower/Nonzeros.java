package org.nablac.lower;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.code.Scalar;
import org.nablac.code.Stmt;
import org.nablac.code.Target;
import org.nablac.code.Type;
import org.nablac.graph.Node;
import org.nablac.lower.lanes.LaneFold;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;

/**
 * What of an input is not zero: the list of it, and the product of one row that skips all else. A term ±0 · w leaves
 * a sum as it is as long as w is finite, but for the sign of a sum that is zero.
 */
final class Nonzeros {
    /** Rows of the right operand that are read in one pass over the sums. */
    private static final int ROWS = 4;
    /** Positions that are written before it is asked whether there are so many: a branch less for each. */
    private static final int AT_ONCE = 8;
    /** Number of the array of sums, which no other form of a product uses. */
    static final int STRIP = 102;

    private Nonzeros() {
    }

    static Argument.Nonzeros argument(Node leaf) {
        return new Argument.Nonzeros(leaf, leaf.shape().count().plus(Dim.of(1 + AT_ONCE)));
    }

    static Var list(Body body, Node leaf) {
        return body.argument(argument(leaf), "nonzeros", Type.INTS);
    }

    /** Whether there is a list. */
    static Expr isMade(Expr list) {
        return Code.ge(Code.load(list, Code.c(0)), Code.c(0));
    }

    /**
     * Counts the zeros of the example at hand, in 16 virtual lanes, and makes the list if they are half or more.
     *
     * @param length lanes of the vectors that the list is made with; 1 for none
     */
    static void lower(Body body, Reading reading, Node leaf, int length) {
        Expr x = reading.array(leaf);
        Expr begin = reading.base(leaf);
        Var list = list(body, leaf);
        int size = Math.toIntExact(leaf.shape().count().constant());
        Var lanes = body.scratch(DType.F32, Dim.of(LaneFold.LANES * LaneFold.LANES), 0);
        Var l = body.open("lane", Code.c(0), Code.c(LaneFold.LANES), 1);
        body.emit(Code.store(lanes, l, Code.c(0f)));
        body.close();
        Var k = body.open("k", Code.c(0), Code.c(size), 1);
        Var lane = body.let("lane", Code.and(k, Code.c(LaneFold.LANES - 1)), body.level());
        Expr isZero = Code.eq(Code.load(x, Code.add(begin, k)), Code.c(0f));
        body.emit(Code.store(lanes, lane,
                Code.add(Code.load(lanes, lane), Code.select(isZero, Code.c(1f), Code.c(0f)))));
        body.close();
        List<Expr> counts = new ArrayList<>();
        for (int i = 0; i < LaneFold.LANES; i++) {
            counts.add(Code.load(lanes, Code.c(i)));
        }
        Var zeros = body.let("zeros", counts.stream().reduce(Code::add).orElseThrow(), body.level());
        body.emit(new Stmt.If(Code.ge(Code.mul(zeros, Code.c(2f)), Code.c((float) size)),
                positions(body, x, begin, list, size, length), List.of(Code.store(list, Code.c(0), Code.c(-1)))));
    }

    private static List<Stmt> positions(Body body, Expr x, Expr begin, Var list, int size, int length) {
        Var count = body.fresh("count", Scalar.I32);
        int whole = length == 1 ? 0 : size / length * length;
        List<Stmt> all = new ArrayList<>();
        all.add(Code.let(count, Code.c(0)));
        if (whole > 0) {
            all.addAll(inLanes(body, x, begin, list, count, whole, length));
        }
        all.add(oneByOne(body, x, begin, list, count, whole, size));
        all.add(Code.store(list, Code.c(0), count));
        return all;
    }

    /**
     * The position of each bit that is set, where bit l says that lane l is not ±0. What is written for bits that are
     * not set is written over.
     */
    private static List<Stmt> inLanes(Body body, Expr x, Expr begin, Var list, Var count, int size, int length) {
        Type.Lanes ints = new Type.Lanes(Scalar.I32, length);
        Var bit = body.fresh("bit", ints);
        Var k = body.fresh("k", Scalar.I32);
        Var left = body.fresh("left", Scalar.I32);
        Expr none = new Expr.Splat(Code.c(0), length);
        Expr unsigned = unsigned(new Expr.LoadLanes(x, Code.add(begin, k), length));
        Var place = body.fresh("place", Scalar.I32);
        List<Stmt> some = new ArrayList<>();
        some.add(Code.let(place, count));
        some.add(Code.assign(count, Code.add(count, Code.min(ofInt("bitCount", left), Code.c(AT_ONCE)))));
        for (int i = 1; i <= AT_ONCE; i++) {
            some.add(Code.store(list, Code.add(place, Code.c(i)), Code.add(k, ofInt("numberOfTrailingZeros", left))));
            some.add(Code.assign(left, Code.and(left, Code.sub(left, Code.c(1)))));
        }
        return List.of(
                Code.let(bit, new Expr.Binary(Expr.BinaryOp.SHL, new Expr.Splat(Code.c(1), length),
                        new Expr.Iota(Code.c(0), length))),
                new Stmt.For(k, Code.c(0), Code.c(size), length, List.of(
                        Code.let(left, new Expr.FoldLanes(Expr.BinaryOp.OR,
                                Code.select(Code.ne(unsigned, none), bit, none))),
                        new Stmt.While(Code.ne(left, Code.c(0)), some))));
    }

    private static Expr ofInt(String name, Expr x) {
        return Code.call(new Target.External(Target.Kind.STATIC, new Type.Reference("java.lang.Integer"), name,
                List.of(Scalar.I32), Scalar.I32), x);
    }

    /** All bits but the sign. */
    private static Expr unsigned(Expr x) {
        return Code.shl(Code.bits(x), 1);
    }

    /** Writes each position, and goes on to the next place if the element there is not ±0: without a branch. */
    private static Stmt oneByOne(Body body, Expr x, Expr begin, Var list, Var count, int from, int to) {
        Var k = body.fresh("k", Scalar.I32);
        Var bits = body.fresh("bits", Scalar.I32);
        // of what is not 0, it or its negative has the highest bit
        Expr one = Code.ushr(new Expr.Binary(Expr.BinaryOp.OR, bits, Code.neg(bits)), 31);
        return Code.loop(k, Code.c(from), Code.c(to), Code.store(list, Code.add(count, Code.c(1)), k),
                Code.let(bits, unsigned(Code.load(x, Code.add(begin, k)))),
                Code.assign(count, Code.add(count, one)));
    }

    /** The product of one row, the list's terms alone, in ascending order, one fma a term from +0. */
    static void lower(Body body, Reading reading, ProductWork work) {
        Node left = work.product().input(0);
        Dim columns = work.product().shape().dim(1);
        body.emit(new Stmt.Line(work.product().origin().line()));
        Var list = list(body, left);
        Var strip = strip(body, columns);
        Var count = body.let("count", Code.load(list, Code.c(0)), body.level());
        terms(body, reading, work, list, strip, Code.c(0), Code.sub(count, Code.c(ROWS - 1)), ROWS);
        terms(body, reading, work, list, strip, Code.and(count, Code.c(-ROWS)), count, 1);
        new Products(body, reading, work, Optional.empty()).finish(strip);
    }

    /** An array of sums, which are +0. */
    static Var strip(Body body, Dim columns) {
        Var strip = body.scratch(DType.F32, columns, STRIP);
        Expr j = body.open("j", columns);
        body.emit(Code.store(strip, j, Code.c(0f)));
        body.closeTo(0);
        return strip;
    }

    private static void terms(Body body, Reading reading, ProductWork work, Var list, Var strip, Expr from, Expr to,
            int height) {
        Node left = work.product().input(0);
        Node right = work.product().input(1);
        Var t = body.open("t", from, to, height);
        List<Var> rows = new ArrayList<>();
        List<Var> x = new ArrayList<>();
        for (int r = 0; r < height; r++) {
            rows.add(body.let("k", Code.load(list, Code.add(t, Code.c(r + 1))), body.level()));
            Expr at = reading.flat(left, List.of(Code.c(0), rows.get(r)));
            x.add(body.let("x", Code.load(reading.array(left), at), body.level()));
        }
        Expr j = body.open("j", work.product().shape().dim(1));
        Expr sum = Code.load(strip, j);
        for (int r = 0; r < height; r++) {
            Expr w = Code.load(reading.array(right), reading.flat(right, List.of(rows.get(r), j)));
            sum = body.let("sum", Code.fma(x.get(r), w, sum), body.level());
        }
        body.emit(Code.store(strip, j, sum));
        body.closeTo(0);
    }
}
