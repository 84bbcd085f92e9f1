package org.nablac.code;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What is in a tree: its parts, the functions that it calls, whether it can fail. */
public final class Tree {
    private Tree() {
    }

    /** The expressions that {@code expression} is made of, in the order in which they are computed. */
    public static List<Expr> operands(Expr expression) {
        return switch (expression) {
            case Expr.Const e -> List.of();
            case Expr.Var e -> List.of();
            case Expr.Field e -> List.of(e.object());
            case Expr.Load e -> List.of(e.array(), e.index());
            case Expr.Length e -> List.of(e.array());
            case Expr.Unary e -> List.of(e.x());
            case Expr.Binary e -> List.of(e.left(), e.right());
            case Expr.Compare e -> List.of(e.left(), e.right());
            case Expr.Select e -> List.of(e.condition(), e.yes(), e.no());
            case Expr.Convert e -> List.of(e.x());
            case Expr.Fma e -> List.of(e.a(), e.b(), e.c());
            case Expr.Call e -> e.arguments();
            case Expr.NewArray e -> List.of(e.length());
            case Expr.ArrayLiteral e -> e.values();
            case Expr.New e -> e.arguments();
            case Expr.Static e -> List.of();
            case Expr.LoadLanes e -> List.of(e.array(), e.index());
            case Expr.Splat e -> List.of(e.x());
            case Expr.Iota e -> List.of(e.first());
            case Expr.RotateLanes e -> List.of(e.x());
            case Expr.OneLane e -> List.of(e.x());
            case Expr.FoldLanes e -> List.of(e.x());
        };
    }

    /** {@code expression} with other operands, given in the order of {@link #operands(Expr)}. */
    public static Expr with(Expr expression, List<Expr> x) {
        return switch (expression) {
            case Expr.Const e -> e;
            case Expr.Var e -> e;
            case Expr.Static e -> e;
            case Expr.Field e -> new Expr.Field(x.get(0), e.name(), e.type());
            case Expr.Load e -> new Expr.Load(x.get(0), x.get(1));
            case Expr.Length e -> new Expr.Length(x.get(0));
            case Expr.Unary e -> new Expr.Unary(e.op(), x.get(0));
            case Expr.Binary e -> new Expr.Binary(e.op(), x.get(0), x.get(1));
            case Expr.Compare e -> new Expr.Compare(e.op(), x.get(0), x.get(1));
            case Expr.Select e -> new Expr.Select(x.get(0), x.get(1), x.get(2));
            case Expr.Convert e -> new Expr.Convert(e.type(), x.get(0));
            case Expr.Fma e -> new Expr.Fma(x.get(0), x.get(1), x.get(2));
            case Expr.Call e -> new Expr.Call(e.target(), x);
            case Expr.NewArray e -> new Expr.NewArray(e.element(), x.get(0));
            case Expr.ArrayLiteral e -> new Expr.ArrayLiteral(e.element(), x);
            case Expr.New e -> new Expr.New(e.type(), e.parameterTypes(), x);
            case Expr.LoadLanes e -> new Expr.LoadLanes(x.get(0), x.get(1), e.length());
            case Expr.Splat e -> new Expr.Splat(x.get(0), e.length());
            case Expr.Iota e -> new Expr.Iota(x.get(0), e.length());
            case Expr.RotateLanes e -> new Expr.RotateLanes(x.get(0), e.by());
            case Expr.OneLane e -> new Expr.OneLane(x.get(0), e.lane());
            case Expr.FoldLanes e -> new Expr.FoldLanes(e.op(), x.get(0));
        };
    }

    /**
     * {@code e} with other expressions for some of its variables; integer constants are folded as {@link Code} does.
     */
    public static Expr replace(Expr e, Map<Expr.Var, Expr> by) {
        if (e instanceof Expr.Var v) {
            return by.getOrDefault(v, v);
        }
        List<Expr> after = new ArrayList<>();
        boolean isSame = true;
        for (Expr before : operands(e)) {
            Expr x = replace(before, by);
            isSame &= x == before;
            after.add(x);
        }
        if (isSame) {
            return e;
        }
        boolean sum = e instanceof Expr.Binary b && b.op() == Expr.BinaryOp.ADD && b.type() == Scalar.I32;
        return sum ? Code.add(after.get(0), after.get(1)) : with(e, after);
    }

    /** {@code statements} with expressions in the place of variables: of those that they declare, other variables. */
    public static List<Stmt> replace(List<Stmt> statements, Map<Expr.Var, Expr> by) {
        return map(statements, e -> replace(e, by), v -> name(v, by));
    }

