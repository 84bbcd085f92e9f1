package org.nablac.lower.lanes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Const;
import org.nablac.code.Expr.Var;
import org.nablac.code.Function;
import org.nablac.code.Scalar;
import org.nablac.code.Stmt;
import org.nablac.code.Tree;
import org.nablac.code.Type;

/**
 * From a function for scalars to one for lanes, with the same bits: each innermost loop over adjacent elements does
 * {@code length} of them at once, and the loop as it was does the rest; of a loop whose turns are counted, shorter
 * vectors do as much of the rest as they can. Where the innermost loops jump from row to row,
 * as the sum of each column does, the loop around them becomes one over lanes.
 */
public final class LaneLoops {
    /** Bodies that stand one after the other instead of in a loop. */
    private static final int UNROLLED = 4;
    /** Operations, all unrolled bodies together. */
    private static final int UNROLLED_OPERATIONS = 250;
    /** Vectors that hold an extreme of many elements: a comparison takes as long as some of them side by side. */
    private static final int EXTREMES = 4;
    /** Lanes of the shortest vectors. */
    private static final int SHORTEST = 4;

    private final int length;
    private final Set<Var> privates;
    private final Set<String> names;
    /** The value of each int variable that is written once and computed from others alone. */
    private final Map<Var, Expr> definitions;

    private LaneLoops(int length, Set<Var> privates, Set<String> names, Map<Var, Expr> definitions) {
        this.length = length;
        this.privates = privates;
        this.names = names;
        this.definitions = definitions;
    }

    /**
     * @param privates parameters that are arrays of {@code 16 · 16} elements of which the function uses the first 16,
     *     and that mean nothing before or after a loop over elements
     * @return nothing if no loop is one over adjacent elements
     */
    public static Optional<Function> of(Function scalar, int length, Set<Var> privates) {
        LaneLoops l = new LaneLoops(length, privates, new HashSet<>(), new HashMap<>());
        scalar.parameters().forEach(p -> l.names.add(p.name()));
        l.define(scalar.body());
        Result r = l.block(scalar.body());
        return r.any() ? Optional.of(Function.of(scalar.name(), scalar.parameters(), scalar.returns(), scalar.doc(),
                LaneReuse.in(r.body(), privates))) : Optional.empty();
    }

    /** The same with what the turns of a loop have in common held in vectors; nothing if that is none. */
    public static Optional<Function> holding(Function scalar, int length) {
        LaneLoops l = new LaneLoops(length, Set.of(), new HashSet<>(), new HashMap<>());
        return of(scalar, length, Set.of()).flatMap(f -> {
            l.names.addAll(f.parameters().stream().map(Var::name).toList());
            Tree.declared(f.body()).forEach(v -> l.names.add(v.name()));
            List<Stmt> held = HeldLanes.in(f.body(), l);
            return held.equals(f.body()) ? Optional.empty()
                    : Optional.of(Function.of(f.name(), f.parameters(), f.returns(), f.doc(), held));
        });
    }

    /** The same, or {@code scalar} as it is if no loop is one over adjacent elements. */
    public static Function orAsItIs(Function scalar, int length) {
        return orAsItIs(scalar, length, Set.of());
    }

    /** The same where it has {@code privates}. */
    public static Function orAsItIs(Function scalar, int length, Set<Var> privates) {
        return of(scalar, length, privates).orElse(scalar);
    }

    /** Statements for lanes: whether there are lanes at all, and whether all loops worth it use them. */
    private record Result(List<Stmt> body, boolean any, boolean all) {
    }

    private void define(List<Stmt> body) {
        Set<Var> assigned = new HashSet<>();
        define(body, assigned);
        definitions.keySet().removeAll(assigned);
    }

    private void define(List<Stmt> body, Set<Var> assigned) {
        for (Stmt s : body) {
            if (s instanceof Stmt.Let l) {
                names.add(l.variable().name());
                if (l.variable().type() == Scalar.I32 && isArithmetic(l.value())) {
                    definitions.put(l.variable(), l.value());
                }
            } else if (s instanceof Stmt.Assign a) {
                assigned.add(a.variable());
            } else if (s instanceof Stmt.For f) {
                names.add(f.variable().name());
            }
            Tree.blocks(s).forEach(b -> define(b, assigned));
        }
    }

