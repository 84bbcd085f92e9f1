package org.nablac.bench;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.nablac.code.ClassCode;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.code.Function;
import org.nablac.code.Scalar;
import org.nablac.code.Stmt;
import org.nablac.code.Target;
import org.nablac.code.Type;
import org.nablac.emit.Bytecode;

/**
 * A class that calls a method of a model many times in a loop, linked to the model's class as an application is:
 * <pre>{@code
 * static float same(MlpModel model, int calls, int n, float[] x, int[] y, float rate) {
 *     float loss = 0;
 *     for (int done = 0; done < calls; done++) {
 *         loss = model.step(n, x, y, rate);
 *     }
 *     return loss;
 * }
 * }</pre>
 * {@code Verify} would refuse it, since it is no class that stands alone; the JVM verifies it when it is loaded.
 * Where each call gets the next examples, they are copied into the arrays of the call first, from arrays that hold all.
 */
final class Caller {
    private static final String NAME = "NablacCaller";
    private static final Var CALLS = Code.i("calls");
    private static final Var DONE = Code.i("done");
    private static final Var TURNS = Code.i("turns");

    private final Object model;
    private final Method entry;
    private final Object[] arguments;

    private Caller(Object model, Method entry, Object[] arguments) {
        this.model = model;
        this.entry = entry;
        this.arguments = arguments;
    }

    /** Calls {@code method} with the same arguments each time. */
    static Caller same(Object model, Method method, List<?> arguments) {
        return new Caller(model, define(model, method, List.of()), arguments.toArray());
    }

    /**
     * Calls {@code method} with the next elements of {@code all} each time, from the first again
     * after {@code turns} calls.
     *
     * @param all an array for each of the arguments that are arrays, {@code turns} times as long
     */
    static Caller next(Object model, Method method, List<?> arguments, List<?> all, int turns) {
        List<Object> with = new ArrayList<>(arguments);
        with.addAll(all);
        with.add(turns);
        List<Class<?>> arrays = all.stream().<Class<?>>map(Object::getClass).toList();
        return new Caller(model, define(model, method, arrays), with.toArray());
    }

    /** What the last of {@code calls} calls returned, or the first element of that. */
    double run(int calls) {
        Object[] all = new Object[arguments.length + 2];
        all[0] = model;
        all[1] = calls;
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        try {
            return ((Number) entry.invoke(null, all)).doubleValue();
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Method define(Object model, Method method, List<Class<?>> all) {
        ClassCode code = new ClassCode(NAME, NAME + ".java", "", List.of(), List.of(function(method, all)), List.of());
        byte[] bytes = Bytecode.emit(code);
        Class<?> type = new ClassLoader(model.getClass().getClassLoader()) {
            Class<?> define() {
                return defineClass(NAME, bytes, 0, bytes.length);
            }
        }.define();
        return Arrays.stream(type.getMethods()).filter(m -> m.getDeclaringClass() == type).findFirst().orElseThrow();
    }

    private static Function function(Method method, List<Class<?>> all) {
        Type.Reference owner = new Type.Reference(method.getDeclaringClass().getName());
        Var model = Code.v("model", owner);
        List<Var> passed = variables("a", List.of(method.getParameterTypes()));
        List<Var> sources = variables("all", all);
        List<Var> parameters = new ArrayList<>(List.of(model, CALLS));
        parameters.addAll(passed);
        parameters.addAll(sources);
        List<Stmt> body = new ArrayList<>();
        if (!sources.isEmpty()) {
            parameters.add(TURNS);
            body.addAll(copies(passed, sources));
        }
        List<Type> types = new ArrayList<>(List.of(owner));
        passed.forEach(p -> types.add(p.type()));
        List<Expr> arguments = new ArrayList<>(List.of(model));
        arguments.addAll(passed);
        Class<?> result = method.getReturnType();
        Type returns = type(result.isArray() ? result.getComponentType() : result);
        Var loss = Code.v("loss", returns);
        Target target = new Target.External(Target.Kind.VIRTUAL, owner, method.getName(), types, type(result));
        Expr call = Code.call(target, arguments.toArray(Expr[]::new));
        body.add(Code.assign(loss, result.isArray() ? Code.load(call, Code.c(0)) : call));
        return new Function(Function.Access.PUBLIC, true, sources.isEmpty() ? "same" : "next", parameters, returns,
                List.of(), "", List.of(Code.let(loss, Code.constant(returns, 0)),
                        new Stmt.For(DONE, Code.c(0), CALLS, 1, body), Code.returns(loss)));
    }

    /** array[q] = all[(done mod turns) · length + q] */
    private static List<Stmt> copies(List<Var> passed, List<Var> sources) {
        List<Var> arrays = passed.stream().filter(p -> p.type() instanceof Type.ArrayOf).toList();
        return IntStream.range(0, arrays.size()).<Stmt>mapToObj(k -> {
            Var q = Code.i("q" + k);
            Expr from = Code.add(Code.mul(Code.rem(DONE, TURNS), Code.length(arrays.get(k))), q);
            return Code.loop(q, Code.c(0), Code.length(arrays.get(k)),
                    Code.store(arrays.get(k), q, Code.load(sources.get(k), from)));
        }).toList();
    }

    private static List<Var> variables(String name, List<Class<?>> types) {
        return IntStream.range(0, types.size()).mapToObj(k -> Code.v(name + k, type(types.get(k)))).toList();
    }

    private static Type type(Class<?> c) {
        if (c.isArray()) {
            return new Type.ArrayOf(type(c.getComponentType()));
        }
        return Arrays.stream(Scalar.values()).filter(s -> s.toString().equals(c.getName())).findFirst().orElseThrow();
    }
}
