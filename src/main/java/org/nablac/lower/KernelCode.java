package org.nablac.lower;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import org.nablac.code.Expr.Var;
import org.nablac.code.Function;
import org.nablac.lower.lanes.LaneFold;
import org.nablac.lower.lanes.LaneLoops;
import org.nablac.tensor.DType;

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

    /** The same with other functions for those numbers of lanes for which there are some. */
    KernelCode with(IntFunction<Optional<Variant>> others) {
        Map<Integer, Variant> all = new LinkedHashMap<>(lanes);
        WIDTHS.forEach(length -> others.apply(length).ifPresent(v -> all.put(length, v)));
        return new KernelCode(function, arguments, range, cut, all);
    }

    /** The same with what the turns of a loop have in common held in vectors. */
    KernelCode holding() {
        return with(length -> LaneLoops.holding(function, length).map(f -> new Variant(f, arguments)));
    }

    /** A function that does what the kernel does. */
    public record Variant(Function function, List<Argument> arguments) {
        public Variant {
            arguments = List.copyOf(arguments);
        }

        /** The arrays of the 16 virtual lanes of sums, which have room for 16 of each. */
        public Set<Var> privates() {
            Set<Var> all = new HashSet<>();
            for (int i = 0; i < arguments.size(); i++) {
                if (arguments.get(i) instanceof Argument.Scratch s && s.dtype() == DType.F32
                        && s.size().is(LaneFold.LANES * LaneFold.LANES)) {
                    all.add(function.parameters().get(i));
                }
            }
            return all;
        }
    }
}
