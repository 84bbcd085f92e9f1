package org.nablac.source;

import com.github.javaparser.ast.Node;
import com.github.javaparser.ast.expr.ArrayAccessExpr;
import com.github.javaparser.ast.expr.ArrayCreationExpr;
import com.github.javaparser.ast.expr.ArrayInitializerExpr;
import com.github.javaparser.ast.expr.AssignExpr;
import com.github.javaparser.ast.expr.BinaryExpr;
import com.github.javaparser.ast.expr.BooleanLiteralExpr;
import com.github.javaparser.ast.expr.CastExpr;
import com.github.javaparser.ast.expr.CharLiteralExpr;
import com.github.javaparser.ast.expr.ConditionalExpr;
import com.github.javaparser.ast.expr.DoubleLiteralExpr;
import com.github.javaparser.ast.expr.EnclosedExpr;
import com.github.javaparser.ast.expr.Expression;
import com.github.javaparser.ast.expr.FieldAccessExpr;
import com.github.javaparser.ast.expr.IntegerLiteralExpr;
import com.github.javaparser.ast.expr.LambdaExpr;
import com.github.javaparser.ast.expr.LongLiteralExpr;
import com.github.javaparser.ast.expr.MethodCallExpr;
import com.github.javaparser.ast.expr.MethodReferenceExpr;
import com.github.javaparser.ast.expr.NameExpr;
import com.github.javaparser.ast.expr.NullLiteralExpr;
import com.github.javaparser.ast.expr.ObjectCreationExpr;
import com.github.javaparser.ast.expr.StringLiteralExpr;
import com.github.javaparser.ast.expr.SwitchExpr;
import com.github.javaparser.ast.expr.TextBlockLiteralExpr;
import com.github.javaparser.ast.expr.ThisExpr;
import com.github.javaparser.ast.expr.UnaryExpr;
import com.github.javaparser.ast.expr.VariableDeclarationExpr;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.nablac.Tensor;
import org.nablac.tensor.Spelling;

/** The values of expressions. */
final class Expressions {
    private final Interpreter in;

    Expressions(Interpreter in) {
        this.in = in;
    }

    Object value(Expression e, Env env) {
        return switch (e) {
            case IntegerLiteralExpr i -> i.asNumber().intValue();
            case LongLiteralExpr l -> l.asNumber().longValue();
            case DoubleLiteralExpr d -> real(d.getValue().replace("_", ""));
            case BooleanLiteralExpr b -> b.getValue();
            case StringLiteralExpr s -> s.asString();
            case TextBlockLiteralExpr t -> t.asString();
            case CharLiteralExpr c -> c.asChar();
            case NullLiteralExpr n -> throw new Mistake(n,
                    "null is not understood in a model: every variable has a value");
            case EnclosedExpr p -> in.eval(p.getInner(), env);
            case ThisExpr t -> self(t, env);
            case NameExpr n -> name(n, env);
            case FieldAccessExpr f -> field(f, env);
            case MethodCallExpr m -> in.calls.method(m, env);
            case ObjectCreationExpr o -> in.objects.create(o, env);
            case ArrayCreationExpr a -> array(a, env);
            case ArrayInitializerExpr a -> items(a, "var", env);
            case ArrayAccessExpr a -> element(a, env);
            case AssignExpr a -> in.assignments.assign(a, env);
            case UnaryExpr u -> unary(u, env);
            case BinaryExpr b -> binary(b, env);
            case ConditionalExpr c -> {
                Object test = condition(c.getCondition(), "?:", env);
                yield test == Special.UNKNOWN ? test : in.eval(test.equals(true) ? c.getThenExpr() : c.getElseExpr(),
                        env);
            }
            case CastExpr c -> cast(c, env);
            case SwitchExpr s -> in.statements.switchValue(s, env);
            case LambdaExpr l -> in.functions.lambda(l, env);
            case MethodReferenceExpr r -> in.functions.reference(r, env);
            case VariableDeclarationExpr v -> in.assignments.declare(v, env);
            default -> throw new Mistake(e, Unsupported.expression(e));
        };
    }

    private static Object real(String text) {
        return text.endsWith("f") || text.endsWith("F") ? (Object) Float.valueOf(text) : (Object) Double.valueOf(text);
    }

    private static Object self(ThisExpr t, Env env) {
        if (t.getTypeName().isPresent() || env.frame().self() == Special.UNSET) {
            throw new Mistake(t, t.getTypeName().isPresent()
                    ? "a qualified 'this' is not understood in a model; name the field alone"
                    : "a static method has no 'this'");
        }
        return env.frame().self();
    }