    /**
     * {@code statements} with other expressions. Where something is stored is mapped as what would be loaded there.
     *
     * @param names maps the variables that they declare or assign
     */
    public static List<Stmt> map(List<Stmt> statements, UnaryOperator<Expr> by, UnaryOperator<Expr.Var> names) {
        return statements.stream().<Stmt>map(statement -> switch (statement) {
            case Stmt.Let s -> new Stmt.Let(names.apply(s.variable()), by.apply(s.value()));
            case Stmt.Assign s -> new Stmt.Assign(names.apply(s.variable()), by.apply(s.value()));
            case Stmt.Store s -> {
                Expr.Load place = (Expr.Load) by.apply(new Expr.Load(s.array(), s.index()));
                yield new Stmt.Store(place.array(), place.index(), by.apply(s.value()));
            }
            case Stmt.StoreLanes s -> {
                Expr.LoadLanes place = (Expr.LoadLanes) by.apply(
                        new Expr.LoadLanes(s.array(), s.index(), ((Type.Lanes) s.value().type()).length()));
                yield new Stmt.StoreLanes(place.array(), place.index(), by.apply(s.value()));
            }
            case Stmt.SetField s -> new Stmt.SetField(by.apply(s.object()), s.name(), s.type(), by.apply(s.value()));
            case Stmt.For s -> new Stmt.For(names.apply(s.variable()), by.apply(s.from()), by.apply(s.to()), s.step(),
                    map(s.body(), by, names));
            case Stmt.While s -> new Stmt.While(by.apply(s.condition()), map(s.body(), by, names));
            case Stmt.If s -> new Stmt.If(by.apply(s.condition()), map(s.yes(), by, names), map(s.no(), by, names));
            case Stmt.Return s -> new Stmt.Return(s.value().map(by));
            case Stmt.Evaluate s -> new Stmt.Evaluate(by.apply(s.value()));
            case Stmt.Throw s -> new Stmt.Throw(by.apply(s.exception()));
            case Stmt.Line s -> s;
            case Stmt.Comment s -> s;
        }).toList();
    }

    private static Expr.Var name(Expr.Var variable, Map<Expr.Var, Expr> by) {
        return (Expr.Var) by.getOrDefault(variable, variable);
    }

    /** The variables that {@code statements} and those in them declare, in order. */
    public static List<Expr.Var> declared(List<Stmt> statements) {
        return statements.stream().flatMap(s -> Stream.concat(
                s instanceof Stmt.Let l ? Stream.of(l.variable())
                        : s instanceof Stmt.For f ? Stream.of(f.variable()) : Stream.of(),
                blocks(s).stream().flatMap(b -> declared(b).stream()))).toList();
    }

    /** The expressions of {@code statement} itself, without those of the statements in it. */
    public static List<Expr> operands(Stmt statement) {
        return switch (statement) {
            case Stmt.Let s -> List.of(s.value());
            case Stmt.Assign s -> List.of(s.value());
            case Stmt.Store s -> List.of(s.array(), s.index(), s.value());
            case Stmt.StoreLanes s -> List.of(s.array(), s.index(), s.value());
            case Stmt.SetField s -> List.of(s.object(), s.value());
            case Stmt.For s -> List.of(s.from(), s.to());
            case Stmt.While s -> List.of(s.condition());
            case Stmt.If s -> List.of(s.condition());
            case Stmt.Return s -> s.value().stream().toList();
            case Stmt.Evaluate s -> List.of(s.value());
            case Stmt.Throw s -> List.of(s.exception());
            case Stmt.Line s -> List.of();
            case Stmt.Comment s -> List.of();
        };
    }

    /** The first line of the model that {@code body} comes from, if it says one. */
    public static Optional<Stmt.Line> firstLine(List<Stmt> body) {
        return body.stream().flatMap(s -> s instanceof Stmt.Line l ? Stream.of(l)
                : blocks(s).stream().flatMap(some -> firstLine(some).stream())).findFirst();
    }

    /** The blocks of {@code statement}. */
    public static List<List<Stmt>> blocks(Stmt statement) {
        return switch (statement) {
            case Stmt.For s -> List.of(s.body());
            case Stmt.While s -> List.of(s.body());
            case Stmt.If s -> List.of(s.yes(), s.no());
            case Stmt.Let s -> List.of();
            case Stmt.Assign s -> List.of();
            case Stmt.Store s -> List.of();
            case Stmt.StoreLanes s -> List.of();
            case Stmt.SetField s -> List.of();
            case Stmt.Return s -> List.of();
            case Stmt.Evaluate s -> List.of();
            case Stmt.Throw s -> List.of();
            case Stmt.Line s -> List.of();
            case Stmt.Comment s -> List.of();
        };
    }

    /**
     * Whether computing {@code e} can neither fail nor have an effect, so that it may be left out if its value is not
     * wanted: no call, no element of an array, no integer division, nothing new.
     */
    public static boolean isTotal(Expr e) {
        boolean self = switch (e) {
            case Expr.Const x -> true;
            case Expr.Var x -> true;
            case Expr.Field x -> x.object().equals(new Expr.Var("this", x.object().type()));
            case Expr.Unary x -> true;
            case Expr.Binary x -> Type.element(x.type()).isFloat()
                    || x.op() != Expr.BinaryOp.DIV && x.op() != Expr.BinaryOp.REM;
            case Expr.Compare x -> true;
            case Expr.Select x -> true;
            case Expr.Convert x -> x.type() instanceof Scalar;
            case Expr.Fma x -> true;
            case Expr.Load x -> false;
            case Expr.Length x -> false;
            case Expr.Call x -> false;
            case Expr.NewArray x -> false;
            case Expr.ArrayLiteral x -> false;
            case Expr.New x -> false;
            case Expr.Static x -> true;
            case Expr.LoadLanes x -> false;
            case Expr.Splat x -> true;
            case Expr.Iota x -> true;
            case Expr.RotateLanes x -> true;
            case Expr.OneLane x -> true;
            case Expr.FoldLanes x -> true;
        };
        return self && operands(e).stream().allMatch(Tree::isTotal);
    }

