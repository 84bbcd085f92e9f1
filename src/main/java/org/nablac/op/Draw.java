package org.nablac.op;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;
import org.nablac.tensor.Shape;
import org.nablac.tensor.Sizes;

/**
 * The choices of one random sample: small shapes, some with named dimensions.
 *
 * @param sizes values of the named dimensions that occur
 * @param floating the dtype of floats
 * @param preferred shapes to choose before new ones, where they fit
 */
public record Draw(RandomGenerator random, Sizes sizes, DType floating, List<Shape> preferred) {
    public Draw {
        preferred = List.copyOf(preferred);
    }

    /** Dimensions 1 to 4, and a named N and M of the same sizes. */
    public static Draw of(RandomGenerator random, DType floating) {
        Sizes sizes = Sizes.of("N", 1 + random.nextInt(4)).with("M", 1 + random.nextInt(4));
        return new Draw(random, sizes, floating, List.of());
    }

    /** One of 0 … bound − 1. */
    public int below(int bound) {
        return random.nextInt(bound);
    }

    public boolean coin() {
        return random.nextBoolean();
    }

    public double between(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    /** A number that a float32 holds too. */
    public double fraction(double low, double high) {
        return Math.rint(between(low, high) * 64) / 64;
    }

    public <T> T one(List<T> of) {
        return of.get(below(of.size()));
    }

    /** Constant, or one of the named ones. */
    public Dim dim() {
        if (below(3) > 0) {
            return Dim.of(1 + below(4));
        }
        return Dim.named(one(sizes.values().keySet().stream().sorted().toList()));
    }

    public int size(Dim dim) {
        return Math.toIntExact(dim.value(sizes));
    }

    /** A shape of at least {@code low} and at most {@code high} axes. */
    public Shape shape(int low, int high) {
        List<Shape> fitting = preferred.stream().filter(s -> low <= s.rank() && s.rank() <= high).toList();
        if (!fitting.isEmpty() && below(4) > 0) {
            return one(fitting);
        }
        List<Dim> dims = new ArrayList<>();
        for (int rank = low + below(high - low + 1); rank > 0; rank--) {
            dims.add(dim());
        }
        return new Shape(dims);
    }

    /** Some axes of a shape of this rank, ascending; perhaps none, perhaps all. */
    public List<Integer> axes(int rank) {
        return Axes.all(rank).stream().filter(a -> coin()).toList();
    }
}
