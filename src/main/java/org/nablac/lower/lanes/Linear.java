package org.nablac.lower.lanes;

import java.util.HashMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Const;
import org.nablac.code.Expr.Var;

/**
 * An int as a constant plus multiples of atoms: what is neither a sum nor a multiple of something else.
 *
 * @param terms the factor of each atom, none of them 0
 */
public record Linear(Map<Expr, Integer> terms, int constant) {
    public Linear {
        terms = Collections.unmodifiableMap(new LinkedHashMap<>(terms));
    }

    /** {@code e}, where a variable in {@code definitions} stands for its value. */
    public static Linear of(Expr e, Map<Var, Expr> definitions) {
        if (e instanceof Const c) {
            return new Linear(Map.of(), (Integer) c.value());
        }
        if (e instanceof Var v && definitions.containsKey(v)) {
            return of(definitions.get(v), definitions);
        }
        if (e instanceof Expr.Binary b) {
            Linear left = of(b.left(), definitions);
            Linear right = of(b.right(), definitions);
            switch (b.op()) {
                case ADD -> {
                    return left.plus(right, 1);
                }
                case SUB -> {
                    return left.plus(right, -1);
                }
                case MUL -> {
                    if (left.terms.isEmpty() || right.terms.isEmpty()) {
                        Linear other = left.terms.isEmpty() ? right : left;
                        return new Linear(Map.of(), 0).plus(other,
                                left.terms.isEmpty() ? left.constant : right.constant);
                    }
                }
                default -> { }
            }
        }
        return new Linear(Map.of(e, 1), 0);
    }

    /** this + factor · other */
    public Linear plus(Linear other, int factor) {
        Map<Expr, Integer> sum = new HashMap<>(terms);
        other.terms.forEach((atom, f) -> sum.merge(atom, factor * f, Integer::sum));
        sum.values().removeIf(f -> f == 0);
        return new Linear(sum, constant + factor * other.constant);
    }

    public int factor(Expr atom) {
        return terms.getOrDefault(atom, 0);
    }

    public Linear without(Expr atom) {
        Map<Expr, Integer> rest = new HashMap<>(terms);
        rest.remove(atom);
        return new Linear(rest, constant);
    }

    /** Whether it is a multiple of {@code n} whatever its atoms are. */
    public boolean isMultipleOf(int n) {
        return constant % n == 0 && terms.values().stream().allMatch(f -> f % n == 0);
    }
}
