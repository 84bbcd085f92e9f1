package org.nablac.source;

import com.github.javaparser.ast.Node;
import com.github.javaparser.ast.NodeList;
import com.github.javaparser.ast.body.MethodDeclaration;
import com.github.javaparser.ast.body.Parameter;
import com.github.javaparser.ast.expr.Expression;
import com.github.javaparser.ast.expr.MethodCallExpr;
import com.github.javaparser.ast.expr.SuperExpr;
import com.github.javaparser.ast.nodeTypes.NodeWithImplements;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.nablac.Nablac;
import org.nablac.tensor.Spelling;

/** Calls of methods of the source, of lambdas, and of the API. */
final class Calls {
    private static final int DEPTH = 200;
    private final Interpreter in;
    final ApiCalls api;

    Calls(Interpreter in) {
        this.in = in;
        this.api = new ApiCalls(in);
    }

    Object method(MethodCallExpr m, Env env) {
        String name = m.getNameAsString();
        if (m.getScope().isEmpty()) {
            return unscoped(m, name, arguments(m, env), env);
        }
        Expression scope = m.getScope().get();
        if (scope instanceof SuperExpr) {
            throw new Mistake(scope, Unsupported.expression(scope));
        }
        if (in.expressions.isVariable(scope, env)) {
            Object receiver = in.eval(scope, env);
            List<Object> arguments = arguments(m, env);
            return receiver == Special.UNKNOWN ? receiver : on(receiver, m, name, arguments, env);
        }
        List<Object> arguments = arguments(m, env);
        Optional<TypeInfo> type = in.program.type(scope.toString(), env.type());
        if (type.isPresent()) {
            return ofType(type.get(), m, name, arguments, env);
        }
        Class<?> owner = in.program.api(scope.toString(), env.type().file()).orElseThrow();
        return api.call(owner, Optional.empty(), m, name, arguments, env);
    }

    private List<Object> arguments(MethodCallExpr m, Env env) {
        return m.getArguments().stream().map(a -> in.eval(a, env)).toList();
    }

    private Object unscoped(MethodCallExpr m, String name, List<Object> arguments, Env env) {
        Object self = env.frame().self();
        for (Optional<TypeInfo> t = Optional.of(env.type()); t.isPresent(); t = t.get().outer()) {
            boolean isDeclared = !t.get().methods(name).isEmpty();
            if (isDeclared && t.get().isInterface() && self instanceof Instance i) {
                return ofInstance(i, m, name, arguments, env);
            } else if (isDeclared) {
                return user(t.get(), objectOf(t.get(), self), name, m.getName(), text(name, m.getArguments()),
                        arguments, env);
            }
        }
        for (String owner : env.type().file().staticOwners(name)) {
            Optional<Class<?>> c = Api.byName(owner).filter(k -> Api.has(k, true, name));
            if (c.isPresent()) {
                return api.call(c.get(), Optional.empty(), m, name, arguments, env);
            }
            Optional<TypeInfo> t = in.program.topLevel(owner).filter(k -> !k.methods(name).isEmpty());
            if (t.isPresent()) {
                return ofType(t.get(), m, name, arguments, env);
            }
        }
        throw new Mistake(m.getName(), "there is no method " + name + unknownHint(name, env));
    }

    private static Object objectOf(TypeInfo type, Object self) {
        Object o = self;
        while (o instanceof Instance i && i.type() != type) {
            o = i.outer();
        }
        return o;
    }

    private String unknownHint(String name, Env env) {
        Set<String> known = new TreeSet<>();
        for (Optional<TypeInfo> t = Optional.of(env.type()); t.isPresent(); t = t.get().outer()) {
            t.get().methods().forEach(d -> known.add(d.getNameAsString()));
        }
        if (Api.has(Nablac.class, true, name)) {
            return "; add 'import static org.nablac.Nablac.*;'";
        }
        Api.methodNames(Nablac.class, true).stream()
                .filter(n -> env.type().file().staticOwners(n).contains(Nablac.class.getName())).forEach(known::add);
        return Spelling.hint(name, known);
    }

    /** {@code receiver.name(arguments)} */
    Object on(Object receiver, MethodCallExpr m, String name, List<Object> arguments, Env env) {
        return switch (receiver) {
            case Instance i -> ofInstance(i, m, name, arguments, env);
            case Closure c -> c.call(arguments, env.frame(), m.getName());
            case Object[] a when name.equals("clone") -> a.clone();
            case List<?> l when name.equals("toArray") -> l.toArray();
            case Object[] a -> throw new Mistake(m.getName(), "an array has no method " + name);
            case Special s -> throw new Mistake(m, "there is no value here to call " + name + " on");
            default -> {
                Optional<Class<?>> owner = Api.of(receiver);
                if (owner.isEmpty()) {
                    throw new Mistake(m.getName(), Operators.a(receiver) + " has no method " + name);
                }
                yield api.call(owner.get(), Optional.of(receiver), m, name, arguments, env);
            }
        };
    }

    private Object ofInstance(Instance i, MethodCallExpr m, String name, List<Object> arguments, Env env) {
        boolean accessor = arguments.isEmpty() && i.type().methods(name).isEmpty();
        if (accessor && i.type().isRecord() && i.fields().containsKey(name)) {
            return i.fields().get(name);
        }
        if (accessor && !i.constant().isEmpty() && name.equals("name")) {
            return i.constant();
        }
        if (accessor && !i.constant().isEmpty() && name.equals("ordinal")) {
            return in.objects.constants(i.type()).indexOf(i.constant());
        }
        return user(owner(i.type(), name), i, name, m.getName(), text(m), arguments, env);
    }

