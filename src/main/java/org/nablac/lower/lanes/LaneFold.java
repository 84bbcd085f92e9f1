package org.nablac.lower.lanes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.code.Scalar;
import org.nablac.code.Stmt;
import org.nablac.code.Tree;
import org.nablac.code.Type;

/** The fold of the 16 virtual lanes of a sum: l with l + 8, then with l + 4, l + 2, l + 1. */
public final class LaneFold {
    /** Virtual lanes of a sum: element r is added to lane r mod 16, whatever the width of vectors. */
    public static final int LANES = 16;
    /** Folds at once: operations on more are too many in one method for HotSpot's first compiler. */
    private static final int MOST_FOLDS = LANES / 2;

    private LaneFold() {
    }

    /** The fold of the lanes that an array holds. */
    public static Expr of(Var array, BinaryOperator<Expr> combine) {
        List<Expr> lanes = new ArrayList<>();
        for (int l = 0; l < LANES; l++) {
            lanes.add(Code.load(array, Code.c(l)));
        }
        return halved(lanes, combine);
    }

    private static Expr halved(List<Expr> parts, BinaryOperator<Expr> combine) {
        List<Expr> left = parts;
        while (left.size() > 1) {
            List<Expr> half = new ArrayList<>();
            for (int l = 0; l < left.size() / 2; l++) {
                half.add(combine.apply(left.get(l), left.get(l + left.size() / 2)));
            }
            left = half;
        }
        return left.get(0);
    }

    /**
     * The array whose lanes {@code let} folds.
     *
     * @param let of a fold, or of anything else
     * @param privates the arrays of sums
     */
    public static Optional<Var> folded(Stmt.Let let, Set<Var> privates) {
        if (!(let.value() instanceof Expr.Binary root)) {
            return Optional.empty();
        }
        Expr first = root;
        while (first instanceof Expr.Binary b) {
            first = b.left();
        }
        return first instanceof Expr.Load l && l.array() instanceof Var array && privates.contains(array)
                && root.equals(of(array, combining(root)))
                ? Optional.of(array) : Optional.empty();
    }

    /** The same if the lanes were stored as vectors: what was stored one by one would be waited for. */
    static Optional<Var> folded(Stmt.Let let, Set<Var> privates, List<Stmt> before) {
        return folded(let, privates).filter(array -> lastStoredAsLanes(array, before));
    }

    private static BinaryOperator<Expr> combining(Expr.Binary root) {
        return (a, b) -> new Expr.Binary(root.op(), a, b);
    }

    /** The fold of what {@code array} holds in vectors of so many lanes. */
    static List<Stmt> inLanes(Stmt.Let let, Var array, int length, LaneLoops function) {
        BinaryOperator<Expr> combine = combining((Expr.Binary) let.value());
        List<Stmt> out = new ArrayList<>();
        Var v = function.fresh(Code.i("lanes"), new Type.Lanes(Scalar.F32, length));
        out.add(Code.let(v, halved(vectors(array, Code.c(0), length), combine)));
        halve(v, length / 2, combine, out);
        out.add(Code.let(let.variable(), new Expr.OneLane(v, 0)));
        return out;
    }

    /**
     * Two sums at once: the half of either's vector that is added to the other is moved into one vector, so that the
     * rest is done for both. Sums only, since one of them has its terms the other way round.
     */
    static Optional<List<Stmt>> inLanes(Stmt.Let let, Var array, Stmt.Let other, Var otherArray, int length,
            LaneLoops function) {
        if (!isSum(let) || !isSum(other)) {
            return Optional.empty();
        }
        Type.Lanes type = new Type.Lanes(Scalar.F32, length);
        int half = length / 2;
        List<Stmt> out = new ArrayList<>();
        Var low = function.fresh(Code.i("lower"), new Type.Mask(type));
        Var a = function.fresh(Code.i("lanes"), type);
        Var b = function.fresh(Code.i("lanes"), type);
        Var v = function.fresh(Code.i("lanes"), type);
        out.add(Code.let(low, lower(half, length)));
        out.add(Code.let(a, halved(vectors(array, Code.c(0), length), Code::add)));
        out.add(Code.let(b, halved(vectors(otherArray, Code.c(0), length), Code::add)));
        out.add(Code.let(v, both(low, a, b, half, length)));
        halve(v, half / 2, Code::add, out);
        out.add(Code.let(let.variable(), new Expr.OneLane(v, 0)));
        out.add(Code.let(other.variable(), new Expr.OneLane(v, half)));
        return Optional.of(out);
    }

