package org.nablac.source;

import com.github.javaparser.ast.Node;
import com.github.javaparser.ast.body.MethodDeclaration;
import com.github.javaparser.ast.expr.Expression;
import com.github.javaparser.ast.expr.LambdaExpr;
import com.github.javaparser.ast.expr.MethodCallExpr;
import com.github.javaparser.ast.expr.MethodReferenceExpr;
import com.github.javaparser.ast.expr.TypeExpr;
import com.github.javaparser.ast.stmt.ExpressionStmt;
import java.util.Optional;
import org.nablac.Nablac;
import org.nablac.tensor.Spelling;

/** Lambdas and method references. */
final class Functions {
    private final Interpreter in;

    Functions(Interpreter in) {
        this.in = in;
    }

    Closure lambda(LambdaExpr l, Env env) {
        return (arguments, caller, at) -> {
            if (arguments.size() != l.getParameters().size()) {
                throw new Mistake(at, "the lambda takes " + l.getParameters().size() + " arguments; given are "
                        + arguments.size());
            }
            int line = l.getBegin().map(p -> p.line).orElse(0);
            Frame frame = caller.calls(env.type(), env.frame().self(), at, "a lambda of line " + line);
            in.calls.limit(frame, caller, at, "lambda");
            Env inner = new Env(frame, env.scope().inner());
            for (int i = 0; i < arguments.size(); i++) {
                inner.scope().declare(l.getParameter(i).getNameAsString(), "var", arguments.get(i));
            }
            if (l.getBody() instanceof ExpressionStmt e) {
                return in.eval(e.getExpression(), inner);
            }
            in.exec(l.getBody(), inner);
            return frame.result().value;
        };
    }

    /** {@code Nablac::tanh}, {@code layer::apply}, {@code Tensor::exp}, {@code Dense::new} */
    Closure reference(MethodReferenceExpr r, Env env) {
        String name = r.getIdentifier();
        Expression scope = r.getScope();
        if (!(scope instanceof TypeExpr) && in.expressions.isVariable(scope, env)) {
            Object receiver = in.eval(scope, env);
            return (arguments, caller, at) -> receiver == Special.UNKNOWN || arguments.contains(Special.UNKNOWN)
                    ? Special.UNKNOWN
                    : in.calls.on(receiver, callAt(at, name), name, arguments, new Env(caller, env.scope()));
        }
        String owner = scope.toString();
        Optional<TypeInfo> type = in.program.type(owner, env.type());
        Optional<Class<?>> compiled = type.isPresent() ? Optional.empty() : in.program.api(owner, env.type().file());
        if (type.isEmpty() && compiled.isEmpty()) {
            throw new Mistake(r, "there is no class " + owner + Spelling.hint(owner, in.program.typeNames(env.type())));
        }
        return (arguments, caller, at) -> {
            if (arguments.contains(Special.UNKNOWN)) {
                return Special.UNKNOWN;
            }
            Env there = new Env(caller, env.scope());
            if (type.isPresent() && name.equals("new")) {
                return in.objects.create(type.get(), arguments, caller, at, "new " + owner);
            }
            boolean unbound = type.isPresent()
                    ? type.get().methods(name).stream().noneMatch(MethodDeclaration::isStatic)
                    : !Api.has(compiled.get(), true, name);
            if (unbound && !arguments.isEmpty()) {
                return in.calls.on(arguments.get(0), callAt(at, name), name,
                        arguments.subList(1, arguments.size()), there);
            }
            return type.isPresent() ? in.calls.ofType(type.get(), callAt(at, name), name, arguments, there)
                    : in.calls.api.call(compiled.get(), Optional.empty(), callAt(at, name), name, arguments, there);
        };
    }

    /** A call of {@code name} that stands where the function is called: there javac has its line, too. */
    private static MethodCallExpr callAt(Node at, String name) {
        MethodCallExpr call = new MethodCallExpr(name);
        at.getRange().ifPresent(range -> {
            call.setRange(range);
            call.getName().setRange(range);
        });
        return call;
    }
}
