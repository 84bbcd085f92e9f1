package org.nablac.lower;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Expr.BinaryOp;
import org.nablac.code.Expr.Var;
import org.nablac.code.Function;
import org.nablac.code.Scalar;
import org.nablac.code.Stmt;
import org.nablac.code.Tree;
import org.nablac.lower.lanes.Linear;

/**
 * Whether rows of a kernel do nothing where an input is zero: all that they write is of the form
 * {@code a[p] = a[p] ± m}, rounded once or twice, with a product m that has the row's element of the input as a
 * factor. With ±0 for it {@code a[p]} stays as it is if the other factors are finite, but for the sign of a zero.
 */
final class Vanishing {
    private final Var input;
    private final Var row;
    private final Map<Var, Expr> definitions = new HashMap<>();

    private Vanishing(Var input, Var row) {
        this.input = input;
        this.row = row;
    }

    /** @param kernel a loop over rows for scalars, and nothing after it that writes */
    static boolean holds(Function kernel, Var input) {
        List<Stmt.For> loops = kernel.body().stream()
                .flatMap(s -> s instanceof Stmt.For f ? Stream.of(f) : Stream.empty())
                .toList();
        if (loops.size() != 1) {
            return false;
        }
        Vanishing v = new Vanishing(input, loops.get(0).variable());
        return v.block(kernel.body());
    }

    private boolean block(List<Stmt> body) {
        for (Stmt s : body) {
            boolean fine = switch (s) {
                case Stmt.Let l -> {
                    definitions.put(l.variable(), l.value());
                    yield true;
                }
                case Stmt.For f -> block(f.body());
                case Stmt.Store t -> adds(t);
                case Stmt.Line l -> true;
                case Stmt.Comment c -> true;
                default -> false;
            };
            if (!fine) {
                return false;
            }
        }
        return true;
    }

    private boolean adds(Stmt.Store s) {
        Expr value = value(s.value());
        Expr before = new Expr.Load(s.array(), s.index());
        if (value instanceof Expr.Fma f) {
            return value(f.c()).equals(before) && (isMultiple(f.a()) || isMultiple(f.b()));
        }
        return value instanceof Expr.Binary b
                && (b.op() == BinaryOp.SUB || b.op() == BinaryOp.ADD)
                && value(b.left()).equals(before) && isMultiple(b.right());
    }

    private Expr value(Expr e) {
        return e instanceof Var v && definitions.containsKey(v) ? value(definitions.get(v)) : e;
    }

    private boolean isMultiple(Expr e) {
        return switch (value(e)) {
            case Expr.Binary b when b.op() == BinaryOp.MUL -> isMultiple(b.left()) || isMultiple(b.right());
            case Expr.Unary u when u.op() == Expr.UnaryOp.NEG -> isMultiple(u.x());
            case Expr.Load l -> l.array().equals(input) && isRow(l.index());
            default -> false;
        };
    }

    /** Whether {@code index} is the row, counted from where the example begins. */
    private boolean isRow(Expr index) {
        Linear at = Linear.of(index, ints());
        return at.factor(row) == 1
                && at.without(row).terms().keySet().stream().allMatch(a -> a.equals(Code.i("example")))
                && at.constant() == 0;
    }

    private Map<Var, Expr> ints() {
        Map<Var, Expr> all = new HashMap<>();
        definitions.forEach((v, e) -> {
            if (v.type() == Scalar.I32 && Tree.isTotal(e)) {
                all.put(v, e);
            }
        });
        return all;
    }
}
