package org.nablac;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.TreeMap;

/** What {@link Model}'s members say, as options by name. */
public final class Defaults {
    private Defaults() {
    }

    /** The members and their types. */
    public static Map<String, Class<?>> types() {
        Map<String, Class<?>> types = new TreeMap<>();
        for (Method m : Model.class.getDeclaredMethods()) {
            types.put(m.getName(), m.getReturnType());
        }
        return types;
    }

    /** The members that say something, as text. */
    public static Map<String, String> of(Map<String, Object> members) {
        Map<String, String> said = new TreeMap<>();
        for (Method m : Model.class.getDeclaredMethods()) {
            Object value = members.get(m.getName());
            if (value != null && !value.equals(m.getDefaultValue())) {
                said.put(m.getName(), value.toString());
            }
        }
        return said;
    }
}
