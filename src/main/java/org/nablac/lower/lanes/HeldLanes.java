package org.nablac.lower.lanes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Const;
import org.nablac.code.Expr.LoadLanes;
import org.nablac.code.Expr.Var;
import org.nablac.code.Stmt;
import org.nablac.code.Tree;
import org.nablac.code.Type;

/**
 * What all turns of a loop have in common, held in vectors while the loop runs: of
 * {@code for k { for j { sums[j] = … w[k · n + j] … d[j] … sums[j] … } }}, where the loop over j is one over vectors,
 * that one is unrolled, and no turn reads or writes the sums in memory; nor reads d, as far as there are registers. All
 * that is computed is so in the same order.
 */
final class HeldLanes {
    /** Registers at the least, where vectors are short; of the longest there are twice as many. */
    private static final int REGISTERS = 16;
    /** Operations on vectors in one turn: of many more, HotSpot's first compiler makes nothing that counts for C2. */
    private static final int MOST_OPERATIONS = 64;

    private final LaneLoops function;
    private final Stmt.For loop;
    private final List<Stmt> turn = new ArrayList<>();
    /** Lanes in memory, and the variables that hold them. */
    private final Map<LoadLanes, Var> held = new LinkedHashMap<>();
    private final Set<Var> stored = new LinkedHashSet<>();
    /** Where all that one turn reads and writes of each array is; nothing where no vector is. */
    private final Map<Var, List<Optional<LoadLanes>>> places = new LinkedHashMap<>();
    private int operations;

    private HeldLanes(LaneLoops function, Stmt.For loop) {
        this.function = function;
        this.loop = loop;
    }

    /** @param function that {@code body} is of */
    static List<Stmt> in(List<Stmt> body, LaneLoops function) {
        List<Stmt> out = new ArrayList<>();
        for (Stmt s : body) {
            switch (s) {
                case Stmt.For f -> out.addAll(new HeldLanes(function, f).held().orElseGet(() -> List.of(
                        new Stmt.For(f.variable(), f.from(), f.to(), f.step(), in(f.body(), function)))));
                case Stmt.If i -> out.add(new Stmt.If(i.condition(), in(i.yes(), function), in(i.no(), function)));
                case Stmt.While w -> out.add(new Stmt.While(w.condition(), in(w.body(), function)));
                default -> out.add(s);
            }
        }
        return out;
    }

    /** The loop with its sums, if they fit, and what else fits in vectors; nothing if that is none. */
    private Optional<List<Stmt>> held() {
        if (!unroll(loop.body()) || operations > MOST_OPERATIONS) {
            return Optional.empty();
        }
        turn.forEach(this::note);
        int lanes = places.values().stream().flatMap(List::stream).flatMap(Optional::stream)
                .mapToInt(LoadLanes::length).max().orElse(0);
        int most = lanes == LaneFold.LANES ? REGISTERS : REGISTERS / 2;
        stored.stream().filter(this::isOfSums).forEach(a -> places.get(a).forEach(p -> hold(p.orElseThrow())));
        if (held.size() > most) {
            return Optional.empty();
        }
        List<LoadLanes> sums = List.copyOf(held.keySet());
        Set<Var> changing = new HashSet<>(Tree.declared(turn));
        changing.add(loop.variable());
        places.forEach((array, all) -> all.stream().flatMap(Optional::stream)
                .filter(p -> !stored.contains(array) && !uses(p.index(), changing) && held.size() < most)
                .forEach(this::hold));
        if (held.isEmpty()) {
            return Optional.empty();
        }
        List<Stmt> out = new ArrayList<>();
        held.forEach((place, v) -> out.add(Code.let(v, place)));
        out.add(new Stmt.For(loop.variable(), loop.from(), loop.to(), loop.step(),
                turn.stream().map(this::inVectors).toList()));
        sums.forEach(p -> out.add(new Stmt.StoreLanes(p.array(), p.index(), held.get(p))));
        return Optional.of(out);
    }