    private static boolean isArithmetic(Expr e) {
        return (e instanceof Const || e instanceof Var || e instanceof Expr.Binary)
                && Tree.operands(e).stream().allMatch(LaneLoops::isArithmetic);
    }

    /** A name that no other variable of the function has. */
    Var fresh(Var like, Type type) {
        String name = like.name();
        for (int i = 2; !names.add(name); i++) {
            name = like.name() + "_" + i;
        }
        return Code.v(name, type);
    }

    Map<Var, Expr> definitions() {
        return definitions;
    }

    int length() {
        return length;
    }

    private Result block(List<Stmt> body) {
        List<Stmt> out = new ArrayList<>();
        boolean any = false;
        boolean all = true;
        for (int k = 0; k < body.size(); k++) {
            Stmt s = body.get(k);
            Optional<Var> folded = folded(s, out);
            if (folded.isPresent()) {
                k += folds((Stmt.Let) s, folded.get(), body.subList(k + 1, body.size()), out);
                continue;
            }
            Result r = switch (s) {
                case Stmt.For f -> loop(f);
                case Stmt.While w -> {
                    Result inner = block(w.body());
                    yield new Result(List.of(new Stmt.While(w.condition(), inner.body)), inner.any, inner.all);
                }
                case Stmt.If i -> {
                    Result yes = block(i.yes());
                    Result no = block(i.no());
                    yield new Result(List.of(new Stmt.If(i.condition(), yes.body, no.body)), yes.any || no.any,
                            yes.all && no.all);
                }
                default -> new Result(List.of(s), false, true);
            };
            out.addAll(r.body);
            any |= r.any;
            all &= r.all;
        }
        return new Result(out, any, all);
    }

    private Optional<Var> folded(Stmt s, List<Stmt> before) {
        return s instanceof Stmt.Let l ? LaneFold.folded(l, privates, before) : Optional.empty();
    }

    /** A fold, with the next one if it follows; how many of the statements after it that were. */
    private int folds(Stmt.Let fold, Var array, List<Stmt> after, List<Stmt> out) {
        int next = 0;
        while (next < after.size()
                && (after.get(next) instanceof Stmt.Line || after.get(next) instanceof Stmt.Comment)) {
            next++;
        }
        Optional<Var> other = next < after.size() ? folded(after.get(next), out) : Optional.empty();
        Optional<List<Stmt>> both = other.filter(o -> !o.equals(array)).isPresent()
                ? LaneFold.inLanes(fold, array, (Stmt.Let) after.get(next), other.get(), length, this)
                : Optional.empty();
        out.addAll(both.orElseGet(() -> LaneFold.inLanes(fold, array, length, this)));
        return both.isPresent() ? next + 1 : 0;
    }

    private Result loop(Stmt.For f) {
        boolean innermost = f.body().stream()
                .allMatch(s -> Tree.blocks(s).stream().allMatch(List::isEmpty) || s instanceof Stmt.If);
        Result inner = innermost ? new Result(f.body(), false, false) : block(f.body());
        if (!innermost && inner.all && inner.any) {
            return new Result(List.of(with(f, inner.body)), true, true);
        }
        Optional<List<Stmt>> laned = f.step() == 1 ? lanes(f, innermost) : Optional.empty();
        if (laned.isPresent()) {
            return new Result(laned.get(), true, true);
        }
        return new Result(List.of(with(f, inner.body)), inner.any, inner.all || isShort(f));
    }

    private static Stmt.For with(Stmt.For f, List<Stmt> body) {
        return new Stmt.For(f.variable(), f.from(), f.to(), f.step(), body);
    }

    private static boolean isShort(Stmt.For f) {
        return f.from() instanceof Const a && f.to() instanceof Const b
                && (Integer) b.value() - (Integer) a.value() <= LaneFold.LANES;
    }

    private static int size(List<Stmt> body) {
        return body.stream().flatMap(s -> Tree.operands(s).stream()).mapToInt(LaneLoops::size).sum();
    }

