package org.nablac.lower.examples;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.code.Scalar;
import org.nablac.code.Stmt;
import org.nablac.code.Tree;
import org.nablac.lower.Argument;
import org.nablac.lower.KernelCode;

/**
 * The statements of a kernel for one example: <em>scores</em> read the model, what comes <em>between</em> reads no
 * array, <em>updates</em> write the model. What follows from the example alone is <em>given</em>: any of them computes
 * it where it needs it.
 *
 * @param given variables, each computed from those before it
 * @param scored variables of the scores, given ones, and the rate, that the others read
 * @param derived variables from between that updates read
 * @param loss the array that the loss is stored to
 */
record ExamplePhases(Map<Var, Expr> given, List<Stmt> scores, List<Stmt> between, List<Stmt> updates,
                     Set<Var> scored, Set<Var> derived, Var loss) {

    /** Nothing where the kernel is not of this kind. */
    static Optional<ExamplePhases> of(KernelCode.Variant kernel) {
        List<Stmt> body = kernel.function().body();
        Optional<Var> loss = loss(kernel);
        Set<Var> held = held(kernel);
        held.retainAll(stored(body));
        if (loss.isEmpty() || held.isEmpty() || body.stream().anyMatch(ExamplePhases::isOther)) {
            return Optional.empty();
        }
        Set<Var> changing = new ExampleFrame(kernel).changing();
        Set<Var> rates = new LinkedHashSet<>(changing);
        rates.removeIf(v -> v.type() != Scalar.F32);
        changing.removeAll(rates);
        Map<Var, Expr> given = given(kernel);
        List<Stmt> rest = body.stream().filter(s -> !(s instanceof Stmt.Let l && given.containsKey(l.variable())))
                .toList();
        int cut = 0;
        while (stored(rest.subList(cut, cut + 1)).stream().noneMatch(held::contains)) {
            cut++;
        }
        List<Stmt> updates = rest.subList(cut, rest.size());
        List<Stmt> scores = new ArrayList<>();
        List<Stmt> between = new ArrayList<>();
        Set<Var> needed = new HashSet<>();
        for (int k = cut - 1; k >= 0; k--) {
            if (isBetween(rest.get(k), needed, loss.get())
                    && Collections.disjoint(variables(rest.subList(k, k + 1)), changing)) {
                between.add(0, rest.get(k));
            } else {
                scores.add(0, rest.get(k));
                needed.addAll(variables(rest.subList(k, k + 1)));
            }
        }
        ExamplePhases p = carrying(given, rates, scores, between, updates, loss.get());
        return Optional.of(p).filter(found -> found.isSound(held));
    }

    private static ExamplePhases carrying(Map<Var, Expr> given, Set<Var> rates, List<Stmt> scores, List<Stmt> between,
            List<Stmt> updates, Var loss) {
        Set<Var> later = variables(between);
        Set<Var> derived = new LinkedHashSet<>(Tree.declared(between));
        derived.retainAll(variables(updates));
        Set<Var> scored = new LinkedHashSet<>(given.keySet());
        scored.addAll(rates);
        scored.retainAll(later);
        later.addAll(variables(updates));
        top(scores).filter(later::contains).forEach(scored::add);
        return new ExamplePhases(given, scores, between, updates, scored, derived, loss);
    }

    /**
     * There is something to do in lanes, and nothing ties the phases but what is {@link #carried} and the model's
     * arrays, {@code held}, which scores do not write.
     */
    private boolean isSound(Set<Var> held) {
        Set<Var> assigned = new HashSet<>();
        assigned(Stream.of(scores, between, updates).flatMap(List::stream).toList(), assigned);
        Set<Var> early = stored(scores);
        early.retainAll(variables(updates));
        Set<Var> late = stored(updates);
        late.remove(loss);
        late.removeAll(held);
        late.retainAll(variables(scores));
        return !between.isEmpty() && early.isEmpty() && late.isEmpty()
                && Stream.of(scores, between, updates).mapToLong(this::losses).sum() == 1
                && losses(scores) == 0 && !reads(loss)
                && carried().stream().allMatch(v -> v.type() == Scalar.F32 && !assigned.contains(v));
    }

    private long losses(List<Stmt> statements) {
        return statements.stream().filter(s -> stored(List.of(s)).contains(loss))
                .mapToLong(s -> s instanceof Stmt.Store ? 1 : 2).sum();
    }

    private boolean reads(Var array) {
        return Stream.of(scores, between, updates).flatMap(List::stream)
                .anyMatch(s -> s instanceof Stmt.Store t && t.array().equals(array)
                        ? Tree.variables(t.value()).contains(array) : variables(List.of(s)).contains(array));
    }

    /** What crosses from one phase to another. */
    Set<Var> carried() {
        Set<Var> all = new LinkedHashSet<>(scored);
        all.addAll(derived);
        return all;
    }

    /** {@code body}, and before it what of the example and of what is given it needs. */
    List<Stmt> with(List<Stmt> example, List<Stmt> body) {
        Set<Var> needed = variables(body);
        Tree.declared(body).forEach(needed::remove);
        List<Stmt> before = new ArrayList<>();
        List<Var> backwards = new ArrayList<>(given.keySet());
        for (int k = backwards.size() - 1; k >= 0; k--) {
            Var v = backwards.get(k);
            if (needed.contains(v)) {
                before.add(0, new Stmt.Let(v, given.get(v)));
                needed.addAll(Tree.variables(given.get(v)));
            }
        }
        List<Stmt> all = new ArrayList<>();
        example.stream().filter(s -> s instanceof Stmt.Let l && needed.contains(l.variable())).forEach(all::add);
        all.addAll(before);
        all.addAll(body);
        return all;
    }

    private static Optional<Var> loss(KernelCode.Variant kernel) {
        int k = kernel.arguments().indexOf(new Argument.Output("loss"));
        return k < 0 ? Optional.empty() : Optional.of(kernel.function().parameters().get(k));
    }

    /** The arrays that the model holds. */
    static Set<Var> held(KernelCode.Variant kernel) {
        Set<Var> all = new LinkedHashSet<>();
        for (int k = 0; k < kernel.arguments().size(); k++) {
            if (kernel.arguments().get(k) instanceof Argument.Leaf l && ExampleFrame.isHeld(l)) {
                all.add(kernel.function().parameters().get(k));
            }
        }
        return all;
    }

    private static boolean isOther(Stmt s) {
        boolean known = s instanceof Stmt.Let || s instanceof Stmt.Assign || s instanceof Stmt.Store
                || s instanceof Stmt.For || s instanceof Stmt.If || s instanceof Stmt.Line || s instanceof Stmt.Comment;
        return !known || Tree.blocks(s).stream().flatMap(List::stream).anyMatch(ExamplePhases::isOther);
    }

    /** Variables that are computed from parameters and from arrays that the kernel does not write, without calls. */
    private static Map<Var, Expr> given(KernelCode.Variant kernel) {
        List<Stmt> body = kernel.function().body();
        Set<Var> known = new HashSet<>(kernel.function().parameters());
        known.removeAll(stored(body));
        Set<Var> assigned = new HashSet<>();
        assigned(body, assigned);
        Map<Var, Expr> given = new LinkedHashMap<>();
        for (Stmt s : body) {
            if (s instanceof Stmt.Let l && Tree.isRepeatable(l.value()) && !assigned.contains(l.variable())
                    && known.containsAll(Tree.variables(l.value()))) {
                given.put(l.variable(), l.value());
                known.add(l.variable());
            }
        }
        return given;
    }

    /** Whether it computes a number, or the loss, from numbers alone, and nothing else before the updates reads it. */
    private static boolean isBetween(Stmt s, Set<Var> needed, Var loss) {
        return switch (s) {
            case Stmt.Let l -> l.variable().type() == Scalar.F32 && readsNoArray(l.value())
                    && !needed.contains(l.variable());
            case Stmt.Store t -> t.array().equals(loss) && readsNoArray(t.value());
            default -> false;
        };
    }

    private static boolean readsNoArray(Expr e) {
        return !(e instanceof Expr.Load) && Tree.operands(e).stream().allMatch(ExamplePhases::readsNoArray);
    }

    private static Stream<Var> top(List<Stmt> statements) {
        return statements.stream().flatMap(s -> s instanceof Stmt.Let l ? Stream.of(l.variable()) : Stream.of());
    }

    /** All variables and arrays that the statements read or write. */
    static Set<Var> variables(List<Stmt> statements) {
        Set<Var> all = new LinkedHashSet<>();
        for (Stmt s : statements) {
            Tree.operands(s).forEach(e -> all.addAll(Tree.variables(e)));
            if (s instanceof Stmt.Assign a) {
                all.add(a.variable());
            }
            Tree.blocks(s).forEach(b -> all.addAll(variables(b)));
        }
        return all;
    }

    private static void assigned(List<Stmt> statements, Set<Var> to) {
        for (Stmt s : statements) {
            if (s instanceof Stmt.Assign a) {
                to.add(a.variable());
            }
            Tree.blocks(s).forEach(b -> assigned(b, to));
        }
    }

    /** The arrays that the statements write. */
    static Set<Var> stored(List<Stmt> statements) {
        Set<Var> all = new LinkedHashSet<>();
        for (Stmt s : statements) {
            if (s instanceof Stmt.Store t) {
                all.add((Var) t.array());
            }
            Tree.blocks(s).forEach(b -> all.addAll(stored(b)));
        }
        return all;
    }
}