    /** Adds {@code body} to the turn without loops; false if that cannot be. */
    private boolean unroll(List<Stmt> body) {
        for (Stmt s : body) {
            switch (s) {
                case Stmt.For f when f.from() instanceof Const from && f.to() instanceof Const to -> {
                    for (int j = (Integer) from.value(); j < (Integer) to.value(); j += f.step()) {
                        Map<Var, Expr> names = new HashMap<>(Map.of(f.variable(), Code.c(j)));
                        Tree.declared(f.body()).forEach(v -> names.put(v, function.fresh(v, v.type())));
                        if (!unroll(Tree.replace(f.body(), names))) {
                            return false;
                        }
                    }
                }
                case Stmt.Let l -> add(l);
                case Stmt.StoreLanes t -> add(t);
                case Stmt.Line l -> add(l);
                case Stmt.Comment c -> add(c);
                default -> {
                    return false;
                }
            }
            if (operations > MOST_OPERATIONS) {
                return false;
            }
        }
        return true;
    }

    private void add(Stmt s) {
        turn.add(s);
        operations += (s instanceof Stmt.StoreLanes ? 1 : 0)
                + Tree.operands(s).stream().mapToInt(HeldLanes::operations).sum();
    }

    /** On vectors; a number in all lanes is made once, and a variable is there. */
    private static int operations(Expr e) {
        return (e.type() instanceof Type.Lanes && !(e instanceof Var) && !(e instanceof Expr.Splat) ? 1 : 0)
                + Tree.operands(e).stream().mapToInt(HeldLanes::operations).sum();
    }

    private void note(Stmt s) {
        if (s instanceof Stmt.StoreLanes t) {
            stored.add((Var) t.array());
            noteAt((Var) t.array(), Optional.of(place(t)), t.index());
            note(t.value());
        } else {
            Tree.operands(s).forEach(this::note);
        }
    }

    private static LoadLanes place(Stmt.StoreLanes s) {
        return new LoadLanes(s.array(), s.index(), ((Type.Lanes) s.value().type()).length());
    }

    private void note(Expr e) {
        switch (e) {
            case LoadLanes l when l.array() instanceof Var array -> noteAt(array, Optional.of(l), l.index());
            case Var v when v.type() instanceof Type.ArrayOf -> noteAt(v, Optional.empty(), Code.c(0));
            default -> Tree.operands(e).forEach(this::note);
        }
    }

    private void noteAt(Var array, Optional<LoadLanes> place, Expr index) {
        places.computeIfAbsent(array, a -> new ArrayList<>()).add(place);
        note(index);
    }

    /** Whether all turns read and write an array at the same places, which share no element. */
    private boolean isOfSums(Var array) {
        Set<Integer> taken = new HashSet<>();
        for (Optional<LoadLanes> p : new HashSet<>(places.get(array))) {
            if (p.isEmpty() || !(p.get().index() instanceof Const first)) {
                return false;
            }
            for (int k = 0; k < p.get().length(); k++) {
                if (!taken.add((Integer) first.value() + k)) {
                    return false;
                }
            }
        }
        return true;
    }

    private void hold(LoadLanes place) {
        held.computeIfAbsent(place, p -> function.fresh(Code.i("held"), p.type()));
    }

    private static boolean uses(Expr e, Set<Var> variables) {
        return e instanceof Var v && variables.contains(v)
                || Tree.operands(e).stream().anyMatch(o -> uses(o, variables));
    }

    /** {@code s} with variables in the place of what is held. */
    private Stmt inVectors(Stmt s) {
        return switch (s) {
            case Stmt.StoreLanes t when held.containsKey(place(t)) ->
                    Code.assign(held.get(place(t)), inVectors(t.value()));
            case Stmt.StoreLanes t -> new Stmt.StoreLanes(t.array(), t.index(), inVectors(t.value()));
            case Stmt.Let l -> Code.let(l.variable(), inVectors(l.value()));
            default -> s;
        };
    }

    private Expr inVectors(Expr e) {
        if (e instanceof LoadLanes l && held.containsKey(l)) {
            return held.get(l);
        }
        List<Expr> operands = Tree.operands(e);
        return operands.isEmpty() ? e : Tree.with(e, operands.stream().map(this::inVectors).toList());
    }
}
