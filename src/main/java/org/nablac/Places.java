package org.nablac;

import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.nablac.graph.Arena;
import org.nablac.graph.Origin;

/** Where in the author's source a node is made. */
final class Places {
    private static final StackWalker WALKER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
    private static final Set<Class<?>> OURS =
            Set.of(Places.class, Tensor.class, Parameter.class, Nablac.class, Blueprint.class, Broadcasting.class,
            Products.class, Indices.class);

    private Places() {
    }

    /** Makes a node that comes from the place that a front end has set, else from the line that called the API. */
    static <T> T at(Arena arena, Supplier<T> make) {
        return arena.origin().isKnown() ? make.get() : arena.at(caller(), make);
    }

    private static Origin caller() {
        Optional<StackWalker.StackFrame> frame =
                WALKER.walk(s -> s.dropWhile(f -> OURS.contains(f.getDeclaringClass())).findFirst());
        return frame.filter(f -> f.getFileName() != null && f.getLineNumber() > 0)
                .map(f -> Origin.at(f.getFileName(), f.getLineNumber(), 0)).orElse(Origin.UNKNOWN);
    }
}
