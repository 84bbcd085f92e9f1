package org.nablac.source;

import com.github.javaparser.ast.Node;
import com.github.javaparser.ast.body.BodyDeclaration;
import com.github.javaparser.ast.body.ClassOrInterfaceDeclaration;
import com.github.javaparser.ast.body.CompactConstructorDeclaration;
import com.github.javaparser.ast.body.ConstructorDeclaration;
import com.github.javaparser.ast.body.EnumConstantDeclaration;
import com.github.javaparser.ast.body.EnumDeclaration;
import com.github.javaparser.ast.body.FieldDeclaration;
import com.github.javaparser.ast.body.InitializerDeclaration;
import com.github.javaparser.ast.body.Parameter;
import com.github.javaparser.ast.body.VariableDeclarator;
import com.github.javaparser.ast.expr.Expression;
import com.github.javaparser.ast.expr.ObjectCreationExpr;
import com.github.javaparser.ast.stmt.ExplicitConstructorInvocationStmt;
import com.github.javaparser.ast.stmt.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How objects of classes, records and enums of the source are made. */
final class Objects {
    private final Interpreter in;

    Objects(Interpreter in) {
        this.in = in;
    }

    Object create(ObjectCreationExpr o, Env env) {
        String name = o.getType().getNameWithScope();
        if (o.getAnonymousClassBody().isPresent()) {
            throw new Mistake(o, "a class without a name is not understood in a model; declare it outside and name it");
        }
        List<Object> arguments = o.getArguments().stream().map(a -> in.eval(a, env)).toList();
        Optional<TypeInfo> type = in.program.type(name, env.type());
        if (type.isEmpty() && in.program.api(name, env.type().file()).filter(c -> c == ArrayList.class).isPresent()) {
            return new ArrayList<>();
        }
        if (type.isEmpty()) {
            in.types.check(o.getType(), env);
            throw new Mistake(o, Operators.a(name) + " cannot be made in a model; it is made of Tensors,"
                    + " numbers, and its own classes");
        }
        return create(type.get(), arguments, env.frame(), o, Calls.text("new " + name, o.getArguments()));
    }

    /** {@code new type(arguments)}, called at a place of {@code caller}. */
    Object create(TypeInfo type, List<Object> arguments, Frame caller, Node at, String text) {
        if (type.isInterface() || type.declaration() instanceof EnumDeclaration || isAbstract(type)) {
            throw new Mistake(at, Operators.a(type.name()) + " cannot be made: it is "
                    + (type.isInterface() ? "an interface"
                    : isAbstract(type) ? "abstract" : "an enum"));
        }
        Instance object = new Instance(type, "", around(type, caller, at));
        Frame frame = caller.calls(type, object, at, text);
        in.calls.limit(frame, caller, at, text);
        if (arguments.contains(Special.UNKNOWN)) {
            return Special.UNKNOWN;
        }
        return construct(object, arguments, frame, at);
    }

    /** The object that an object of an inner class belongs to. */
    private static Object around(TypeInfo type, Frame caller, Node at) {
        if (!type.isInner()) {
            return Special.UNSET;
        }
        for (Object o = caller.self(); o instanceof Instance i; o = i.outer()) {
            if (i.type() == type.outer().orElseThrow()) {
                return i;
            }
        }
        throw new Mistake(at, Operators.a(type.name())
                + " needs an object of the class around it; declare it as a static class");
    }

    private static boolean isAbstract(TypeInfo type) {
        return type.declaration() instanceof ClassOrInterfaceDeclaration c && c.isAbstract();
    }

    /** Runs the initialisers and the constructor on an empty object. */
    Object construct(Instance object, List<Object> arguments, Frame frame, Node at) {
        TypeInfo type = object.type();
        if (type.declaration() instanceof ClassOrInterfaceDeclaration c && !c.isInterface()
                && !c.getExtendedTypes().isEmpty()) {
            throw new Mistake(at, type.name() + " extends " + c.getExtendedTypes(0)
                    + ": classes of a model extend nothing; hold " + Operators.a(c.getExtendedTypes(0).toString())
                    + " in a field");
        }
        Env env = new Env(frame, new Scope(Optional.empty()));
        List<ConstructorDeclaration> fitting = type.constructors().stream()
                .filter(k -> in.types.accept(k.getParameters(), arguments, env)).toList();
        if (!fitting.isEmpty()) {
            run(fitting.get(0), object, arguments, env);
        } else if (type.isRecord() && in.types.accept(type.components(), arguments, env)) {
            record(object, arguments, env);
        } else if (type.constructors().isEmpty() && !type.isRecord() && arguments.isEmpty()) {
            initialise(object, env);
        } else {
            throw new Mistake(at, "new " + type.name() + " takes " + signatures(type) + "; given is ("
                    + Api.describe(arguments) + ")");
        }
        if (frame.result().isWrong) {
            object.fields().replaceAll((name, value) -> value == Special.UNSET ? Special.UNKNOWN : value);
        }
        return object;
    }