    /** The variables in {@code e}, one for each place. */
    public static List<Expr.Var> variables(Expr e) {
        List<Expr.Var> all = new ArrayList<>();
        each(e, x -> {
            if (x instanceof Expr.Var v) {
                all.add(v);
            }
        });
        return all;
    }

    /** Whether {@code e} is the same, computed once or twice: no call in it, and nothing new. */
    public static boolean isRepeatable(Expr e) {
        boolean makes = e instanceof Expr.Call || e instanceof Expr.New || e instanceof Expr.NewArray
                || e instanceof Expr.ArrayLiteral;
        return !makes && operands(e).stream().allMatch(Tree::isRepeatable);
    }

    /** Whether {@code a & b} or {@code a | b} of truth values is the same as {@code a && b}, {@code a || b}. */
    public static boolean isShortCircuit(Expr.Binary e) {
        return e.type() == Scalar.BOOL && (e.op() == Expr.BinaryOp.AND || e.op() == Expr.BinaryOp.OR)
                && isTotal(e.right());
    }

    /**
     * The functions of {@code code} and those they call, directly or not, in the order in which they are met; two
     * different functions of one name and one list of parameter types are an error.
     */
    public static List<Function> functions(ClassCode code) {
        return functions(code.name(), code.functions());
    }

    /** {@code function} and those that it calls, directly or not. */
    public static List<Function> functions(Function function) {
        return functions(function.name(), List.of(function));
    }

    private static List<Function> functions(String name, List<Function> first) {
        Map<String, Function> found = new LinkedHashMap<>();
        List<Function> next = new ArrayList<>(first);
        while (!next.isEmpty()) {
            List<Function> called = new ArrayList<>();
            for (Function f : next) {
                Function known = found.putIfAbsent(f.name() + f.parameterTypes(), f);
                Check.that(known == null || known == f || known.equals(f), "class %s has two functions %s%s",
                        name, f.name(), f.parameterTypes());
                if (known == null) {
                    eachCall(f.body(), call -> {
                        if (call.target() instanceof Function g) {
                            called.add(g);
                        }
                    });
                }
            }
            next = called;
        }
        return List.copyOf(found.values());
    }

    /** The methods of other classes that the functions of {@code code} call, each once, in the order of the calls. */
    public static List<Target.External> externals(ClassCode code) {
        Set<Target.External> found = new LinkedHashSet<>();
        code.fields().forEach(f -> f.constant().ifPresent(k -> {
            if (k instanceof Expr.Call c && c.target() instanceof Target.External t) {
                found.add(t);
            }
        }));
        functions(code).forEach(f -> eachCall(f.body(), call -> {
            if (call.target() instanceof Target.External t) {
                found.add(t);
            }
        }));
        return List.copyOf(found);
    }

    /** The rotations of lanes in the functions of {@code code}, each once. */
    public static List<Expr.Rotation> rotations(ClassCode code) {
        Set<Expr.Rotation> found = new LinkedHashSet<>();
        functions(code).forEach(f -> each(f.body(), e -> {
            if (e instanceof Expr.RotateLanes r) {
                found.add(r.rotation());
            }
        }));
        return List.copyOf(found);
    }

    /** Does something for each element of an array that {@code body} reads or writes: the array and the index. */
    public static void eachAccess(List<Stmt> body, BiConsumer<Expr.Var, Expr> action) {
        for (Stmt s : body) {
            if (s instanceof Stmt.Store t) {
                action.accept((Expr.Var) t.array(), t.index());
            }
            operands(s).forEach(x -> each(x, e -> {
                if (e instanceof Expr.Load l && l.array() instanceof Expr.Var array) {
                    action.accept(array, l.index());
                }
            }));
            blocks(s).forEach(b -> eachAccess(b, action));
        }
    }

    private static void eachCall(List<Stmt> body, Consumer<Expr.Call> action) {
        each(body, e -> {
            if (e instanceof Expr.Call call) {
                action.accept(call);
            }
        });
    }

    private static void each(List<Stmt> body, Consumer<Expr> action) {
        for (Stmt s : body) {
            operands(s).forEach(e -> each(e, action));
            blocks(s).forEach(block -> each(block, action));
        }
    }

    /** {@code e} and what it is made of. */
    private static void each(Expr e, Consumer<Expr> action) {
        action.accept(e);
        for (Expr x : operands(e)) {
            each(x, action);
        }
    }
}
