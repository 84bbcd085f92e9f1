package org.nablac.compile;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.nablac.graph.Model;
import org.nablac.graph.Node;
import org.nablac.tensor.Dim;
import org.nablac.tensor.UserError;

/**
 * A model made from compiled code, reached by name: what trains and predicts where the generated class is not known
 * when the program is written. Arrays are passed and returned as the class does it: {@code float[]}, {@code double[]},
 * {@code int[]}, row-major.
 */
public final class ModelInstance {
    private final Compiled compiled;
    private final Class<?> type;
    private final Object model;

    private ModelInstance(Compiled compiled, Class<?> type, Object model) {
        this.compiled = compiled;
        this.type = type;
        this.model = model;
    }

    /**
     * A new model.
     *
     * @param sizes each size of the model, by name
     * @throws UserError if a size is missing, unknown or not positive
     */
    public static ModelInstance create(Compiled compiled, long seed, Map<String, Integer> sizes) {
        List<String> names = compiled.model().dims();
        Set<String> unknown = new LinkedHashSet<>(sizes.keySet());
        names.forEach(unknown::remove);
        List<String> missing = names.stream().filter(n -> !sizes.containsKey(n)).toList();
        if (!unknown.isEmpty() || !missing.isEmpty()) {
            throw new UserError("the model " + compiled.model().name() + " has the sizes " + names + "; "
                    + (missing.isEmpty() ? "unknown is " + unknown : "missing is " + missing));
        }
        List<Object> arguments = new ArrayList<>(List.of(seed));
        names.forEach(n -> arguments.add(sizes.get(n)));
        Class<?> type = compiled.load();
        return new ModelInstance(compiled, type, call(type, null, "create", arguments));
    }

    /** The model that {@link #save} wrote. @throws UserError if the file is damaged, missing or of another model */
    public static ModelInstance load(Compiled compiled, Path weights) {
        Class<?> type = compiled.load();
        return new ModelInstance(compiled, type, call(type, null, "load", List.of(weights)));
    }

    /**
     * Writes the model; what was there before is replaced at once, or stays.
     *
     * @throws UserError if that is not possible
     */
    public void save(Path weights) {
        call("save", List.of(weights));
    }

    /** One training step. Returns the loss before it. */
    public float step(Map<String, Integer> sizes, Object[] inputs, float rate) {
        List<Object> arguments = new ArrayList<>(sizes(lossMethod(), sizes));
        arguments.addAll(Arrays.asList(inputs));
        arguments.add(rate);
        return ((Number) call("step", arguments)).floatValue();
    }

    /** One pass over all examples in a random order. Returns the mean loss. */
    public float epoch(int examples, Object[] inputs, int batch, float rateFrom, float rateTo) {
        return pass("epoch", examples, inputs, batch, rateFrom, rateTo);
    }

    /** One pass over all examples in the order in which they lie. Returns the mean loss. */
    public float epochInOrder(int examples, Object[] inputs, int batch, float rateFrom, float rateTo) {
        return pass("epochInOrder", examples, inputs, batch, rateFrom, rateTo);
    }

    private float pass(String method, int examples, Object[] inputs, int batch, float rateFrom, float rateTo) {
        List<Object> arguments = new ArrayList<>(List.of(examples));
        arguments.addAll(Arrays.asList(inputs));
        arguments.addAll(List.of(batch, rateFrom, rateTo));
        return ((Number) call(method, arguments)).floatValue();
    }

    /** A method of the model: an array, or a number if it gives a scalar. */
    public Object call(String method, Map<String, Integer> sizes, Object[] inputs) {
        Model.Method m = compiled.model().methods().stream().filter(x -> x.name().equals(method)).findFirst()
                .orElseThrow(() -> new UserError("the model " + compiled.model().name() + " has no method " + method));
        List<Object> arguments = new ArrayList<>(sizes(m, sizes));
        arguments.addAll(Arrays.asList(inputs));
        return call(method, arguments);
    }

    /** A copy of the values of this parameter. */
    public Object parameter(String name) {
        return isNamed() ? call("parameter", List.of(name))
                : call(named(Parts.accessors(labels(), compiled.model().dims()), name), List.of());
    }