    private static String signatures(TypeInfo type) {
        if (type.isRecord() && type.constructors().isEmpty()) {
            return Calls.signature(type.components());
        }
        return type.constructors().isEmpty() ? "()"
                : String.join(" or ",
                        type.constructors().stream().map(k -> Calls.signature(k.getParameters())).toList());
    }

    private void run(ConstructorDeclaration k, Instance object, List<Object> arguments, Env env) {
        Env body = in.calls.bind(k.getParameters(), arguments, env);
        List<Statement> statements = new ArrayList<>(k.getBody().getStatements());
        if (!statements.isEmpty() && statements.get(0) instanceof ExplicitConstructorInvocationStmt first) {
            statements.remove(0);
            if (first.isThis()) {
                List<Object> other = first.getArguments().stream().map(a -> in.eval(a, body)).toList();
                if (!other.contains(Special.UNKNOWN)) {
                    construct(object, other, env.frame(), first);
                }
            }
        }
        if (k.getBody().getStatements().size() == statements.size() || !isThis(k)) {
            initialise(object, new Env(env.frame(), new Scope(Optional.empty())));
        }
        for (Statement s : statements) {
            if (in.exec(s, body) != Statements.Signal.NEXT) {
                return;
            }
        }
    }

    private static boolean isThis(ConstructorDeclaration k) {
        return k.getBody().getStatement(0) instanceof ExplicitConstructorInvocationStmt s && s.isThis();
    }

    private void record(Instance object, List<Object> arguments, Env env) {
        List<Parameter> components = object.type().components();
        Env bound = in.calls.bind(components, arguments, env);
        for (BodyDeclaration<?> m : object.type().members()) {
            if (m instanceof CompactConstructorDeclaration compact) {
                compact.getBody().getStatements().forEach(s -> in.exec(s, bound));
            }
        }
        components.forEach(c -> object.fields().put(c.getNameAsString(),
                bound.scope().find(c.getNameAsString()).orElseThrow().value));
    }

    /** Fields get their zeros, then field initialisers and blocks run in the order of the text. */
    private void initialise(Instance object, Env env) {
        for (BodyDeclaration<?> m : object.type().members()) {
            if (m instanceof FieldDeclaration f && !f.isStatic()) {
                f.getVariables().forEach(v -> object.fields().put(v.getNameAsString(),
                        Types.zero(v.getTypeAsString())));
            }
        }
        object.type().components().forEach(c -> object.fields().put(c.getNameAsString(),
                Types.zero(c.getTypeAsString())));
        for (BodyDeclaration<?> m : object.type().members()) {
            if (m instanceof FieldDeclaration f && !f.isStatic()) {
                f.getVariables().forEach(v -> initialise(object, v, env));
            } else if (m instanceof InitializerDeclaration block && !block.isStatic()) {
                in.exec(block.getBody(), env);
            }
        }
    }

    private void initialise(Instance object, VariableDeclarator v, Env env) {
        Optional<Expression> initial = v.getInitializer();
        try {
            in.types.check(v.getType(), env);
            if (initial.isPresent()) {
                object.fields().put(v.getNameAsString(), Special.UNKNOWN);
                object.fields().put(v.getNameAsString(), in.types.coerce(v.getTypeAsString(),
                        in.assignments.initial(initial.get(), v.getType(), env), initial.get(), env));
            }
        } catch (org.nablac.tensor.UserError wrong) {
            object.fields().put(v.getNameAsString(), Special.UNKNOWN);
            in.report(wrong, v, env);
        }
    }

    /** The names of an enum's constants. */
    List<String> constants(TypeInfo type) {
        return type.declaration() instanceof EnumDeclaration e
                ? e.getEntries().stream().map(EnumConstantDeclaration::getNameAsString).toList() : List.of();
    }

    /** An enum's constant of this name, made when it is first used. */
    Optional<Object> enumConstant(TypeInfo type, String name) {
        if (!(type.declaration() instanceof EnumDeclaration e)) {
            return Optional.empty();
        }
        for (EnumConstantDeclaration c : e.getEntries()) {
            if (c.getNameAsString().equals(name)) {
                return Optional.of(constant(type, c));
            }
        }
        return Optional.empty();
    }

    private Object constant(TypeInfo type, EnumConstantDeclaration c) {
        String name = c.getNameAsString();
        if (!type.statics().containsKey(name)) {
            if (!c.getClassBody().isEmpty()) {
                throw new Mistake(c,
                        "a body of an enum constant is not understood in a model; write a switch in a method");
            }
            Instance constant = new Instance(type, name, Special.UNSET);
            type.statics().put(name, constant);
            Frame frame = Frame.root(type, constant);
            Env env = new Env(frame, new Scope(Optional.empty()));
            construct(constant, c.getArguments().stream().map(a -> in.eval(a, env)).toList(), frame, c);
        }
        return type.statics().get(name);
    }
}
