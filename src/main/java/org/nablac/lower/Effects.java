package org.nablac.lower;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.code.Stmt;
import org.nablac.code.Tree;

/** The arrays that a kernel reads and writes, but for those that mean nothing outside of it. */
record Effects(Set<Argument> reads, Set<Argument> writes) {

    static Effects of(KernelCode kernel) {
        Map<Expr, Argument> arrays = new HashMap<>();
        for (int i = 0; i < kernel.arguments().size(); i++) {
            Argument a = kernel.arguments().get(i);
            if (!a.isPrivate() && !(a instanceof Argument.Marks)) {
                arrays.put(kernel.function().parameters().get(i), a);
            }
        }
        Effects e = new Effects(new HashSet<>(), new HashSet<>());
        e.block(kernel.function().body(), arrays);
        return e;
    }

    private void block(List<Stmt> body, Map<Expr, Argument> arrays) {
        for (Stmt s : body) {
            if (s instanceof Stmt.Store t && arrays.containsKey(t.array())) {
                writes.add(arrays.get(t.array()));
            }
            Tree.operands(s).forEach(e -> expression(e, arrays));
            Tree.blocks(s).forEach(b -> block(b, arrays));
        }
    }

    private void expression(Expr e, Map<Expr, Argument> arrays) {
        if (e instanceof Expr.Load l && l.array() instanceof Var v && arrays.containsKey(v)) {
            reads.add(arrays.get(v));
        }
        if (e instanceof Expr.Call c) {
            c.arguments().stream().filter(arrays::containsKey).forEach(a -> {
                reads.add(arrays.get(a));
                writes.add(arrays.get(a));
            });
        }
        Tree.operands(e).forEach(o -> expression(o, arrays));
    }

    /** Whether neither of both touches what the other writes: they may run in either order. */
    boolean commutes(Effects other) {
        return apart(writes, other.reads) && apart(writes, other.writes) && apart(reads, other.writes);
    }

    private static boolean apart(Set<Argument> a, Set<Argument> b) {
        return a.stream().noneMatch(b::contains);
    }
}