    /** A truth value that is known while the model is read, or UNKNOWN. */
    Object condition(Expression e, String construct, Env env) {
        Object v = in.eval(e, env);
        if (v instanceof Tensor) {
            throw new Mistake(e, construct
                    + ": the values of a tensor are not known while the model is read;"
                    + " write select(condition, yes, no)");
        }
        if (!(v instanceof Boolean) && v != Special.UNKNOWN) {
            throw new Mistake(e, construct + ": " + Operators.a(v) + " is not a condition");
        }
        return v;
    }

    private Object name(NameExpr n, Env env) {
        String name = n.getNameAsString();
        Optional<Scope.Local> local = env.scope().find(name);
        Optional<Object> value = local.map(l -> l.value).or(() -> member(name, n, env))
                .or(() -> imported(name, n, env));
        if (value.isEmpty()) {
            if (in.program.isJava(name, env.type().file())) {
                throw new Mistake(n, name
                        + " is not understood in a model: there are Math, String, List and what org.nablac has");
            }
            throw new Mistake(n, "there is no variable " + name + Spelling.hint(name, in.variableNames(env)));
        }
        return given(value.get(), name, n);
    }

    private static Object given(Object value, String name, Node at) {
        if (value == Special.UNSET) {
            throw new Mistake(at, name + " has no value yet");
        }
        return value;
    }

    /** A field of the object or a constant of the class that the code is in, or of those around it. */
    private Optional<Object> member(String name, Node at, Env env) {
        Object self = env.frame().self();
        while (self instanceof Instance i) {
            if (i.fields().containsKey(name)) {
                return Optional.of(i.fields().get(name));
            }
            self = i.outer();
        }
        for (Optional<TypeInfo> t = Optional.of(env.type()); t.isPresent(); t = t.get().outer()) {
            Optional<Object> constant = in.staticField(t.get(), name, at);
            if (constant.isPresent()) {
                return constant;
            }
            if (t.get().fieldNames().contains(name)) {
                throw new Mistake(at, "the field " + name + " belongs to an object; this code is static");
            }
        }
        return Optional.empty();
    }

    private Optional<Object> imported(String name, Node at, Env env) {
        for (String owner : env.type().file().staticOwners(name)) {
            Optional<Object> v = Api.byName(owner).flatMap(c -> Api.constant(c, name))
                    .or(() -> in.program.topLevel(owner).flatMap(t -> in.staticField(t, name, at)));
            if (v.isPresent()) {
                return v;
            }
        }
        return Optional.empty();
    }

    private Object field(FieldAccessExpr f, Env env) {
        String name = f.getNameAsString();
        if (isVariable(f.getScope(), env)) {
            Object object = in.eval(f.getScope(), env);
            return object == Special.UNKNOWN ? object : given(fieldOf(object, name, f), f.toString(), f);
        }
        String owner = f.getScope().toString();
        Optional<TypeInfo> type = in.program.type(owner, env.type());
        Optional<Object> v = type.isPresent() ? in.staticField(type.get(), name, f)
                : in.program.api(owner, env.type().file()).flatMap(c -> Api.constant(c, name));
        return v.orElseThrow(() -> new Mistake(f, "there is no " + f
                + Spelling.hint(name, type.map(TypeInfo::fieldNames).orElse(List.of()))));
    }

    private Object fieldOf(Object object, String name, FieldAccessExpr at) {
        if (object instanceof Object[] a && name.equals("length")) {
            return a.length;
        }
        if (object instanceof Instance i) {
            if (i.fields().containsKey(name)) {
                return i.fields().get(name);
            }
            return in.staticField(i.type(), name, at).orElseThrow(() -> new Mistake(at.getName(),
                    Operators.a(i.type().name()) + " has no field " + name + Spelling.hint(name, i.fields().keySet())));
        }
        throw new Mistake(at.getName(), Operators.a(object) + " has no field " + name);
    }

    /** Whether an expression before a dot is a value; otherwise it names a class. */
    boolean isVariable(Expression e, Env env) {
        if (e instanceof NameExpr n) {
            String name = n.getNameAsString();
            return in.variableNames(env).contains(name) || imported(name, n, env).isPresent()
                    || in.program.type(name, env.type()).isEmpty() && in.program.api(name, env.type().file()).isEmpty();
        }
        return !(e instanceof FieldAccessExpr f) || isVariable(f.getScope(), env)
                || in.program.type(f.toString(), env.type()).isEmpty();
    }

