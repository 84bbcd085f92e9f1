package org.nablac.trace;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nablac.Blueprint;
import org.nablac.Defaults;
import org.nablac.Index;
import org.nablac.Labels;
import org.nablac.Loss;
import org.nablac.Model;
import org.nablac.Shape;
import org.nablac.ShapeText;
import org.nablac.Tensor;
import org.nablac.tensor.DType;
import org.nablac.tensor.UserError;

/** Traces a compiled model class. */
public final class Trace {
    private final Class<?> type;
    private final Blueprint blueprint;
    private final ClassFile file;

    private Trace(Class<?> type) {
        this.type = type;
        this.blueprint = new Blueprint(Optional.ofNullable(type.getAnnotation(Model.class)).map(Model::dtype)
                .orElse(DType.F32));
        this.file = ClassFile.of(type);
    }

    /**
     * The model that the class is: parameters in order of creation, methods by name.
     *
     * @throws UserError naming the source line, if the class is no model or its methods refuse their inputs
     */
    public static org.nablac.graph.Model model(Class<?> type) {
        Trace trace = new Trace(type);
        return trace.blueprint.within(trace::run);
    }

    private org.nablac.graph.Model run() {
        Object model = instance();
        blueprint.nameByFields(model, Trace::fields);
        Arrays.stream(type.getDeclaredMethods()).filter(Trace::isModelMethod)
                .sorted(Comparator.comparing(Method::getName))
                .forEach(m -> method(m, model));
        return blueprint.build(type.getSimpleName(), type.getPackageName(), file.sourceFile(), defaults());
    }

    private static boolean isModelMethod(Method m) {
        boolean isPublic = Modifier.isPublic(m.getModifiers()) && !Modifier.isStatic(m.getModifiers())
                && !m.isSynthetic();
        if (m.isAnnotationPresent(Loss.class) && !(isPublic && m.getReturnType() == Tensor.class)) {
            throw new UserError("the loss " + m.getName() + " must be public and return a Tensor");
        }
        return isPublic && m.getReturnType() == Tensor.class;
    }

    private Object instance() {
        try {
            var constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (NoSuchMethodException | InstantiationException e) {
            throw new UserError(type.getSimpleName() + " is no model: it needs a constructor without parameters", e);
        } catch (InvocationTargetException e) {
            throw wrong("new " + type.getSimpleName(), e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private void method(Method m, Object model) {
        List<Tensor> inputs = new ArrayList<>();
        List<String> names = file.parameterNames(m);
        for (int i = 0; i < m.getParameterCount(); i++) {
            inputs.add(input(m, i, names.get(i)));
        }
        try {
            m.setAccessible(true);
            Object output = m.invoke(model, inputs.toArray());
            if (output == null) {
                throw new UserError(m.getName() + " of " + type.getSimpleName() + " returns null");
            }
            blueprint.method(m.getName(), (Tensor) output, m.isAnnotationPresent(Loss.class), inputs);
        } catch (InvocationTargetException e) {
            throw wrong(m.getName(), e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private Tensor input(Method m, int i, String name) {
        var p = m.getParameters()[i];
        if (p.getType() != Tensor.class) {
            throw new UserError("the input " + name + " of " + m.getName() + " is a " + p.getType().getSimpleName()
                    + ": a method of a model takes Tensors; make the " + p.getType().getSimpleName() + " a constant");
        }
        Shape shape = p.getAnnotation(Shape.class);
        Index index = p.getAnnotation(Index.class);
        Labels labels = p.getAnnotation(Labels.class);
        if (shape != null && index == null && labels == null) {
            return blueprint.input(name, ShapeText.parse(shape.value(), this::constant));
        } else if (index != null && shape == null && labels == null) {
            return blueprint.index(name, ShapeText.parse(index.value(), this::constant));
        } else if (labels != null && shape == null && index == null) {
            return blueprint.labels(name, ShapeText.parse(labels.value(), this::constant));
        }
        boolean none = shape == null && index == null && labels == null;
        throw new UserError("the input " + name + " of " + m.getName() + " needs "
                + (none ? "its shape" : "one annotation only")
                + ": write @Shape(\"N, 4\"), @Index(\"N, rows\") or @Labels(\"N\")");
    }

    /** The value of an int constant that a shape names, of the class or of those around it. */
    private Optional<Integer> constant(String name) {
        for (Class<?> c = type; c != null; c = c.getEnclosingClass()) {
            for (Field f : c.getDeclaredFields()) {
                if (f.getName().equals(name) && Modifier.isStatic(f.getModifiers()) && f.getType() == int.class) {
                    return Optional.of((Integer) get(f, c));
                }
            }
        }
        return Optional.empty();
    }

    private Map<String, String> defaults() {
        Map<String, Object> members = new LinkedHashMap<>();
        Model model = type.getAnnotation(Model.class);
        if (model != null) {
            for (Method m : Model.class.getDeclaredMethods()) {
                try {
                    members.put(m.getName(), m.invoke(model));
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
        return Defaults.of(members);
    }

    /** The fields of an object of the author's classes; none of others. */
    private static Map<String, Object> fields(Object object) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (object.getClass().getClassLoader() == null || object.getClass().getPackage() == Tensor.class.getPackage()
                || object.getClass().isEnum()) {
            return fields;
        }
        for (Class<?> c = object.getClass(); c != null && c != Object.class; c = c.getSuperclass()) {
            for (Field f : c.getDeclaredFields()) {
                Object value = Modifier.isStatic(f.getModifiers()) || f.isSynthetic() ? null : get(f, object);
                if (value != null) {
                    fields.putIfAbsent(f.getName(), value);
                }
            }
        }
        return fields;
    }

    private static Object get(Field f, Object object) {
        try {
            f.setAccessible(true);
            return f.get(object);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A failure of the author's code, at the line of it that failed. */
    private UserError wrong(String method, Throwable cause) {
        Optional<StackTraceElement> place = Arrays.stream(cause.getStackTrace())
                .filter(f -> f.getFileName() != null && !f.getClassName().startsWith("java.")
                        && !f.getClassName().startsWith("org.nablac.graph.")
                        && !f.getClassName().startsWith("org.nablac.op.")
                        && !f.getClassName().startsWith("org.nablac.tensor.")
                        && !f.getClassName().matches("org\\.nablac\\.[A-Z]\\w*"))
                .findFirst();
        String at = place.map(f -> f.getFileName() + ":" + f.getLineNumber())
                .orElse(type.getSimpleName() + "." + method);
        String what = cause instanceof UserError ? cause.getMessage() : method + " failed: " + cause;
        return new UserError(at + ": error: " + what, cause);
    }
}
