package org.nablac.lower;

import org.nablac.code.Expr;
import org.nablac.code.Tree;

/** How often a part occurs in an expression. */
final class Count {
    private Count() {
    }

    static int of(Expr e, Expr part) {
        return e.equals(part) ? 1 : Tree.operands(e).stream().mapToInt(o -> of(o, part)).sum();
    }
}
