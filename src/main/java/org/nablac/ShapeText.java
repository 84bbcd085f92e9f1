package org.nablac;

import java.util.Optional;
import java.util.function.Function;
import org.nablac.tensor.Dim;
import org.nablac.tensor.Shape;
import org.nablac.tensor.UserError;

/** The strings of {@link org.nablac.Shape}, {@link Index} and {@link Labels}. */
public final class ShapeText {
    private ShapeText() {
    }

    /**
     * The shape that {@code text} describes.
     *
     * @param constants the value of a name that is a constant; other names are named sizes
     * @throws UserError if it does not parse, or a size is not positive
     */
    public static Shape parse(String text, Function<String, Optional<Integer>> constants) {
        Shape shape;
        try {
            shape = Shape.parse(text);
        } catch (IllegalArgumentException e) {
            throw new UserError("the shape \"" + text + "\": " + e.getMessage(), e);
        }
        for (String name : shape.names()) {
            Optional<Integer> value = constants.apply(name);
            shape = value.isPresent() ? shape.bind(name, Dim.of(value.get())) : shape;
        }
        for (Dim d : shape.dims()) {
            if (d.isConstant() && d.constant() <= 0) {
                throw new UserError("the shape \"" + text + "\" has the size " + d + "; a size is positive");
            }
        }
        return shape;
    }
}
