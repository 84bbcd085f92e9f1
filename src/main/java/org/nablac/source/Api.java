package org.nablac.source;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.nablac.Index;
import org.nablac.Labels;
import org.nablac.Loss;
import org.nablac.Model;
import org.nablac.Nablac;
import org.nablac.Parameter;
import org.nablac.Tensor;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;
import org.nablac.tensor.Shape;
import org.nablac.tensor.TensorType;
import org.nablac.tensor.UserError;

/** The compiled classes that a model may call, and how its values become their arguments. */
final class Api {
    private static final List<Class<?>> CLASSES = List.of(Tensor.class, Parameter.class, Nablac.class, Dim.class,
            DType.class, Shape.class, TensorType.class, Model.class, Loss.class, Index.class, Labels.class,
            org.nablac.Shape.class,
            Math.class, Integer.class, Long.class, Double.class, Float.class, Boolean.class, String.class, List.class,
            ArrayList.class);
    private static final Set<String> LIST = Set.of("of", "copyOf", "get", "set", "add", "size", "isEmpty", "contains",
            "getFirst", "getLast", "reversed", "subList", "addAll");
    private static final Set<String> NOT_IN_MODELS = Set.of("model", "compile");
    private static final Set<String> HIDDEN = Set.of("node", "getClass", "wait", "notify", "notifyAll", "hashCode",
            "toString");

    private Api() {
    }

    static List<Class<?>> classes() {
        return CLASSES;
    }

    static Optional<Class<?>> byName(String qualified) {
        return CLASSES.stream().filter(c -> c.getName().equals(qualified)).<Class<?>>map(c -> c).findFirst();
    }

    /** The class whose methods {@code value} has; nothing for values of the source. */
    static Optional<Class<?>> of(Object value) {
        return value instanceof List<?> ? Optional.of(List.class)
                : CLASSES.stream().filter(c -> c == value.getClass()).<Class<?>>map(c -> c).findFirst();
    }

    /** Names of the methods that a model may call. */
    static Set<String> methodNames(Class<?> owner, boolean isStatic) {
        return methods(owner, isStatic).stream().map(Method::getName).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Method> methods(Class<?> owner, boolean isStatic) {
        return Arrays.stream(owner.getMethods())
                .filter(m -> Modifier.isStatic(m.getModifiers()) == isStatic && !m.isBridge())
                .filter(m -> !HIDDEN.contains(m.getName()))
                .filter(m -> owner != List.class || LIST.contains(m.getName()))
                .filter(m -> owner != Nablac.class || !NOT_IN_MODELS.contains(m.getName()))
                .toList();
    }

    static boolean has(Class<?> owner, boolean isStatic, String name) {
        return methods(owner, isStatic).stream().anyMatch(m -> m.getName().equals(name));
    }

    /** A static field's value, as {@code DType.F64}. */
    static Optional<Object> constant(Class<?> owner, String name) {
        try {
            var field = owner.getField(name);
            return Modifier.isStatic(field.getModifiers()) ? Optional.of(field.get(owner)) : Optional.empty();
        } catch (NoSuchFieldException e) {
            return Optional.empty();
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A method with its converted arguments; the lower the cost, the nearer the types. */
    private record Fit(Method method, Object[] arguments, int cost) {
    }

    /**
     * Calls the method that fits best.
     *
     * @throws UserError if none fits, or the method refuses
     */
    static Object call(Class<?> owner, Object receiver, boolean isStatic, String name, List<Object> arguments) {
        List<Method> named = methods(owner, isStatic).stream().filter(m -> m.getName().equals(name)).toList();
        Fit fit = named.stream().map(m -> fit(m, arguments)).flatMap(Optional::stream)
                .min(Comparator.comparingInt(Fit::cost))
                .orElseThrow(() -> new UserError(name + " takes " + named.stream()
                .map(Api::signature).distinct().sorted()
                        .collect(Collectors.joining(" or ")) + "; given is (" + describe(arguments) + ")"));
        try {
            Object result = fit.method.invoke(isStatic ? owner : receiver, fit.arguments);
            return result == null ? Special.VOID : result;
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof UserError wrong) {
                throw wrong;
            }
            throw new UserError(name + ": " + e.getCause().getMessage(), e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<Fit> fit(Method m, List<Object> given) {
        Class<?>[] types = m.getParameterTypes();
        if (types.length == given.size()) {
            Object[] direct = convertAll(types, given);
            if (direct != null) {
                return Optional.of(new Fit(m, direct, cost(types, given)));
            }
        }
        int fixed = types.length - 1;
        if (!m.isVarArgs() || given.size() < fixed) {
            return Optional.empty();
        }
        Class<?>[] head = Arrays.copyOf(types, fixed);
        Class<?>[] tail = new Class<?>[given.size() - fixed];
        Arrays.fill(tail, types[fixed].getComponentType());
        Object[] first = convertAll(head, given.subList(0, fixed));
        Object[] rest = convertAll(tail, given.subList(fixed, given.size()));
        if (first == null || rest == null) {
            return Optional.empty();
        }
        Object[] arguments = Arrays.copyOf(first, types.length);
        arguments[fixed] = array(types[fixed].getComponentType(), rest);
        return Optional.of(new Fit(m, arguments, 100 + cost(head, given)
                + cost(tail, given.subList(fixed, given.size()))));
    }

    private static Object array(Class<?> element, Object[] items) {
        Object array = java.lang.reflect.Array.newInstance(element, items.length);
        for (int i = 0; i < items.length; i++) {
            java.lang.reflect.Array.set(array, i, items[i]);
        }
        return array;
    }

    @org.jspecify.annotations.Nullable
    private static Object[] convertAll(Class<?>[] types, List<Object> given) {
        Object[] out = new Object[types.length];
        for (int i = 0; i < out.length; i++) {
            Optional<Object> v = convert(types[i], given.get(i));
            if (v.isEmpty()) {
                return null;
            }
            out[i] = v.get();
        }
        return out;
    }

    private static Optional<Object> convert(Class<?> type, Object v) {
        if (type.isArray() && v instanceof Object[] items) {
            Class<?>[] types = new Class<?>[items.length];
            Arrays.fill(types, type.getComponentType());
            Object[] converted = convertAll(types, Arrays.asList(items));
            return converted == null ? Optional.empty() : Optional.of(array(type.getComponentType(), converted));
        }
        if (type.isPrimitive()) {
            return Operators.widen(type.getName(), v);
        }
        return type.isInstance(v) && (!(v instanceof Special) || v == Special.UNKNOWN)
                ? Optional.of(v) : Optional.empty();
    }

    private static int cost(Class<?>[] types, List<Object> given) {
        int cost = 0;
        for (int i = 0; i < types.length; i++) {
            boolean exact = Operators.typeName(given.get(i)).equals(types[i].getName())
                    || types[i] == given.get(i).getClass();
            boolean isReal = types[i] == double.class;
            cost += exact ? 0 : types[i] == Object.class ? 10 : isReal ? 3 : types[i] == float.class ? 2 : 1;
        }
        return cost;
    }

    private static String signature(Method m) {
        List<String> types = new ArrayList<>();
        for (Class<?> t : m.getParameterTypes()) {
            types.add(t.getSimpleName());
        }
        String all = String.join(", ", types);
        return "(" + (m.isVarArgs() ? all.substring(0, all.length() - 2) + "…" : all) + ")";
    }

    static String describe(List<Object> values) {
        return values.stream().map(Operators::typeName).collect(Collectors.joining(", "));
    }
}