    /** Sets the values of this parameter, an array as {@link #parameter(String)} gives. */
    public void parameter(String name, Object values) {
        if (isNamed()) {
            call("setParameter", List.of(name, values));
        } else {
            List<String> methods = compiled.model().methods().stream().map(Model.Method::name).toList();
            call(named(Parts.setters(labels(), methods), name), List.of(values));
        }
    }

    private List<String> labels() {
        return compiled.model().parameters().stream().map(Model.Parameter::name).toList();
    }

    private static String named(Map<String, String> methods, String parameter) {
        if (!methods.containsKey(parameter)) {
            throw new UserError("the model has no parameter '" + parameter + "'; it has " + methods.keySet());
        }
        return methods.get(parameter);
    }

    /** Whether the class finds what it holds by name. */
    private boolean isNamed() {
        return Arrays.stream(type.getMethods()).anyMatch(m -> m.getName().equals("parameter")
                && Arrays.equals(m.getParameterTypes(), new Class<?>[] {String.class}));
    }

    /**
     * Among how many threads large training steps are shared at the most; as many as processors if nobody says. The
     * same bits come of any number.
     *
     * @throws UserError if it is not positive
     */
    public void threads(int most) {
        checkThreads(most);
        call("threads", List.of(most));
    }

    /** @throws UserError if that is no number of threads */
    public static void checkThreads(int threads) {
        if (threads < 1) {
            throw new UserError("the threads are " + threads + ", they must be at least 1");
        }
    }

    /** Each size of the model, by name. */
    public Map<String, Integer> sizes() {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        compiled.model().dims().forEach(d -> sizes.put(d, (Integer) call(Parts.sizeName(d), List.of())));
        return sizes;
    }

    /** How many training steps were taken. */
    public long steps() {
        return (Long) call("steps", List.of());
    }

    /** For each of {@link Compiled#profiled} its calls and their nanoseconds, side by side: the counters themselves. */
    public long[] kernelTimes() {
        return (long[]) call("kernelTimes", List.of());
    }

    /** The object of the generated class itself, for a caller that links to the class. */
    public Object object() {
        return model;
    }

    public Compiled compiled() {
        return compiled;
    }

    private Model.Method lossMethod() {
        return compiled.model().methods().stream().filter(Model.Method::isLoss).findFirst()
                .orElseThrow(() -> new UserError("the model " + compiled.model().name() + " has no method with @Loss"));
    }

    /** The call's sizes in the order of the class's parameters. */
    private List<Object> sizes(Model.Method m, Map<String, Integer> given) {
        Set<String> names = new LinkedHashSet<>();
        for (Node i : m.inputs()) {
            for (Dim d : i.shape().dims()) {
                names.addAll(d.names());
            }
        }
        names.removeAll(compiled.model().dims());
        List<Object> values = new ArrayList<>();
        for (String n : names) {
            if (!given.containsKey(n)) {
                throw new UserError(m.name() + " needs the size " + n + "; given are " + given.keySet());
            }
            values.add(given.get(n));
        }
        return values;
    }

    private Object call(String name, List<Object> arguments) {
        return call(type, model, name, arguments);
    }

    private static boolean takes(Class<?>[] types, List<Object> arguments) {
        return types.length == arguments.size() && IntStream.range(0, types.length)
                .allMatch(i -> types[i].isPrimitive() || types[i].isInstance(arguments.get(i)));
    }

    private static Object call(Class<?> type, @org.jspecify.annotations.Nullable Object on, String name,
            List<Object> arguments) {
        Method method = Arrays.stream(type.getMethods())
                .filter(m -> m.getName().equals(name) && takes(m.getParameterTypes(), arguments))
                .findFirst().orElseThrow(() -> new UserError("the class " + type.getSimpleName() + " has no method "
                        + name + " of these arguments"));
        Object[] converted = arguments.toArray();
        for (int i = 0; i < converted.length; i++) {
            if (method.getParameterTypes()[i] == double.class && converted[i] instanceof Number n) {
                converted[i] = n.doubleValue();
            }
        }
        try {
            return method.invoke(on, converted);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof java.io.IOException || e.getCause() instanceof IllegalArgumentException) {
                throw new UserError(String.valueOf(e.getCause().getMessage()), e.getCause());
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
