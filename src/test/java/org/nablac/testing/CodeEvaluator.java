package org.nablac.testing;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nablac.code.Expr;
import org.nablac.code.Function;
import org.nablac.code.Scalar;
import org.nablac.code.Stmt;
import org.nablac.code.Target;
import org.nablac.code.Type;

/**
 * Walks trees of {@code code} and computes: slow, without cleverness, and so an oracle for both printers.
 * Values are boxed ({@code Float}, {@code Integer}, …) and arrays are Java arrays ({@code float[]}, …), changed in
 * place.
 * The object {@code this}, where there is one, is a {@code Map} from field name to value.
 *
 * <pre>{@code
 * Object y = CodeEvaluator.call(exp, 1f);                             // a Function and its arguments
 * Object z = CodeEvaluator.value(mul(x, x), Map.of("x", 3f));         // an expression and its variables
 * }</pre>
 */
public final class CodeEvaluator {
    private static final Object WENT_ON = new Object();
    private static final Object NOTHING = new Object();

    private final Map<String, Object> variables;

    private CodeEvaluator(Map<String, Object> variables) {
        this.variables = variables;
    }

    /** The value of {@code e}, where each of its variables has the value of its name. */
    public static Object value(Expr e, Map<String, ?> variables) {
        return new CodeEvaluator(new HashMap<>(variables)).value(e);
    }

    /** What the static function {@code f} returns; a function of type void returns an object of no meaning. */
    public static Object call(Function f, Object... arguments) {
        return run(f, Map.of(), arguments);
    }

    /** As {@link #call}, on an object that is a map of its fields. */
    public static Object callOn(Map<String, Object> self, Function f, Object... arguments) {
        return run(f, Map.of("this", self), arguments);
    }

    private static Object run(Function f, Map<String, Object> self, Object... arguments) {
        if (arguments.length != f.parameters().size()) {
            throw new IllegalArgumentException(f.name() + " takes " + f.parameters());
        }
        Map<String, Object> scope = new HashMap<>(self);
        for (int i = 0; i < arguments.length; i++) {
            scope.put(f.parameters().get(i).name(), arguments[i]);
        }
        Object returned = new CodeEvaluator(scope).run(f.body());
        if (returned == WENT_ON && f.returns() != Scalar.VOID) {
            throw new IllegalStateException(f.name() + " ends without a return");
        }
        return returned == WENT_ON ? NOTHING : returned;
    }

    /** What a statement returned, or WENT_ON. */
    private Object run(List<Stmt> body) {
        for (Stmt s : body) {
            Object returned = run(s);
            if (returned != WENT_ON) {
                return returned;
            }
        }
        return WENT_ON;
    }

    private Object run(Stmt statement) {
        switch (statement) {
            case Stmt.Let s -> variables.put(s.variable().name(), value(s.value()));
            case Stmt.Assign s -> variables.put(s.variable().name(), value(s.value()));
            case Stmt.Store s -> Array.set(value(s.array()), integer(s.index()), value(s.value()));
            case Stmt.StoreLanes s -> throw lanes(s);
            case Stmt.SetField s -> fields(s.object()).put(s.name(), value(s.value()));
            case Stmt.For s -> {
                for (int i = integer(s.from()); i < integer(s.to()); i += s.step()) {
                    variables.put(s.variable().name(), i);
                    Object returned = run(s.body());
                    if (returned != WENT_ON) {
                        return returned;
                    }
                }
            }
            case Stmt.While s -> {
                while (truth(s.condition())) {
                    Object returned = run(s.body());
                    if (returned != WENT_ON) {
                        return returned;
                    }
                }
            }
            case Stmt.If s -> {
                return run(truth(s.condition()) ? s.yes() : s.no());
            }
            case Stmt.Return s -> {
                return s.value().map(this::value).orElse(NOTHING);
            }
            case Stmt.Evaluate s -> value(s.value());
            case Stmt.Throw s -> throw sneaky((Throwable) value(s.exception()));
            case Stmt.Line s -> { }
            case Stmt.Comment s -> { }
        }
        return WENT_ON;
    }

    private Object value(Expr expression) {
        return switch (expression) {
            case Expr.Const e -> e.value();
            case Expr.Var e -> variable(e.name());
            case Expr.Field e -> fields(e.object()).get(e.name());
            case Expr.Load e -> Array.get(value(e.array()), integer(e.index()));
            case Expr.Length e -> Array.getLength(value(e.array()));
            case Expr.Unary e -> unary(e.op(), value(e.x()));
            case Expr.Binary e -> Arithmetic.binary(e.op(), value(e.left()), value(e.right()));
            case Expr.Compare e -> Arithmetic.compare(e.op(), value(e.left()), value(e.right()));
            case Expr.Select e -> truth(e.condition()) ? value(e.yes()) : value(e.no());
            case Expr.Convert e -> convert(e.type(), value(e.x()));
            case Expr.Fma e -> switch (value(e.a())) {
                case Float a -> Math.fma(a, (Float) value(e.b()), (Float) value(e.c()));
                case Object a -> Math.fma((Double) a, (Double) value(e.b()), (Double) value(e.c()));
            };
            case Expr.Call e -> call(e.target(), values(e.arguments()));
            case Expr.NewArray e -> Array.newInstance(javaClass(e.element()), integer(e.length()));
            case Expr.ArrayLiteral e -> {
                Object array = Array.newInstance(javaClass(e.element()), e.values().size());
                for (int i = 0; i < e.values().size(); i++) {
                    Array.set(array, i, value(e.values().get(i)));
                }
                yield array;
            }
            case Expr.New e -> construct(e.type(), e.parameterTypes(), values(e.arguments()));
            case Expr.Static e -> throw lanes(e);
            case Expr.LoadLanes e -> throw lanes(e);
            case Expr.Splat e -> throw lanes(e);
            case Expr.Iota e -> throw lanes(e);
            case Expr.RotateLanes e -> throw lanes(e);
            case Expr.OneLane e -> throw lanes(e);
            case Expr.FoldLanes e -> throw lanes(e);
        };
    }

