package org.nablac.lower.examples;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Const;
import org.nablac.code.Expr.Var;
import org.nablac.code.Scalar;
import org.nablac.code.Stmt;
import org.nablac.code.Tree;
import org.nablac.lower.KernelCode;
import org.nablac.lower.lanes.Linear;

/** Where the steps on two examples may touch the same numbers of the model: in rows that both of them name. */
final class ExampleMeetings {
    private final ExamplePhases phases;
    private final Map<Var, Expr> definitions = new HashMap<>();
    private final Map<Var, Stmt.For> loops = new HashMap<>();
    private final Map<Var, Set<Expr>> rows = new LinkedHashMap<>();
    private final Map<Var, Integer> lengths = new HashMap<>();
    private boolean elsewhere;

    private ExampleMeetings(ExamplePhases phases) {
        this.phases = phases;
    }

    /**
     * The rows that an example names, as expressions of what is given: those of arrays with the same rows together.
     *
     * @return nothing if the kernel writes anything of the model but rows that the example names
     */
    static Optional<List<Set<Expr>>> of(KernelCode.Variant kernel, ExamplePhases phases) {
        ExampleMeetings m = new ExampleMeetings(phases);
        List<Stmt> body = kernel.function().body();
        Set<Var> written = ExamplePhases.held(kernel);
        written.retainAll(ExamplePhases.stored(body));
        m.define(body);
        Tree.eachAccess(body, (array, index) -> {
            if (written.contains(array)) {
                m.access(array, index);
            }
        });
        return m.elsewhere ? Optional.empty() : Optional.of(new ArrayList<>(new LinkedHashSet<>(m.rows.values())));
    }

    private void define(List<Stmt> body) {
        for (Stmt s : body) {
            if (s instanceof Stmt.Let l && l.variable().type() == Scalar.I32 && isArithmetic(l.value())) {
                definitions.put(l.variable(), l.value());
            } else if (s instanceof Stmt.For f) {
                loops.put(f.variable(), f);
            }
            Tree.blocks(s).forEach(this::define);
        }
    }

    private static boolean isArithmetic(Expr e) {
        return (e instanceof Const || e instanceof Var || e instanceof Expr.Binary)
                && Tree.operands(e).stream().allMatch(ExampleMeetings::isArithmetic);
    }

    /** An index is {@code length · row + j} with {@code 0 ≤ j < length}, where one length goes for the whole array. */
    private void access(Var array, Expr index) {
        Linear place = Linear.of(index, definitions);
        Optional<Expr> row = Optional.empty();
        long least = place.constant();
        long most = place.constant();
        for (Map.Entry<Expr, Integer> term : place.terms().entrySet()) {
            long factor = term.getValue();
            if (term.getKey() instanceof Var v && loops.get(v) instanceof Stmt.For f && f.from().equals(Code.c(0))
                    && f.to() instanceof Const end && factor > 0) {
                most += factor * ((Integer) end.value() - 1);
            } else {
                elsewhere |= row.isPresent() || !isGiven(term.getKey());
                row = Optional.of(term.getKey());
            }
        }
        int length = row.map(place::factor).orElse(0);
        elsewhere |= least < 0 || most >= length || lengths.merge(array, length, (a, b) -> a.equals(b) ? a : -1) < 0;
        row.ifPresent(r -> rows.computeIfAbsent(array, a -> new LinkedHashSet<>()).add(r));
    }

    /** Whether it is a number that each example has its own of. */
    private boolean isGiven(Expr e) {
        return e instanceof Var v && phases.given().containsKey(v);
    }
}
