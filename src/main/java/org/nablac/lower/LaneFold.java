package org.nablac.lower;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.code.Scalar;
import org.nablac.code.Stmt;
import org.nablac.code.Tree;
import org.nablac.code.Type;

/** The fold of the 16 virtual lanes of a sum: l with l + 8, then with l + 4, l + 2, l + 1. */
final class LaneFold {
    private LaneFold() {
    }

    /** The fold of the lanes that an array holds. */
    static Expr of(Var array, BinaryOperator<Expr> combine) {
        List<Expr> lanes = new ArrayList<>();
        for (int l = 0; l < Loops.LANES; l++) {
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
    static Optional<Var> folded(Stmt.Let let, Set<Var> privates) {
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
        out.add(Code.let(v, halved(vectors(array, length), combine)));
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
        if (((Expr.Binary) let.value()).op() != Expr.BinaryOp.ADD
                || ((Expr.Binary) other.value()).op() != Expr.BinaryOp.ADD) {
            return Optional.empty();
        }
        Type.Lanes type = new Type.Lanes(Scalar.F32, length);
        int half = length / 2;
        List<Stmt> out = new ArrayList<>();
        Var low = function.fresh(Code.i("lower"), new Type.Mask(type));
        Var a = function.fresh(Code.i("lanes"), type);
        Var b = function.fresh(Code.i("lanes"), type);
        Var v = function.fresh(Code.i("lanes"), type);
        // the floats with the bits 0, 1, 2, … are in that order
        out.add(Code.let(low, Code.lt(Code.fromBits(new Expr.Iota(Code.c(0), length)),
                new Expr.Splat(Code.c(Float.intBitsToFloat(half)), length))));
        out.add(Code.let(a, halved(vectors(array, length), Code::add)));
        out.add(Code.let(b, halved(vectors(otherArray, length), Code::add)));
        out.add(Code.let(v, Code.add(new Expr.Select(low, a, b),
                new Expr.RotateLanes(new Expr.Select(low, b, a), half))));
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

    private static List<Expr> vectors(Var array, int length) {
        List<Expr> vectors = new ArrayList<>();
        for (int k = 0; k < Loops.LANES; k += length) {
            vectors.add(new Expr.LoadLanes(array, Code.c(k), length));
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
