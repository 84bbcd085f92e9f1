package org.nablac.lower.lanes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.code.Stmt;
import org.nablac.code.Tree;
import org.nablac.code.Type;

/**
 * Lanes that were loaded or stored are not loaded again, and lanes that are stored over before anything reads them are
 * not stored: {@code u[at …]} is read once for the score and for the update. Different variables are different arrays.
 */
final class LaneReuse {
    /** Lanes of an array. */
    private record Place(Var array, Expr index, int length) {
        /** Whether they are no element of {@code other}, which is of the same array. */
        boolean isApartFrom(Place other) {
            Linear apart = Linear.of(index, Map.of()).plus(Linear.of(other.index, Map.of()), -1);
            return apart.terms().isEmpty()
                    && (apart.constant() >= other.length || -apart.constant() >= length);
        }
    }

    /** Stands where a store was. */
    private static final Stmt.Comment DROPPED = new Stmt.Comment("");

    private final Map<Place, Expr> known;
    /** Stores that nothing has read yet, and where in {@link #out} they are. */
    private final Map<Place, Integer> unread = new LinkedHashMap<>();
    private final List<Stmt> out = new ArrayList<>();

    private LaneReuse(Map<Place, Expr> known) {
        this.known = new HashMap<>(known);
    }

    /** @param privates arrays that mean nothing after {@code body}: what is stored there and never read is dropped */
    static List<Stmt> in(List<Stmt> body, Set<Var> privates) {
        List<Stmt> reused = new LaneReuse(Map.of()).block(body);
        Set<Var> unread = new HashSet<>(privates);
        read(reused, unread);
        return unread.isEmpty() ? reused : withoutStores(reused, unread);
    }

    /** Removes from {@code unread} what is read or passed on. */
    private static void read(List<Stmt> body, Set<Var> unread) {
        for (Stmt s : body) {
            List<Expr> all = Tree.operands(s);
            boolean isStore = s instanceof Stmt.Store || s instanceof Stmt.StoreLanes;
            (isStore ? all.subList(1, all.size()) : all).forEach(e -> Tree.variables(e).forEach(unread::remove));
            Tree.blocks(s).forEach(b -> read(b, unread));
        }
    }

    private static List<Stmt> withoutStores(List<Stmt> body, Set<Var> arrays) {
        List<Stmt> out = new ArrayList<>();
        for (Stmt s : body) {
            switch (s) {
                case Stmt.Store t when t.array() instanceof Var v && arrays.contains(v) -> { }
                case Stmt.StoreLanes t when t.array() instanceof Var v && arrays.contains(v) -> { }
                case Stmt.For f -> out.add(new Stmt.For(f.variable(), f.from(), f.to(), f.step(),
                        withoutStores(f.body(), arrays)));
                case Stmt.If i -> out.add(new Stmt.If(i.condition(), withoutStores(i.yes(), arrays),
                        withoutStores(i.no(), arrays)));
                case Stmt.While w -> out.add(new Stmt.While(w.condition(), withoutStores(w.body(), arrays)));
                default -> out.add(s);
            }
        }
        return out;
    }

    private List<Stmt> block(List<Stmt> body) {
        body.forEach(this::statement);
        out.removeIf(s -> s == DROPPED);
        return out;
    }

    private void statement(Stmt statement) {
        switch (statement) {
            case Stmt.Let s -> {
                Expr value = value(s.value());
                out.add(Code.let(s.variable(), value));
                if (value instanceof Expr.LoadLanes l && l.array() instanceof Var array) {
                    known.put(new Place(array, l.index(), l.length()), s.variable());
                }
            }
            case Stmt.Assign s -> {
                Expr value = value(s.value());
                out.add(Code.assign(s.variable(), value));
                changed(Set.of(s.variable()));
            }
            case Stmt.StoreLanes s when s.array() instanceof Var array
                    && s.value().type() instanceof Type.Lanes lanes -> {
                Expr value = value(s.value());
                Place place = new Place(array, s.index(), lanes.length());
                overwritten(place);
                unread.put(place, out.size());
                out.add(new Stmt.StoreLanes(array, s.index(), value));
                if (value instanceof Var || value instanceof Expr.Splat x && x.x() instanceof Expr.Const) {
                    known.put(place, value);
                }
            }
            case Stmt.Store s -> {
                Expr value = value(s.value());
                Expr index = value(s.index());
                out.add(Code.store(s.array(), index, value));
                known.keySet().removeIf(p -> p.array().equals(s.array()));
            }
            case Stmt.For s -> {
                enter(List.of(statement));
                List<Stmt> inner = new LaneReuse(known).block(s.body());
                out.add(new Stmt.For(s.variable(), s.from(), s.to(), s.step(), inner));
            }
            case Stmt.While s -> {
                enter(List.of(statement));
                out.add(new Stmt.While(value(s.condition()), new LaneReuse(known).block(s.body())));
            }
            case Stmt.If s -> {
                Expr condition = value(s.condition());
                enter(List.of(statement));
                out.add(new Stmt.If(condition, new LaneReuse(known).block(s.yes()),
                        new LaneReuse(known).block(s.no())));
            }
            case Stmt.Line s -> out.add(s);
            case Stmt.Comment s -> out.add(s);
            default -> {
                known.clear();
                unread.clear();
                out.add(statement);
            }
        }
    }

    /** What the statements change is known no more, and they may read all. */
    private void enter(List<Stmt> statements) {
        unread.clear();
        Set<Var> variables = new HashSet<>();
        Set<Var> arrays = new HashSet<>();
        effects(statements, variables, arrays);
        changed(variables);
        known.keySet().removeIf(p -> arrays.contains(p.array()));
    }

    private static void effects(List<Stmt> statements, Set<Var> variables, Set<Var> arrays) {
        for (Stmt s : statements) {
            switch (s) {
                case Stmt.Assign a -> variables.add(a.variable());
                case Stmt.Store t when t.array() instanceof Var v -> arrays.add(v);
                case Stmt.StoreLanes t when t.array() instanceof Var v -> arrays.add(v);
                default -> { }
            }
            Tree.blocks(s).forEach(b -> effects(b, variables, arrays));
        }
    }

    private void changed(Set<Var> variables) {
        known.entrySet().removeIf(e -> variables.contains(e.getValue()) || uses(e.getKey().index(), variables));
        unread.keySet().removeIf(p -> uses(p.index(), variables));
    }

    private static boolean uses(Expr e, Set<Var> variables) {
        return e instanceof Var v && variables.contains(v)
                || Tree.operands(e).stream().anyMatch(o -> uses(o, variables));
    }

    private void overwritten(Place place) {
        known.keySet().removeIf(p -> p.array().equals(place.array()) && !p.isApartFrom(place));
        Integer earlier = unread.remove(place);
        if (earlier != null) {
            out.set(earlier, DROPPED);
        }
    }

    /** {@code e} with what is known of the lanes that it loads. */
    private Expr value(Expr e) {
        if (e instanceof Expr.LoadLanes l && l.array() instanceof Var array) {
            Expr held = known.get(new Place(array, l.index(), l.length()));
            if (held != null) {
                return held;
            }
        }
        if (e instanceof Var v) {
            unread.keySet().removeIf(p -> p.array().equals(v));
        }
        List<Expr> before = Tree.operands(e);
        List<Expr> after = before.stream().map(this::value).toList();
        return after.equals(before) ? e : Tree.with(e, after);
    }
}
