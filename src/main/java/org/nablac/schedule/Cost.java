package org.nablac.schedule;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Function;
import org.nablac.code.Scalar;
import org.nablac.code.Tree;
import org.nablac.graph.Elementwise;
import org.nablac.graph.Leaf;
import org.nablac.graph.Move;
import org.nablac.graph.Node;
import org.nablac.graph.Rows;
import org.nablac.tensor.Dim;

/** How many operations computing one element costs: of the op alone, counted in the expression that it writes. */
final class Cost {
    private final Map<Object, Integer> known = new HashMap<>();
    private final boolean intoCalls;

    /** @param intoCalls whether a call counts as all that the function does, and not as a call */
    Cost(boolean intoCalls) {
        this.intoCalls = intoCalls;
    }

    /** Of one element of {@code n}, without its inputs. */
    int own(Node n) {
        return known.computeIfAbsent(List.of(n.op(), n.inputs().stream().map(i -> i.type().dtype()).toList()),
                k -> count(n));
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

        @Override
        public Expr stream(int number) {
            return Code.c(number);
        }
    };

    private int operations(Expr e) {
        int own = e instanceof Expr.Const || e instanceof Expr.Var ? 0
                : intoCalls && e instanceof Expr.Call c && c.target() instanceof Function f
                ? 2 + f.body().stream().flatMap(s -> Tree.operands(s).stream()).mapToInt(this::operations).sum() : 1;
        return own + Tree.operands(e).stream().mapToInt(this::operations).sum();
    }
}