    /** The class itself or an interface of it with a default method of this name. */
    private TypeInfo owner(TypeInfo type, String name) {
        if (type.methods(name).isEmpty() && type.declaration() instanceof NodeWithImplements<?> declaration) {
            for (var t : declaration.getImplementedTypes()) {
                Optional<TypeInfo> i = in.program.type(t.getNameWithScope(), type)
                        .filter(k -> !k.methods(name).isEmpty());
                if (i.isPresent()) {
                    return i.get();
                }
            }
        }
        return type;
    }

    Object ofType(TypeInfo type, MethodCallExpr m, String name, List<Object> arguments, Env env) {
        if (name.equals("values") && arguments.isEmpty() && type.declaration().isEnumDeclaration()) {
            return in.objects.constants(type).stream()
                    .map(c -> in.objects.enumConstant(type, c).orElseThrow()).toArray();
        }
        return user(type, Special.UNSET, name, m.getName(), text(m), arguments, env);
    }

    /** Calls a method of the source. */
    private Object user(TypeInfo type, Object self, String name, Node at, String text, List<Object> arguments,
            Env env) {
        List<MethodDeclaration> named = type.methods(name);
        if (named.isEmpty()) {
            Collection<String> known = type.methods().stream().map(MethodDeclaration::getNameAsString).toList();
            throw new Mistake(at, Operators.a(type.name()) + " has no method " + name + Spelling.hint(name, known));
        }
        MethodDeclaration chosen = named.stream().filter(d -> in.types.accept(d.getParameters(), arguments, env))
                .findFirst()
                .orElseThrow(() -> new Mistake(at, name + " takes "
                        + named.stream().map(d -> signature(d.getParameters()))
                        .collect(Collectors.joining(" or ")) + "; given is (" + Api.describe(arguments) + ")"));
        boolean isStatic = chosen.isStatic();
        if (!isStatic && self == Special.UNSET) {
            throw new Mistake(at, name + " is not static: it is called on an object");
        }
        Frame frame = env.frame().calls(type, isStatic ? Special.UNSET : self, at, text);
        limit(frame, env.frame(), at, name);
        return run(chosen, frame, bind(chosen.getParameters(), arguments, new Env(frame, new Scope(Optional.empty()))));
    }

    /** Ends a recursion that has no end. */
    void limit(Frame frame, Frame caller, Node at, String name) {
        if (frame.depth() > DEPTH) {
            throw in.abandon(new Env(caller, new Scope(Optional.empty())), at,
                    name + ": calls are " + DEPTH + " deep; bound the recursion by a constant");
        }
    }

    /** Runs a method's body; its result. */
    Object run(MethodDeclaration method, Frame frame, Env env) {
        if (method.getBody().isEmpty()) {
            throw new Mistake(method, method.getNameAsString() + " has no body");
        }
        in.types.check(method.getType(), env);
        method.getBody().get().getStatements().stream().map(s -> in.exec(s, env))
                .filter(s -> s != Statements.Signal.NEXT).findFirst();
        Object value = frame.result().value == Special.VOID && frame.result().isWrong ? Special.UNKNOWN
                : frame.result().value;
        return method.getType().isVoidType() || value == Special.UNKNOWN ? value
                : in.types.coerce(method.getTypeAsString(), value, method.getName(), env);
    }

    /** Gives parameters their arguments. */
    Env bind(List<Parameter> parameters, List<Object> arguments, Env env) {
        Env inner = env.inner();
        for (int i = 0; i < parameters.size(); i++) {
            Parameter p = parameters.get(i);
            in.types.check(p.getType(), env);
            boolean isArray = arguments.size() == parameters.size() && arguments.get(i) instanceof Object[];
            boolean spread = p.isVarArgs() && !isArray;
            Object value = spread ? arguments.subList(i, arguments.size()).toArray()
                    : p.isVarArgs() ? arguments.get(i) : in.types.coerce(p.getTypeAsString(), arguments.get(i), p, env);
            inner.scope().declare(p.getNameAsString(), p.isVarArgs() ? "var" : p.getTypeAsString(), value);
        }
        return inner;
    }

    private static String text(MethodCallExpr m) {
        return text(m.getScope().map(s -> s + "." + m.getNameAsString()).orElse(m.getNameAsString()), m.getArguments());
    }

    /** {@code second.apply(x)}; long arguments are left out. */
    static String text(String callee, NodeList<Expression> arguments) {
        String inside = arguments.stream().map(Expression::toString).collect(Collectors.joining(", "));
        boolean brief = inside.length() <= 40 && !inside.contains("\n");
        boolean isShort = callee.length() <= 40 && !callee.contains("\n");
        String name = isShort ? callee : "…" + callee.substring(callee.lastIndexOf('.'));
        return name + "(" + (brief ? inside : "…") + ")";
    }

    static String signature(List<Parameter> parameters) {
        List<String> types = new ArrayList<>();
        parameters.forEach(p -> types.add(p.getTypeAsString() + (p.isVarArgs() ? "…" : "")));
        return "(" + String.join(", ", types) + ")";
    }
}
