package org.nablac.schedule;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Function;
import org.nablac.code.Scalar;
import org.nablac.code.Stmt;
import org.nablac.graph.Elementwise;
import org.nablac.graph.Leaf;
import org.nablac.graph.Move;
import org.nablac.graph.Node;
import org.nablac.graph.Rows;
import org.nablac.tensor.Dim;

/** How many operations computing one element costs: of the op alone, counted in the expression that it writes. */
final class Cost {
    private final Map<Object, Integer> known = new HashMap<>();

    /** Of one element of {@code n}, without its inputs. */
    int own(Node n) {
        return known.computeIfAbsent(List.of(n.op(), n.inputs().stream().map(i -> i.type().dtype()).toList()), k -> count(n));
    }

    private int count(Node n) {
        return switch (n.op()) {
            case Elementwise e -> operations(e.element(n.inputs().stream()
                    .<Expr>map(i -> Code.v("x", Scalar.of(i.type().dtype()))).toList()));
            case Leaf.Computed c -> operations(c.element(ANYWHERE, IntStream.range(0, n.type().rank())
                    .<Expr>mapToObj(a -> Code.i("i" + a)).toList()));
            case Leaf l -> 1;
            case Move.Pull p -> 1;
            case Rows.Read r -> 3;
            default -> 4;
        };
    }

    private static final Leaf.Context ANYWHERE = new Leaf.Context() {
        @Override
        public Expr size(Dim dim) {
            return Code.i("size");
        }

        @Override
        public Expr seed() {
            return Code.v("seed", Scalar.I64);
        }

        @Override
        public Expr step() {
            return Code.v("step", Scalar.I64);
        }
    };

    private static int operations(Expr e) {
        return switch (e) {
            case Expr.Const c -> 0;
            case Expr.Var v -> 0;
            case Expr.Field f -> 1;
            case Expr.Load l -> 1 + operations(l.index());
            case Expr.Length l -> 1;
            case Expr.Unary u -> 1 + operations(u.x());
            case Expr.Binary b -> 1 + operations(b.left()) + operations(b.right());
            case Expr.Compare c -> 1 + operations(c.left()) + operations(c.right());
            case Expr.Select s -> 1 + operations(s.condition()) + operations(s.yes()) + operations(s.no());
            case Expr.Convert c -> 1 + operations(c.x());
            case Expr.Fma f -> 1 + operations(f.a()) + operations(f.b()) + operations(f.c());
            case Expr.Call c -> 2 + c.arguments().stream().mapToInt(Cost::operations).sum()
                    + (c.target() instanceof Function f ? f.body().stream().mapToInt(Cost::operations).sum() : 10);
            case Expr.NewArray a -> 10;
            case Expr.ArrayLiteral a -> 10;
            case Expr.New n -> 10;
        };
    }

    private static int operations(Stmt s) {
        return switch (s) {
            case Stmt.Let l -> operations(l.value());
            case Stmt.Return r -> r.value().map(Cost::operations).orElse(0);
            default -> 1;
        };
    }
}
