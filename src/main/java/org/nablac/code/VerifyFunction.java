package org.nablac.code;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nablac.code.Expr.Const;
import org.nablac.code.Expr.Var;

/** Checks one function: its scopes, its types, its paths. */
final class VerifyFunction {
    private final ClassCode code;
    private final Function function;
    private final Set<String> declared = new HashSet<>();
    private final Set<String> loopVariables = new HashSet<>();

    VerifyFunction(ClassCode code, Function function) {
        this.code = code;
        this.function = function;
    }

    void check() {
        boolean constructor = function.name().equals("<init>");
        Check.that(constructor || Verify.Names.isIdentifier(function.name()), "this is no name of Java");
        Check.that(!constructor || !function.isStatic() && function.returns() == Scalar.VOID,
                "a constructor is an instance function of type void");
        Map<String, Type> scope = new HashMap<>();
        if (!function.isStatic()) {
            scope.put("this", code.type());
        }
        function.parameters().forEach(p -> declare(p, scope));
        boolean goesOn = block(function.body(), scope);
        Check.that(!goesOn || function.returns() == Scalar.VOID, "a path ends without a return");
    }

    private void declare(Var variable, Map<String, Type> scope) {
        Check.that(Verify.Names.isIdentifier(variable.name()), "%s is no name of Java", variable.name());
        Check.that(variable.type() != Scalar.VOID, "%s is of type void", variable.name());
        Check.that(declared.add(variable.name()), "%s is declared twice", variable.name());
        scope.put(variable.name(), variable.type());
    }

    /** Whether control goes past the block; {@code outer} is not changed. */
    private boolean block(List<Stmt> body, Map<String, Type> outer) {
        Map<String, Type> scope = new HashMap<>(outer);
        boolean goesOn = true;
        for (Stmt s : body) {
            if (s instanceof Stmt.Line || s instanceof Stmt.Comment) {
                continue;
            }
            try {
                Check.that(goesOn, "nothing leads here");
                Tree.operands(s).forEach(e -> expr(e, scope, s instanceof Stmt.Evaluate));
                statement(s, scope);
            } catch (IllegalArgumentException e) {
                throw e instanceof Refused ? e : new Refused("in \"" + firstLine(s) + "\": " + e.getMessage());
            }
            goesOn = inner(s, scope);
        }
        return goesOn;
    }

