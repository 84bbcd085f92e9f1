package org.nablac.lower;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.code.Stmt;
import org.nablac.code.Tree;

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
     * The same in vectors, where the sums were stored as vectors: what was stored one by one would be waited for.
     *
     * @param let of a fold, or of anything else
     * @param privates the arrays of sums
     * @param before the statements before it in its block
     */
    static Optional<List<Stmt>> inLanes(Stmt.Let let, int length, Set<Var> privates, List<Stmt> before,
            LaneLoops function) {
        if (!(let.value() instanceof Expr.Binary root)) {
            return Optional.empty();
        }
        Expr first = root;
        while (first instanceof Expr.Binary b) {
            first = b.left();
        }
        BinaryOperator<Expr> combine = (a, b) -> new Expr.Binary(root.op(), a, b);
        if (!(first instanceof Expr.Load l && l.array() instanceof Var array && privates.contains(array))
                || !root.equals(of(array, combine)) || !lastStoredAsLanes(array, before)) {
            return Optional.empty();
        }
        List<Expr> vectors = new ArrayList<>();
        for (int k = 0; k < Loops.LANES; k += length) {
            vectors.add(new Expr.LoadLanes(array, Code.c(k), length));
        }
        List<Stmt> out = new ArrayList<>();
        Var v = function.fresh(Code.i("lanes"), vectors.get(0).type());
        out.add(Code.let(v, halved(vectors, combine)));
        for (int by = length / 2; by > 0; by /= 2) {
            out.add(Code.assign(v, combine.apply(v, new Expr.RotateLanes(v, by))));
        }
        out.add(Code.let(let.variable(), new Expr.FirstLane(v)));
        return Optional.of(out);
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
