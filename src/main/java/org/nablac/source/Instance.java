package org.nablac.source;

import java.util.LinkedHashMap;
import java.util.Map;

/** An object of a class of the source: its fields. An enum constant has its name. */
final class Instance {
    private final TypeInfo type;
    private final String constant;
    private final Object outer;
    private final Map<String, Object> fields = new LinkedHashMap<>();

    Instance(TypeInfo type, String constant, Object outer) {
        this.type = type;
        this.outer = outer;
        this.constant = constant;
    }

    TypeInfo type() {
        return type;
    }

    Map<String, Object> fields() {
        return fields;
    }

    /** The name of an enum constant; empty for other objects. */
    String constant() {
        return constant;
    }

    /** The object around an object of an inner class; UNSET for others. */
    Object outer() {
        return outer;
    }

    @Override
    public String toString() {
        return constant.isEmpty() ? type.name() : constant;
    }
}
