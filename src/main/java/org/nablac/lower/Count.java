package org.nablac.lower;

import org.nablac.code.Expr;

/** How often a part occurs in an expression. */
final class Count {
    private Count() {
    }

    static int of(Expr e, Expr part) {
        if (e.equals(part)) {
            return 1;
        }
        return switch (e) {
            case Expr.Const c -> 0;
            case Expr.Var v -> 0;
            case Expr.Field f -> of(f.object(), part);
            case Expr.Load l -> of(l.array(), part) + of(l.index(), part);
            case Expr.Length l -> of(l.array(), part);
            case Expr.Unary u -> of(u.x(), part);
            case Expr.Binary b -> of(b.left(), part) + of(b.right(), part);
            case Expr.Compare c -> of(c.left(), part) + of(c.right(), part);
            case Expr.Select s -> of(s.condition(), part) + of(s.yes(), part) + of(s.no(), part);
            case Expr.Convert c -> of(c.x(), part);
            case Expr.Fma f -> of(f.a(), part) + of(f.b(), part) + of(f.c(), part);
            case Expr.Call c -> c.arguments().stream().mapToInt(a -> of(a, part)).sum();
            case Expr.NewArray a -> of(a.length(), part);
            case Expr.ArrayLiteral a -> a.values().stream().mapToInt(v -> of(v, part)).sum();
            case Expr.New n -> n.arguments().stream().mapToInt(v -> of(v, part)).sum();
        };
    }
}