    /** {@code v[l] ← v[l] + v[l + by]}, and so on with half of it. */
    private static void halve(Var v, int from, BinaryOperator<Expr> combine, List<Stmt> out) {
        for (int by = from; by > 0; by /= 2) {
            out.add(Code.assign(v, combine.apply(v, new Expr.RotateLanes(v, by))));
        }
    }

    /** How many folds {@link #sideBySide(Var, Expr, int, Var, Expr, BiFunction)} makes at once in such vectors. */
    public static int sideBySide(int length) {
        return Math.min(length, MOST_FOLDS);
    }

    /**
     * Stores the sums of {@code count} rows of lanes, from row {@code first} on, as one vector. Two vectors become one
     * with the half of the lanes that each has left, until each lane is a sum:
     * <pre>{@code
     * a0 a1 a2 a3                                    (a0 + a2) + (a1 + a3)
     * b0 b1 b2 b3      a0+a2 a1+a3 c2+c0 c3+c1       (b1 + b3) + (b0 + b2)
     * c0 c1 c2 c3  →   b0+b2 b1+b3 d2+d0 d3+d1   →   (c0 + c2) + (c1 + c3)
     * d0 d1 d2 d3                                    (d1 + d3) + (d0 + d2)
     * }</pre>
     *
     * @param lanes rows of the 16 virtual lanes
     */
    public static List<Stmt> sideBySide(Var lanes, Expr first, int count, Var to, Expr place,
            BiFunction<String, Type, Var> fresh) {
        Type.Lanes type = new Type.Lanes(Scalar.F32, count);
        List<Stmt> out = new ArrayList<>();
        List<Var> left = new ArrayList<>();
        for (int row = 0; row < count; row++) {
            Var v = fresh.apply("lanes", type);
            Expr start = Code.mul(Code.add(first, Code.c(row)), Code.c(LANES));
            out.add(Code.let(v, halved(vectors(lanes, start, count), Code::add)));
            left.add(v);
        }
        for (int by = count / 2; by > 0; by /= 2) {
            Var low = fresh.apply("lower", new Type.Mask(type));
            out.add(Code.let(low, lower(by, count)));
            for (int k = 0; k < by; k++) {
                Var v = fresh.apply("lanes", type);
                out.add(Code.let(v, both(low, left.get(k), left.get(k + by), by, count)));
                left.set(k, v);
            }
        }
        out.add(new Stmt.StoreLanes(to, place, left.get(0)));
        return out;
    }

    /** In lanes l with {@code (l & by) == 0} it is a[l] + a[l + by], in the others b[l] + b[l − by]. */
    private static Expr both(Var low, Var a, Var b, int by, int length) {
        Expr kept = new Expr.Select(low, a, b);
        return Code.add(kept, 2 * by == length ? new Expr.RotateLanes(new Expr.Select(low, b, a), by)
                : new Expr.Select(low, new Expr.RotateLanes(a, by), new Expr.RotateLanes(b, length - by)));
    }

    /** The lanes l with {@code (l & by) == 0}, as bits of a float. */
    private static Expr lower(int by, int length) {
        Expr bit = Code.and(new Expr.Iota(Code.c(0), length), new Expr.Splat(Code.c(by), length));
        return Code.eq(Code.fromBits(bit), new Expr.Splat(Code.c(0f), length));
    }

    /** Whether a fold is one of a sum, which may have its terms the other way round. */
    public static boolean isSum(Stmt.Let fold) {
        return ((Expr.Binary) fold.value()).op() == Expr.BinaryOp.ADD;
    }

    private static List<Expr> vectors(Var array, Expr first, int length) {
        List<Expr> vectors = new ArrayList<>();
        for (int k = 0; k < LANES; k += length) {
            vectors.add(new Expr.LoadLanes(array, Code.add(first, Code.c(k)), length));
        }
        return vectors;
    }

    private static boolean lastStoredAsLanes(Var array, List<Stmt> before) {
        for (int k = before.size() - 1; k >= 0; k--) {
            if (before.get(k) instanceof Stmt.StoreLanes s && s.array().equals(array)) {
                return true;
            }
            if (writes(before.get(k), array)) {
                return false;
            }
        }
        return false;
    }

    private static boolean writes(Stmt s, Var array) {
        return s instanceof Stmt.Store t && t.array().equals(array)
                || Tree.blocks(s).stream().flatMap(List::stream).anyMatch(inner -> writes(inner, array))
                || s instanceof Stmt.StoreLanes t && t.array().equals(array);
    }
}
