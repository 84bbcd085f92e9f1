package org.nablac;

import java.util.Arrays;
import org.nablac.tensor.Dim;
import org.nablac.tensor.Shape;
import org.nablac.tensor.UserError;

/** Sizes as an author writes them: ints and named sizes. */
final class Sizes {
    private Sizes() {
    }

    static Shape shape(Object... sizes) {
        return new Shape(Arrays.stream(sizes).map(Sizes::dim).toList());
    }

    static Dim dim(Object size) {
        return switch (size) {
            case Dim d -> d;
            case Integer i when i > 0 -> Dim.of(i);
            case Integer i -> throw new UserError("a size is positive, given is " + i);
            case Tensor t -> throw new UserError("a size is an int or a Dim, given is a Tensor " + t.shape());
            case String s -> throw new UserError("a size is an int or a Dim, given is \"" + s
                    + "\"; write dim(\"" + s + "\")");
            default -> throw new UserError("a size is an int or a Dim, given is a " + size.getClass().getSimpleName());
        };
    }

    static Dim named(String name) {
        if (!name.matches("[A-Za-z_$][A-Za-z0-9_$]*")) {
            throw new UserError("'" + name + "' is not the name of a size: write a Java name, as rows");
        }
        return Dim.named(name);
    }
}
