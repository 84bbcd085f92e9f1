package org.nablac.source;

import com.github.javaparser.ast.Node;
import com.github.javaparser.ast.expr.Expression;
import com.github.javaparser.ast.expr.MethodCallExpr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.nablac.Tensor;
import org.nablac.graph.Origin;
import org.nablac.graph.ShapeError;
import org.nablac.tensor.Spelling;
import org.nablac.tensor.UserError;

/** Calls of the compiled API, at the place that the source calls it; a refusal is explained by the operands. */
final class ApiCalls {
    private final Interpreter in;

    ApiCalls(Interpreter in) {
        this.in = in;
    }

    /** Calls a static method if there is no receiver. */
    Object call(Class<?> owner, Optional<Object> receiver, MethodCallExpr m, String name, List<Object> given, Env env) {
        boolean keeps = owner == List.class && receiver.isPresent();
        if (!keeps && (given.contains(Special.UNKNOWN) || hasUnknown(given))) {
            return Special.UNKNOWN;
        }
        boolean isStatic = receiver.isEmpty();
        if (!Api.has(owner, isStatic, name)) {
            throw new Mistake(m.getName(), (isStatic ? owner.getSimpleName() : Operators.a(receiver.get()))
                    + " has no method " + name + Spelling.hint(name, Api.methodNames(owner, isStatic)));
        }
        List<Object> arguments = owner == List.class ? given
                : given.stream().map(a -> a instanceof Closure c ? function(c, m, env) : a).toList();
        Object self = receiver.orElse(Special.UNSET);
        try {
            Object result = in.blueprint.arena().at(origin(m.getName(), env),
                    () -> Api.call(owner, self, isStatic, name, arguments));
            if (result instanceof Tensor t) {
                in.provenance.made(t, name, env.frame(), m.getName());
            }
            return result;
        } catch (ShapeError wrong) {
            throw explained(wrong, owner, self, isStatic, m, name, arguments, env);
        } catch (Mistake wrong) {
            throw wrong;
        } catch (UserError wrong) {
            throw new Mistake(m.getName(), wrong.getMessage(), env.frame().chain());
        }
    }

    private static boolean hasUnknown(List<Object> given) {
        return given.stream().anyMatch(g -> g instanceof Object[] a && List.of(a).contains(Special.UNKNOWN)
                || g instanceof List<?> l && l.contains(Special.UNKNOWN));
    }

    private static Origin origin(Node at, Env env) {
        return at.getBegin().map(p -> Origin.at(env.type().file().text().fileName(), p.line, p.column))
                .orElse(Origin.UNKNOWN);
    }

    /** A lambda as the API takes it. */
    private static UnaryOperator<Tensor> function(Closure c, MethodCallExpr m, Env env) {
        return x -> {
            Object y = c.call(List.of(x), env.frame(), m.getName());
            if (y instanceof Tensor t) {
                return t;
            }
            throw new Mistake(m.getName(), y == Special.UNKNOWN ? "the function given here is wrong"
                    : "the function returns " + Operators.a(y) + ", it must return a Tensor");
        };
    }

    private Mistake explained(ShapeError wrong, Class<?> owner, Object self, boolean isStatic, MethodCallExpr m,
            String name, List<Object> arguments, Env env) {
        List<Provenance.Operand> operands = new ArrayList<>();
        if (self instanceof Tensor t) {
            operands.add(new Provenance.Operand(m.getScope().map(Expression::toString).orElse("receiver"), t));
        }
        Node caret = m.getName();
        List<String> fitting = List.of();
        for (int i = 0; i < arguments.size(); i++) {
            if (!(arguments.get(i) instanceof Tensor t)) {
                continue;
            }
            String text = i < m.getArguments().size() ? m.getArgument(i).toString() : "argument " + (i + 1);
            operands.add(new Provenance.Operand(text, t));
            int place = i;
            List<String> fits = in.provenance.fitting(t,
                    other -> fits(owner, self, isStatic, name, arguments, place, other));
            if (i < m.getArguments().size() && (fitting.isEmpty() || !fits.isEmpty())) {
                caret = m.getArgument(i);
                fitting = fits;
            }
        }
        List<String> notes = new ArrayList<>(in.provenance.table(operands));
        notes.addAll(env.frame().chain());
        notes.addAll(in.misspeltSizes(operands.stream().map(o -> o.value().shape()).toList()));
        notes.add(Provenance.advice(wrong, fitting));
        return new Mistake(caret, name + ": " + wrong.problem(), notes);
    }

    private static boolean fits(Class<?> owner, Object self, boolean isStatic, String name, List<Object> arguments,
            int place, Tensor other) {
        List<Object> changed = new ArrayList<>(arguments);
        changed.set(place, other);
        try {
            Api.call(owner, self, isStatic, name, changed);
            return true;
        } catch (UserError e) {
            return false;
        }
    }
}
