package org.nablac.graph;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;
import org.nablac.tensor.Shape;
import org.nablac.tensor.TensorType;

/**
 * The attributes of an op are its record components: int, long, double, boolean, String, an enum, DType, Dim, Shape,
 * TensorType, or a list of ints. Here they are listed, printed, parsed and replaced, for all ops alike.
 */
public final class Attributes {
    private Attributes() {
    }

    /** Name and value of each attribute, in order. */
    public static Map<String, Object> of(Op op) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (RecordComponent c : op.getClass().getRecordComponents()) {
            try {
                c.getAccessor().setAccessible(true);
                all.put(c.getName(), c.getAccessor().invoke(op));
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException("the attribute " + c.getName() + " of " + op.name()
                        + " cannot be read", e);
            }
        }
        return all;
    }

    /** The op with {@code f} applied to each attribute; the op itself if nothing changes. */
    public static Op map(Op op, UnaryOperator<Object> f) {
        Object[] values = of(op).values().stream().map(f).toArray();
        return Arrays.equals(values, of(op).values().toArray()) ? op : make(op.getClass(), values);
    }

    /** {@code {axes=[1], keep=true}}, or nothing for an op without attributes. */
    static String print(Op op) {
        Map<String, Object> all = of(op);
        if (all.isEmpty()) {
            return "";
        }
        List<String> parts = new ArrayList<>();
        all.forEach((name, value) -> parts.add(name + "=" + print(value)));
        return "{" + String.join(", ", parts) + "}";
    }

    private static String print(Object value) {
        return value instanceof String s ? '"' + s + '"' : value.toString();
    }

    /** Reads the inside of what {@link #print} prints for an op of class {@code type}. */
    static Op parse(Class<? extends Op> type, String text) {
        RecordComponent[] components = type.getRecordComponents();
        List<String> parts = split(text);
        if (parts.size() != components.length) {
            throw new IllegalArgumentException(type.getSimpleName() + " has " + components.length
                    + " attributes, given are {" + text + "}");
        }
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            String prefix = components[i].getName() + "=";
            if (!parts.get(i).startsWith(prefix)) {
                throw new IllegalArgumentException("expected '" + prefix + "…', found '" + parts.get(i) + "'");
            }
            values[i] = value(components[i].getType(), parts.get(i).substring(prefix.length()));
        }
        return make(type, values);
    }

    private static Object value(Class<?> type, String text) {
        if (type == int.class) {
            return Integer.parseInt(text);
        } else if (type == long.class) {
            return Long.parseLong(text);
        } else if (type == double.class) {
            return Double.parseDouble(text);
        } else if (type == boolean.class) {
            return Boolean.parseBoolean(text);
        } else if (type == String.class) {
            return text.substring(1, text.length() - 1);
        } else if (type == DType.class) {
            return DType.parse(text);
        } else if (type == Dim.class) {
            return Dim.parse(text);
        } else if (type == Shape.class) {
            return Shape.parse(text);
        } else if (type == TensorType.class) {
            return TensorType.parse(text);
        } else if (type == List.class) {
            String inner = text.substring(1, text.length() - 1).strip();
            return inner.isEmpty() ? List.of()
                    : Arrays.stream(inner.split(",")).map(s -> Integer.valueOf(s.strip())).toList();
        } else if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants()).filter(c -> c.toString().equals(text)).findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is not a " + type.getSimpleName()));
        }
        throw new IllegalStateException("an attribute of type " + type.getSimpleName() + " is not supported");
    }

    /** Splits at commas outside brackets and quotes. */
    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            char ch = i < text.length() ? text.charAt(i) : ',';
            quoted ^= ch == '"';
            depth += quoted ? 0 : ch == '[' ? 1 : ch == ']' ? -1 : 0;
            if (ch == ',' && depth == 0 && !quoted) {
                if (!text.substring(start, i).isBlank()) {
                    parts.add(text.substring(start, i).strip());
                }
                start = i + 1;
            }
        }
        return parts;
    }

    private static Op make(Class<? extends Op> type, Object[] values) {
        Class<?>[] types = Arrays.stream(type.getRecordComponents()).map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            Constructor<? extends Op> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " is not a record", e);
        }
    }
}