    /** Lanes run as bytecode only, beside the scalar form of the same function. */
    private static IllegalArgumentException lanes(Object part) {
        return new IllegalArgumentException(part + " is not evaluated here");
    }

    private Object[] values(List<Expr> expressions) {
        List<Object> values = new ArrayList<>();
        expressions.forEach(e -> values.add(value(e)));
        return values.toArray();
    }

    private Object variable(String name) {
        if (!variables.containsKey(name)) {
            throw new IllegalArgumentException("the variable " + name + " has no value; known are "
                    + variables.keySet());
        }
        return variables.get(name);
    }

    private int integer(Expr e) {
        return (Integer) value(e);
    }

    private boolean truth(Expr e) {
        return (Boolean) value(e);
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> fields(Expr object) {
        return (Map<String, Object>) value(object);
    }

    private static Object unary(Expr.UnaryOp op, Object x) {
        return switch (op) {
            case NEG -> Arithmetic.negate(x);
            case ABS -> Arithmetic.absolute(x);
            // the root of a float in double, rounded once more, is the correctly rounded one: 53 ≥ 2·24 + 2
            case SQRT -> x instanceof Float f ? (Object) (float) Math.sqrt(f) : (Object) Math.sqrt((Double) x);
            case NOT -> !(Boolean) x;
            case BITS -> x instanceof Float f ? (Object) Float.floatToRawIntBits(f)
                    : (Object) Double.doubleToRawLongBits((Double) x);
            case FROM_BITS -> x instanceof Integer i ? (Object) Float.intBitsToFloat(i)
                    : (Object) Double.longBitsToDouble((Long) x);
        };
    }

    private static Object convert(Type type, Object x) {
        return switch (type) {
            case Scalar.F32 -> ((Number) x).floatValue();
            case Scalar.F64 -> ((Number) x).doubleValue();
            case Scalar.I32 -> ((Number) x).intValue();
            case Scalar.I64 -> ((Number) x).longValue();
            case Type t -> javaClass(t).cast(x);
        };
    }

    private Object call(Target target, Object... arguments) {
        return switch (target) {
            case Function f when f.isStatic() -> call(f, arguments);
            case Function f -> run(f, Map.of("this", variable("this")), arguments);
            case Target.External t -> invoke(t, arguments);
        };
    }

    private static Object invoke(Target.External t, Object... arguments) {
        int receivers = t.kind() == Target.Kind.STATIC ? 0 : 1;
        Class<?>[] types = t.parameterTypes().stream().skip(receivers).map(CodeEvaluator::javaClass)
                .toArray(Class[]::new);
        Object[] rest = List.of(arguments).subList(receivers, arguments.length).toArray();
        try {
            Method method = javaClass(t.owner()).getDeclaredMethod(t.name(), types);
            if (!t.owner().name().startsWith("java.")) {
                method.setAccessible(true);
            }
            Object returned = method.invoke(receivers == 0 ? NOTHING : arguments[0], rest);
            return t.returns() == Scalar.VOID ? NOTHING : returned;
        } catch (InvocationTargetException e) {
            throw sneaky(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("cannot call " + t, e);
        }
    }

    private static Object construct(Type.Reference type, List<Type> parameterTypes, Object... arguments) {
        Class<?>[] types = parameterTypes.stream().map(CodeEvaluator::javaClass).toArray(Class[]::new);
        try {
            return javaClass(type).getConstructor(types).newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw sneaky(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("cannot make " + type + parameterTypes, e);
        }
    }

    /** The class that a type stands for; of this class path. */
    public static Class<?> javaClass(Type type) {
        return switch (type) {
            case Scalar s -> switch (s) {
                case F32 -> float.class;
                case F64 -> double.class;
                case I32 -> int.class;
                case I64 -> long.class;
                case BOOL -> boolean.class;
                case VOID -> void.class;
            };
            case Type.ArrayOf a -> javaClass(a.element()).arrayType();
            case Type.Lanes l -> throw lanes(l);
            case Type.Mask m -> throw lanes(m);
            case Type.Reference r -> {
                try {
                    yield Class.forName(r.name());
                } catch (ClassNotFoundException e) {
                    throw new IllegalArgumentException("no class " + r.name(), e);
                }
            }
        };
    }

    /** Throws a checked exception where none is declared, as compiled code does. */
    @SuppressWarnings("unchecked")
    private static <X extends Throwable> RuntimeException sneaky(Throwable e) throws X {
        throw (X) e;
    }
}
