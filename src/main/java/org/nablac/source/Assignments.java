package org.nablac.source;

import com.github.javaparser.ast.body.VariableDeclarator;
import com.github.javaparser.ast.expr.ArrayAccessExpr;
import com.github.javaparser.ast.expr.ArrayInitializerExpr;
import com.github.javaparser.ast.expr.AssignExpr;
import com.github.javaparser.ast.expr.BinaryExpr;
import com.github.javaparser.ast.expr.EnclosedExpr;
import com.github.javaparser.ast.expr.Expression;
import com.github.javaparser.ast.expr.FieldAccessExpr;
import com.github.javaparser.ast.expr.NameExpr;
import com.github.javaparser.ast.expr.UnaryExpr;
import com.github.javaparser.ast.expr.VariableDeclarationExpr;
import com.github.javaparser.ast.type.Type;
import java.util.Optional;
import org.nablac.tensor.Spelling;

/** Variables: what declares them and what changes them. */
final class Assignments {
    private final Interpreter in;

    Assignments(Interpreter in) {
        this.in = in;
    }

    /** Declares variables; the value of the expression is nothing. */
    Object declare(VariableDeclarationExpr declaration, Env env) {
        for (VariableDeclarator v : declaration.getVariables()) {
            Object value = Special.UNSET;
            if (v.getInitializer().isPresent()) {
                value = Special.UNKNOWN;
                try {
                    in.types.check(v.getType(), env);
                    value = in.types.coerce(v.getTypeAsString(), initial(v.getInitializer().get(), v.getType(), env),
                            v.getInitializer().get(), env);
                } catch (org.nablac.tensor.UserError wrong) {
                    in.report(wrong, v, env);
                }
            }
            env.scope().declare(v.getNameAsString(), v.getTypeAsString(), value);
        }
        return Special.VOID;
    }

    /** The value of what a variable of this type is made from, which may be {@code {a, b}}. */
    Object initial(Expression e, Type type, Env env) {
        if (e instanceof ArrayInitializerExpr a && type.isArrayType()) {
            return in.expressions.items(a, type.asArrayType().getComponentType().asString(), env);
        }
        return in.eval(e, env);
    }

    Object assign(AssignExpr a, Env env) {
        Object value = in.eval(a.getValue(), env);
        if (a.getOperator() != AssignExpr.Operator.ASSIGN) {
            Object before = in.eval(a.getTarget(), env);
            if (before == Special.UNKNOWN || value == Special.UNKNOWN) {
                return Special.UNKNOWN;
            }
            Object after = Operators.binary(Operators.of(a.getOperator()), before, value);
            value = before instanceof Number ? Operators.cast(Operators.typeName(before), after) : after;
        }
        return store(a.getTarget(), value, env);
    }

    /** {@code ++} and {@code --} */
    Object step(UnaryExpr u, Env env) {
        Object before = in.eval(u.getExpression(), env);
        if (before == Special.UNKNOWN) {
            return before;
        }
        boolean up = u.getOperator().asString().equals("++");
        Object after = Operators.cast(Operators.typeName(before),
                Operators.binary(up ? BinaryExpr.Operator.PLUS : BinaryExpr.Operator.MINUS, before, 1));
        store(u.getExpression(), after, env);
        return u.isPrefix() ? after : before;
    }

    private Object store(Expression target, Object value, Env env) {
        switch (target) {
            case EnclosedExpr e -> store(e.getInner(), value, env);
            case NameExpr n -> {
                Optional<Scope.Local> local = env.scope().find(n.getNameAsString());
                if (local.isPresent()) {
                    local.get().value = in.types.coerce(local.get().type, value, n, env);
                } else {
                    field(env.frame().self(), n.getNameAsString(), value, n, env);
                }
            }
            case FieldAccessExpr f -> {
                Object object = in.eval(f.getScope(), env);
                if (object != Special.UNKNOWN) {
                    field(object, f.getNameAsString(), value, f, env);
                }
            }
            case ArrayAccessExpr a -> {
                Object array = in.eval(a.getName(), env);
                Object index = in.eval(a.getIndex(), env);
                if (array != Special.UNKNOWN && index != Special.UNKNOWN) {
                    Object[] items = (Object[]) Expressions.array(array, a);
                    int i = Expressions.index(array, index, a);
                    items[i] = items[i] instanceof Number n && value instanceof Number
                            ? in.types.coerce(Operators.typeName(n), value, a, env) : value;
                }
            }
            default -> throw new Mistake(target, "nothing can be assigned to " + target);
        }
        return value;
    }

    private void field(Object object, String name, Object value, Expression at, Env env) {
        for (Object o = object; o instanceof Instance i; o = i.outer()) {
            if (i.fields().containsKey(name)) {
                i.fields().put(name, in.types.coerce(i.type().fieldType(name).orElse("var"), value, at, env));
                return;
            }
        }
        throw new Mistake(at, "there is no variable " + name + Spelling.hint(name, in.variableNames(env)));
    }
}
