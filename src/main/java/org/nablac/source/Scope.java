package org.nablac.source;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The local variables of a block, inside of those of the blocks around it. */
final class Scope {
    private final Optional<Scope> outer;
    private final Map<String, Local> locals = new HashMap<>();

    Scope(Optional<Scope> outer) {
        this.outer = outer;
    }

    /** A variable; its declared type converts what is assigned to it. */
    static final class Local {
        final String type;
        Object value;

        Local(String type, Object value) {
            this.type = type;
            this.value = value;
        }
    }

    Scope inner() {
        return new Scope(Optional.of(this));
    }

    void declare(String name, String type, Object value) {
        locals.put(name, new Local(type, value));
    }

    Optional<Local> find(String name) {
        Local own = locals.get(name);
        return own != null ? Optional.of(own) : outer.flatMap(o -> o.find(name));
    }

    Set<String> names() {
        Set<String> names = new TreeSet<>(locals.keySet());
        outer.ifPresent(o -> names.addAll(o.names()));
        return names;
    }
}
