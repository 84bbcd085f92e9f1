package org.nablac.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The dimensions of a tensor, outermost first; row-major. {@code []} is a scalar. */
public record Shape(List<Dim> dims) {
    public static final Shape SCALAR = new Shape(List.of());

    public Shape {
        dims = List.copyOf(dims);
    }

    public static Shape of(Dim... dims) {
        return new Shape(List.of(dims));
    }

    public static Shape of(long... dims) {
        return new Shape(Arrays.stream(dims).mapToObj(Dim::of).toList());
    }

    public int rank() {
        return dims.size();
    }

    public Dim dim(int axis) {
        return dims.get(axis);
    }

    /** Number of elements. */
    public Dim count() {
        return dims.stream().reduce(Dim.ONE, Dim::times);
    }

    /** Number of elements under {@code sizes}; an error if it does not fit an int, the limit of a Java array. */
    public int size(Sizes sizes) {
        long count = count().value(sizes);
        if (count < 0 || count > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(this + " has " + count
                    + " elements; a Java array holds at most 2^31 - 9");
        }
        return (int) count;
    }

    /** The dimensions as ints under {@code sizes}. */
    public int[] values(Sizes sizes) {
        return dims.stream().mapToInt(d -> Math.toIntExact(d.value(sizes))).toArray();
    }

    /** Number of elements per step along {@code axis} in row-major order. */
    public Dim stride(int axis) {
        return dims.subList(axis + 1, rank()).stream().reduce(Dim.ONE, Dim::times);
    }

    /** This shape without the given axes. */
    public Shape without(List<Integer> axes) {
        List<Dim> rest = new ArrayList<>();
        for (int a = 0; a < rank(); a++) {
            if (!axes.contains(a)) {
                rest.add(dims.get(a));
            }
        }
        return new Shape(rest);
    }

    public Shape with(int axis, Dim dim) {
        List<Dim> changed = new ArrayList<>(dims);
        changed.set(axis, dim);
        return new Shape(changed);
    }

    public Shape bind(String name, Dim value) {
        return new Shape(dims.stream().map(d -> d.bind(name, value)).toList());
    }

    /** The named sizes that occur in it, sorted. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        dims.forEach(d -> names.addAll(d.names()));
        return names;
    }

    /** Reads what {@link #toString} prints; the brackets may be left out. */
    public static Shape parse(String text) {
        String inner = text.strip();
        if (inner.startsWith("[") && inner.endsWith("]")) {
            inner = inner.substring(1, inner.length() - 1);
        }
        if (inner.isBlank()) {
            return SCALAR;
        }
        return new Shape(Arrays.stream(inner.split(",", -1)).map(Dim::parse).toList());
    }

    @Override
    public String toString() {
        return dims.stream().map(Dim::toString).collect(Collectors.joining(", ", "[", "]"));
    }
}
