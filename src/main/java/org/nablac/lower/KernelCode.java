package org.nablac.lower;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nablac.code.Function;

/**
 * A lowered kernel and what each of its parameters stands for.
 *
 * @param function for scalars
 * @param range what a call can do a part of; nothing where it does all
 * @param cut what the rows of a block are to it
 * @param lanes for some numbers of lanes the same kernel in vectors of so many, with the same bits;
 *     nothing where that does not pay
 */
public record KernelCode(Function function, List<Argument> arguments, Optional<Range> range, Cut cut,
                         Map<Integer, Variant> lanes) {
    /** The numbers of lanes that there are: of vectors of 128, 256 and 512 bits. */
    public static final List<Integer> WIDTHS = List.of(4, 8, 16);

    public KernelCode {
        arguments = List.copyOf(arguments);
        lanes = Collections.unmodifiableMap(new LinkedHashMap<>(lanes));
    }

    /** Whether the part that a call is asked for is one of the rows of a block. */
    public boolean isPartOfBlock() {
        return cut == Cut.ROWS && range.filter(r -> r.axis() == 0).isPresent();
    }

    /** A function that does what the kernel does. */
    public record Variant(Function function, List<Argument> arguments) {
        public Variant {
            arguments = List.copyOf(arguments);
        }
    }
}
