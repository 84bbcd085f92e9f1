package org.nablac;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.nablac.graph.Node;

/** The names that fields give to what they hold: {@code first.a}, {@code layers.0.b}. */
public final class FieldNames {
    private static final Comparator<String> BEST = Comparator
            .comparing((String s) -> s.chars().filter(c -> c == '.').count())
            .thenComparing(String::length).thenComparing(Comparator.naturalOrder());
    private final Reader reader;
    private final Map<Node, String> names = new HashMap<>();
    private final Map<Object, String> seen = new IdentityHashMap<>();

    private FieldNames(Reader reader) {
        this.reader = reader;
    }

    /** Field name to value of one object of the model; nothing for objects that are no part of it. */
    public interface Reader {
        Map<String, Object> fields(Object object);
    }

    /** The best name of every tensor below {@code model}: fewest parts, then shortest, then first in the alphabet. */
    static Map<Node, String> of(Object model, Reader reader) {
        FieldNames walk = new FieldNames(reader);
        walk.children("", model);
        return walk.names;
    }

    private void visit(String path, Object value) {
        if (value instanceof Tensor t) {
            names.merge(t.node(), path, (a, b) -> BEST.compare(a, b) <= 0 ? a : b);
        } else if (!seen.containsKey(value) || BEST.compare(path, seen.get(value)) < 0) {
            seen.put(value, path);
            children(path + ".", value);
        }
    }

    private void children(String prefix, Object value) {
        if (value instanceof Object[] array) {
            items(prefix, Arrays.asList(array));
        } else if (value instanceof List<?> list) {
            items(prefix, list);
        } else {
            reader.fields(value).forEach((name, field) -> visit(prefix + name, field));
        }
    }

    private void items(String prefix, List<?> items) {
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) != null) {
                visit(prefix + i, items.get(i));
            }
        }
    }
}