    private Object array(ArrayCreationExpr a, Env env) {
        in.types.check(a.getElementType(), env);
        String element = a.getElementType().asString();
        if (a.getInitializer().isPresent()) {
            return items(a.getInitializer().get(), element + "[]".repeat(a.getLevels().size() - 1), env);
        }
        List<Object> sizes = a.getLevels().stream().flatMap(l -> l.getDimension().stream()).map(d -> in.eval(d, env))
                .toList();
        if (sizes.contains(Special.UNKNOWN)) {
            return Special.UNKNOWN;
        }
        return filled(a, sizes, sizes.size() < a.getLevels().size() ? Special.UNSET : Types.zero(element));
    }

    private static Object filled(ArrayCreationExpr at, List<Object> sizes, Object zero) {
        if (sizes.isEmpty()) {
            return zero;
        }
        if (!(sizes.get(0) instanceof Integer n) || n < 0 || n > 100_000) {
            throw new Mistake(at, "the length of an array is an int from 0 to 100000, given is " + sizes.get(0));
        }
        Object[] array = new Object[n];
        Arrays.setAll(array, i -> filled(at, sizes.subList(1, sizes.size()), zero));
        return array;
    }

    /** {@code {a, b, c}} with elements of the type. */
    Object items(ArrayInitializerExpr a, String element, Env env) {
        Object[] array = new Object[a.getValues().size()];
        for (int i = 0; i < array.length; i++) {
            Expression item = a.getValues().get(i);
            array[i] = item instanceof ArrayInitializerExpr inner && element.endsWith("[]")
                    ? items(inner, element.substring(0, element.length() - 2), env)
                    : in.types.coerce(element, in.eval(item, env), item, env);
        }
        return array;
    }

    private Object element(ArrayAccessExpr a, Env env) {
        Object array = in.eval(a.getName(), env);
        Object index = in.eval(a.getIndex(), env);
        if (array == Special.UNKNOWN || index == Special.UNKNOWN) {
            return Special.UNKNOWN;
        }
        return given(((Object[]) array(array, a))[index(array, index, a)], a.toString(), a);
    }

    static Object array(Object array, ArrayAccessExpr at) {
        if (!(array instanceof Object[])) {
            throw new Mistake(at, Operators.a(array) + " has no elements"
                    + (array instanceof Tensor ? "; write x.slice(axis, start, length) or x.rows(index)" : ""));
        }
        return array;
    }

    static int index(Object array, Object index, ArrayAccessExpr at) {
        int length = ((Object[]) array).length;
        if (!(index instanceof Integer i) || i < 0 || i >= length) {
            throw new Mistake(at.getIndex(), "the index " + index + " is outside of an array of length " + length);
        }
        return i;
    }

    private Object unary(UnaryExpr u, Env env) {
        if (u.getOperator().isPrefix() && u.getOperator().asString().length() == 2 || u.getOperator().isPostfix()) {
            return in.assignments.step(u, env);
        }
        Object v = in.eval(u.getExpression(), env);
        if (v == Special.UNKNOWN) {
            return v;
        }
        return switch (u.getOperator()) {
            case MINUS -> Operators.negate(v);
            case PLUS -> v;
            case LOGICAL_COMPLEMENT -> {
                if (v instanceof Boolean b) {
                    yield !b;
                }
                throw new Mistake(u, "there is no ! of " + Operators.a(v)
                        + (v instanceof Tensor ? "; write x.not()" : ""));
            }
            default -> throw new Mistake(u, "the operator " + u.getOperator().asString()
                    + " is not understood in a model");
        };
    }

    private Object binary(BinaryExpr b, Env env) {
        Object l = in.eval(b.getLeft(), env);
        boolean or = b.getOperator() == BinaryExpr.Operator.OR;
        if (l instanceof Boolean known && (or || b.getOperator() == BinaryExpr.Operator.AND) && known == or) {
            return known;
        }
        Object r = in.eval(b.getRight(), env);
        return l == Special.UNKNOWN || r == Special.UNKNOWN ? Special.UNKNOWN : Operators.binary(b.getOperator(), l, r);
    }

    private Object cast(CastExpr c, Env env) {
        Object v = in.eval(c.getExpression(), env);
        if (v == Special.UNKNOWN) {
            return v;
        }
        return c.getType().isPrimitiveType() ? Operators.cast(c.getTypeAsString(), v)
                : in.types.coerce(c.getTypeAsString(), v, c, env);
    }
}