    private static int size(Expr e) {
        return 1 + Tree.operands(e).stream().mapToInt(LaneLoops::size).sum();
    }

    /** The loop over lanes, and after it that over the rest. */
    private Optional<List<Stmt>> lanes(Stmt.For f, boolean innermost) {
        try {
            LaneBody body = new LaneBody(this, f, innermost ? Set.of() : privates);
            List<Stmt> out = new ArrayList<>();
            Expr from = f.from();
            if (innermost && body.isWaiting() && isLong(f)) {
                body.hold(EXTREMES);
                from = turns(body, f, from, out);
                body.hold(1);
            }
            if (from instanceof Const a && f.to() instanceof Const b) {
                return counted(body, f, (Integer) a.value(), (Integer) b.value(), innermost, out);
            }
            Expr end = turns(body, f, from, out);
            out.add(new Stmt.For(f.variable(), end, f.to(), 1, f.body()));
            return Optional.of(out);
        } catch (LaneBody.NoLanes e) {
            return Optional.empty();
        }
    }

    /** Whether there are turns enough for several vectors at once, as far as is known. */
    private boolean isLong(Stmt.For f) {
        return !(f.from() instanceof Const a && f.to() instanceof Const b)
                || (Integer) b.value() - (Integer) a.value() >= 2 * EXTREMES * length;
    }

    /** As many whole turns of {@code body} from {@code from} on as there are; where they end. */
    private Expr turns(LaneBody body, Stmt.For f, Expr from, List<Stmt> out) {
        int step = body.step();
        Expr end;
        if (from instanceof Const a && f.to() instanceof Const b) {
            end = Code.c(lastTurn((Integer) a.value(), (Integer) b.value(), step));
        } else {
            Var bound = fresh(Code.i("whole"), Scalar.I32);
            out.add(Code.let(bound, Code.add(from,
                    Code.and(Code.max(Code.sub(f.to(), from), Code.c(0)), Code.c(-step)))));
            end = bound;
        }
        body.before(out);
        Var i = fresh(f.variable(), Scalar.I32);
        out.add(new Stmt.For(i, from, end, step, body.at(i)));
        body.after(out);
        return end;
    }

    private static int lastTurn(int from, int to, int step) {
        return from + (to - from) / step * step;
    }

    /** The turns {@code from} to {@code to}, one after the other without a loop if they are few and short. */
    private Optional<List<Stmt>> counted(LaneBody body, Stmt.For f, int from, int to, boolean innermost,
                                         List<Stmt> out) {
        boolean any = !out.isEmpty();
        int step = body.step();
        int end = lastTurn(from, to, step);
        if (end > from) {
            any = true;
            int times = (end - from) / step;
            if (innermost && times <= UNROLLED && times * size(body.at(f.from())) <= UNROLLED_OPERATIONS) {
                body.before(out);
                for (int at = from; at < end; at += step) {
                    out.addAll(body.at(Code.c(at)));
                }
                body.after(out);
            } else {
                turns(body, f, Code.c(from), out);
            }
        }
        if (innermost) {
            any |= rest(f, end, out);
        } else if (end < to) {
            out.add(new Stmt.For(f.variable(), Code.c(end), f.to(), 1, f.body()));
        }
        return any ? Optional.of(out) : Optional.empty();
    }

    /** The turns of {@code f} from {@code first} on, in one vector of each length that fits; whether one does. */
    private boolean rest(Stmt.For f, int first, List<Stmt> out) {
        int from = first;
        int to = (Integer) ((Const) f.to()).value();
        for (int lanes = length; lanes >= SHORTEST; lanes /= 2) {
            if (to - from >= lanes) {
                try {
                    Stmt.For left = new Stmt.For(f.variable(), Code.c(from), f.to(), 1, f.body());
                    LaneBody body = new LaneBody(new LaneLoops(lanes, privates, names, definitions), left, Set.of());
                    body.once(out);
                    from += lanes;
                } catch (LaneBody.NoLanes e) {
                    continue;       // a sum begins where these lanes are not the first
                }
            }
        }
        if (from < to) {
            out.add(new Stmt.For(f.variable(), Code.c(from), f.to(), 1, f.body()));
        }
        return from > first;
    }
}
