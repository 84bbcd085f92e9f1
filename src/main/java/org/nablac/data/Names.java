package org.nablac.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The numbers that names get while files are read: either a new name gets the next number, or the names are fixed. */
final class Names {
    private final List<String> names;
    private final Map<String, Integer> numbers;
    private final boolean fixed;

    private Names(List<String> names, boolean fixed) {
        this.names = new ArrayList<>(names);
        this.numbers = HashMap.newHashMap(names.size());
        this.fixed = fixed;
        for (int k = 0; k < names.size(); k++) {
            numbers.put(names.get(k), k);
        }
    }

    static Names growing() {
        return new Names(List.of(), false);
    }

    static Names fixed(Vocabulary vocabulary) {
        return new Names(vocabulary.names(), true);
    }

    /** The number of a name; empty if it is not among fixed names. */
    OptionalInt number(String name) {
        Integer known = numbers.get(name);
        if (known != null) {
            return OptionalInt.of(known);
        }
        if (fixed) {
            return OptionalInt.empty();
        }
        int next = names.size();
        names.add(name);
        numbers.put(name, next);
        return OptionalInt.of(next);
    }

    int size() {
        return names.size();
    }

    Vocabulary vocabulary() {
        return Vocabulary.numbered(names);
    }
}
