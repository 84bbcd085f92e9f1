package org.nablac.tensor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One dimension of a shape: a polynomial with integer coefficients over named sizes, as {@code 784}, {@code N},
 * {@code 2*N + 1}, {@code N*M}. Two dimensions are equal if they are the same polynomial.
 */
public final class Dim {
    public static final Dim ZERO = new Dim(new TreeMap<>(Dim::compare));
    public static final Dim ONE = of(1);

    /** Coefficient of each monomial; a monomial is the sorted list of its names, the constant term the empty list. */
    private final TreeMap<List<String>, Long> terms;

    private Dim(TreeMap<List<String>, Long> terms) {
        this.terms = terms;
    }

    /** The constant {@code value}. */
    public static Dim of(long value) {
        return ZERO.plusTerm(List.of(), value);
    }

    /** The size called {@code name}, bound by each call or when a model is created. */
    public static Dim named(String name) {
        return ZERO.plusTerm(List.of(name), 1);
    }

    public Dim plus(Dim other) {
        Dim sum = this;
        for (Map.Entry<List<String>, Long> t : other.terms.entrySet()) {
            sum = sum.plusTerm(t.getKey(), t.getValue());
        }
        return sum;
    }

    public Dim minus(Dim other) {
        return plus(other.times(of(-1)));
    }

    public Dim times(Dim other) {
        Dim product = ZERO;
        for (Map.Entry<List<String>, Long> a : terms.entrySet()) {
            for (Map.Entry<List<String>, Long> b : other.terms.entrySet()) {
                List<String> names = new ArrayList<>(a.getKey());
                names.addAll(b.getKey());
                Collections.sort(names);
                product = product.plusTerm(List.copyOf(names), Math.multiplyExact(a.getValue(), b.getValue()));
            }
        }
        return product;
    }

    private Dim plusTerm(List<String> names, long coefficient) {
        TreeMap<List<String>, Long> sum = new TreeMap<>(terms);
        if (sum.merge(names, coefficient, Math::addExact) == 0) {
            sum.remove(names);
        }
        return new Dim(sum);
    }

    /** Whether no named size occurs in it. */
    public boolean isConstant() {
        return terms.isEmpty() || terms.size() == 1 && terms.firstKey().isEmpty();
    }

    /** Its value, if {@link #isConstant}. */
    public long constant() {
        if (!isConstant()) {
            throw new IllegalStateException(this + " is not a constant");
        }
        return terms.getOrDefault(List.of(), 0L);
    }

    public boolean is(long value) {
        return isConstant() && constant() == value;
    }

    /** The named sizes that occur in it, sorted. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        terms.keySet().forEach(names::addAll);
        return names;
    }

    /** Its value under {@code sizes}. */
    public long value(Sizes sizes) {
        long sum = 0;
        for (Map.Entry<List<String>, Long> t : terms.entrySet()) {
            long product = t.getValue();
            for (String name : t.getKey()) {
                product = Math.multiplyExact(product, sizes.get(name));
            }
            sum = Math.addExact(sum, product);
        }
        return sum;
    }

    /** This polynomial with {@code name} replaced by {@code value}. */
    public Dim bind(String name, Dim value) {
        Dim sum = ZERO;
        for (Map.Entry<List<String>, Long> t : terms.entrySet()) {
            Dim product = of(t.getValue());
            for (String n : t.getKey()) {
                product = product.times(n.equals(name) ? value : named(n));
            }
            sum = sum.plus(product);
        }
        return sum;
    }

    /** Each term as (coefficient, names), in printing order: what code that computes the dimension is made from. */
    public List<Map.Entry<List<String>, Long>> terms() {
        return List.copyOf(terms.entrySet());
    }

    /** Reads what {@link #toString} prints. */
    public static Dim parse(String text) {
        Dim sum = ZERO;
        for (String term : text.replace(" ", "").replace("-", "+-").split("\\+")) {
            if (term.isEmpty()) {
                continue;
            }
            Dim product = ONE;
            String unsigned = term;
            if (term.startsWith("-")) {
                product = of(-1);
                unsigned = term.substring(1);
            }
            for (String factor : unsigned.split("\\*")) {
                boolean number = !factor.isEmpty() && factor.chars().allMatch(Character::isDigit);
                if (!number && !factor.matches("[A-Za-z_$][A-Za-z0-9_$]*")) {
                    throw new IllegalArgumentException("'" + text + "' is not a dimension: write 784, N or 2*N + 1");
                }
                product = product.times(number ? of(Long.parseLong(factor)) : named(factor));
            }
            sum = sum.plus(product);
        }
        return sum;
    }

    /** Higher degree first, then by name, the constant last. */
    private static int compare(List<String> a, List<String> b) {
        return a.size() != b.size()
                ? Integer.compare(b.size(), a.size())
                : Comparator.<String>naturalOrder().compare(String.join("*", a), String.join("*", b));
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Dim d && terms.equals(d.terms);
    }

    @Override
    public int hashCode() {
        return terms.hashCode();
    }

    /** As {@code 2*N*M - N + 1}. */
    @Override
    public String toString() {
        if (terms.isEmpty()) {
            return "0";
        }
        StringBuilder s = new StringBuilder();
        terms.forEach((names, coefficient) -> {
            if (!s.isEmpty()) {
                s.append(coefficient < 0 ? " - " : " + ");
            } else if (coefficient < 0) {
                s.append('-');
            }
            long size = Math.abs(coefficient);
            if (size != 1 || names.isEmpty()) {
                s.append(size).append(names.isEmpty() ? "" : "*");
            }
            s.append(String.join("*", names));
        });
        return s.toString();
    }
}