    /** The complaint of an inner statement, which needs no other place. */
    private static final class Refused extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message);
        }
    }

    private static String firstLine(Stmt s) {
        return s.toString().lines().findFirst().orElse("");
    }

    /** Checks the blocks of {@code statement}; whether control goes past it. */
    private boolean inner(Stmt statement, Map<String, Type> scope) {
        return switch (statement) {
            case Stmt.For s -> {
                Map<String, Type> loop = new HashMap<>(scope);
                loop.put(s.variable().name(), Scalar.I32);
                block(s.body(), loop);
                yield true;
            }
            case Stmt.While s -> {
                block(s.body(), scope);
                yield !(s.condition() instanceof Const);
            }
            case Stmt.If s -> {
                boolean yes = block(s.yes(), scope);
                boolean no = block(s.no(), scope);
                yield yes || no;
            }
            case Stmt.Return s -> false;
            case Stmt.Throw s -> false;
            case Stmt.Let s -> true;
            case Stmt.Assign s -> true;
            case Stmt.Store s -> true;
            case Stmt.StoreLanes s -> true;
            case Stmt.SetField s -> true;
            case Stmt.Evaluate s -> true;
            case Stmt.Line s -> true;
            case Stmt.Comment s -> true;
        };
    }

    private void statement(Stmt statement, Map<String, Type> scope) {
        switch (statement) {
            case Stmt.Let s -> {
                fits(s.value(), s.variable().type());
                declare(s.variable(), scope);
            }
            case Stmt.Assign s -> {
                expr(s.variable(), scope, false);
                Check.that(!s.variable().name().equals("this"), "this cannot be assigned to");
                Check.that(!loopVariables.contains(s.variable().name()), "%s counts a loop, which alone changes it",
                        s.variable());
                fits(s.value(), s.variable().type());
            }
            case Stmt.Store s -> fits(s.value(), ((Type.ArrayOf) s.array().type()).element());
            case Stmt.StoreLanes s -> { }
            case Stmt.SetField s -> {
                boolean isFinal = field(s.object(), s.name(), s.type()).isFinal();
                Check.that(!isFinal || function.name().equals("<init>"), "the field %s is final", s.name());
                fits(s.value(), s.type());
            }
            case Stmt.For s -> {
                Set<String> changed = new HashSet<>();
                assigned(s.body(), changed);
                Tree.variables(s.to()).forEach(x -> Check.that(!changed.contains(x.name()),
                        "the bound changes in the loop, since %s does", x));
                declare(s.variable(), new HashMap<>());
                loopVariables.add(s.variable().name());
            }
            case Stmt.While s -> Check.that(s.condition().equals(new Const(Scalar.BOOL, true))
                    || !isConstant(s.condition()),
                    "the condition never changes: write true, or leave the loop out");
            case Stmt.Return s -> returned(s);
            case Stmt.Evaluate s -> Check.that(s.value() instanceof Expr.Call || s.value() instanceof Expr.New,
                    "this has no effect");
            case Stmt.Throw s -> Check.that(s.exception().type() instanceof Type.Reference, "a %s is no exception",
                    s.exception().type());
            case Stmt.If s -> { }
            case Stmt.Line s -> { }
            case Stmt.Comment s -> { }
        }
    }

    private static void assigned(List<Stmt> body, Set<String> names) {
        for (Stmt s : body) {
            if (s instanceof Stmt.Assign a) {
                names.add(a.variable().name());
            }
            Tree.blocks(s).forEach(block -> assigned(block, names));
        }
    }

    private void returned(Stmt.Return s) {
        if (s.value().isEmpty()) {
            Check.that(function.returns() == Scalar.VOID, "a %s is to be returned", function.returns());
        } else {
            Check.that(function.returns() != Scalar.VOID, "a function of type void returns no value");
            fits(s.value().get(), function.returns());
        }
    }

    private void expr(Expr expression, Map<String, Type> scope, boolean maybeVoid) {
        Tree.operands(expression).forEach(e -> expr(e, scope, false));
        Check.that(maybeVoid || expression.type() != Scalar.VOID, "%s has no value", expression);
        switch (expression) {
            case Var e -> {
                Type type = scope.get(e.name());
                Check.that(type != null, "the variable %s is not declared here", e.name());
                Check.that(e.type().equals(type), "the variable %s is a %s, not a %s", e.name(), type, e.type());
            }
            case Expr.Field e -> field(e.object(), e.name(), e.type());
            case Expr.Call e -> call(e);
            case Expr.New e -> made(e);
            case Expr.ArrayLiteral e -> e.values().forEach(v -> fits(v, e.element()));
            case Expr.NewArray e -> Check.that(e.element() != Scalar.VOID, "an array of nothing");
            case Const e -> { }
            case Expr.Load e -> { }
            case Expr.Length e -> { }
            case Expr.Unary e -> { }
            case Expr.Binary e -> { }
            case Expr.Compare e -> { }
            case Expr.Select e -> { }
            case Expr.Convert e -> { }
            case Expr.Fma e -> { }
            case Expr.Static e -> statik(e);
            case Expr.LoadLanes e -> { }
            case Expr.Splat e -> { }
            case Expr.Iota e -> { }
            case Expr.RotateLanes e -> { }
            case Expr.OneLane e -> { }
            case Expr.FoldLanes e -> { }
        }
    }

    private void call(Expr.Call e) {
        List<Type> wanted = e.target().parameterTypes();
        for (int k = 0; k < wanted.size(); k++) {
            fits(e.arguments().get(k), wanted.get(k));
        }
        switch (e.target()) {
            case Function f -> {
                Check.that(!f.name().equals("<init>"), "a constructor is called by new");
                Check.that(f.isStatic() || !function.isStatic(), "%s needs an object, and this function is static",
                        f.name());
            }
            case Target.External t -> Check.that(code.runtime().contains(t.owner().name())
                            ? t.kind() == Target.Kind.STATIC
                            : code.isCompanion(t.owner()) && t.kind() != Target.Kind.INTERFACE
                            || t.owner().name().startsWith("java.")
                            || code.isBeside() && t.owner().name().startsWith("jdk.incubator.vector."),
                    "%s.%s is neither of java.base nor of the runtime classes %s", t.owner().name(), t.name(),
                    code.runtime());
        }
    }

    private void made(Expr.New e) {
        for (int k = 0; k < e.arguments().size(); k++) {
            fits(e.arguments().get(k), e.parameterTypes().get(k));
        }
        if (e.type().equals(code.type())) {
            List<Function> constructors = code.functions().stream().filter(f -> f.name().equals("<init>")).toList();
            Check.that(constructors.isEmpty() && e.arguments().isEmpty()
                            || constructors.stream().anyMatch(f -> f.parameterTypes().equals(e.parameterTypes())),
                    "no constructor takes %s", e.parameterTypes());
        } else {
            Check.that(code.isCompanion(e.type()) || e.type().name().startsWith("java."), "%s is not of java.base",
                    e.type().name());
        }
    }

    private void statik(Expr.Static e) {
        Check.that(code.fields().stream().anyMatch(f -> f.name().equals(e.name()) && f.type().equals(e.type())
                && f.constant().filter(k -> !(k instanceof Const)).isPresent()),
                "there is no static field %s of type %s", e.name(), e.type());
    }

    private ClassCode.Field field(Expr object, String name, Type type) {
        Check.that(object.type().equals(code.type()), "%s is a %s: only fields of the class itself can be reached",
                object, object.type());
        ClassCode.Field field = code.fields().stream().filter(f -> f.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no field " + name));
        Check.that(field.type().equals(type), "the field %s is a %s, not a %s", name, field.type(), type);
        Check.that(field.constant().isEmpty(), "the constant %s is written as its value", name);
        return field;
    }

    private static void fits(Expr value, Type type) {
        boolean reference = type instanceof Type.Reference && !(value.type() instanceof Scalar);
        Check.that(reference || value.type().equals(type), "%s is a %s, wanted is a %s", value, value.type(), type);
    }

    /** What javac sees through: it refuses what stands behind such a loop, or in it. */
    private static boolean isConstant(Expr e) {
        boolean self = switch (e) {
            case Const x -> true;
            case Expr.Unary x -> x.op() == Expr.UnaryOp.NEG || x.op() == Expr.UnaryOp.NOT;
            case Expr.Binary x -> x.op() != Expr.BinaryOp.MIN && x.op() != Expr.BinaryOp.MAX;
            case Expr.Compare x -> true;
            case Expr.Select x -> true;
            case Expr.Convert x -> true;
            case Expr.Fma x -> false;
            case Var x -> false;
            case Expr.Field x -> false;
            case Expr.Load x -> false;
            case Expr.Length x -> false;
            case Expr.Call x -> false;
            case Expr.NewArray x -> false;
            case Expr.ArrayLiteral x -> false;
            case Expr.New x -> false;
            case Expr.Static x -> false;
            case Expr.LoadLanes x -> false;
            case Expr.Splat x -> false;
            case Expr.Iota x -> false;
            case Expr.RotateLanes x -> false;
            case Expr.OneLane x -> false;
            case Expr.FoldLanes x -> false;
        };
        return self && Tree.operands(e).stream().allMatch(VerifyFunction::isConstant);
    }
}
