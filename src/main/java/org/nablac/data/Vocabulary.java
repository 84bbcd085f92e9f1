package org.nablac.data;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Names numbered 0, 1, …; immutable. */
public final class Vocabulary {
    private final List<String> names;
    private final Map<String, Integer> numbers;

    private Vocabulary(List<String> names, Map<String, Integer> numbers) {
        this.names = names;
        this.numbers = numbers;
    }

    /**
     * Name k gets number k. Where a name occurs twice, {@link #number} gives its first number.
     *
     * @param names in the order of their numbers
     */
    public static Vocabulary numbered(List<String> names) {
        Map<String, Integer> numbers = HashMap.newHashMap(names.size());
        for (int k = 0; k < names.size(); k++) {
            numbers.putIfAbsent(names.get(k), k);
        }
        return new Vocabulary(List.copyOf(names), numbers);
    }

    public int size() {
        return names.size();
    }

    /** The name of a number in 0 … size() - 1. */
    public String name(int number) {
        return names.get(number);
    }

    /** The number of a name, if it is known. */
    public OptionalInt number(String name) {
        Integer number = numbers.get(name);
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    /** All names, name k at index k. */
    public List<String> names() {
        return names;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Vocabulary v && names.equals(v.names);
    }

    @Override
    public int hashCode() {
        return names.hashCode();
    }

    @Override
    public String toString() {
        return names.size() + " names";
    }
}
