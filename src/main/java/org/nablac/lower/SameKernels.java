package org.nablac.lower;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.code.Stmt;
import org.nablac.code.Tree;
import org.nablac.code.Type;

/**
 * Finds kernels that do the same to other arrays, as those of layers of one shape: their functions for scalars differ
 * in the names of variables alone, and then each form of the one does what the other needs.
 */
final class SameKernels {
    private final Map<Like, List<Known>> known = new HashMap<>();

    /** What is cheap to compare, so that few functions are compared statement by statement. */
    private record Like(String kernel, List<Type> parameters, List<Object> arguments, Optional<Range> range,
                        Cut cut) {
    }

    /** A kernel, and its statements with variables that are called by their positions. */
    private record Known(KernelCode kernel, List<Stmt> body) {
    }

    /**
     * The kernel with this function for scalars: that of another kernel, called with these arguments, if one has the
     * same; else a new one.
     *
     * @param lanes makes the forms for lanes of a new one
     */
    KernelCode kernel(KernelCode.Variant scalar, Optional<Range> range, Cut cut,
                      Supplier<Map<Integer, KernelCode.Variant>> lanes) {
        Like like = new Like(scalar.function().doc().replaceAll("%\\d+", "%"), scalar.function().parameterTypes(),
                scalar.arguments().stream().map(SameKernels::kind).toList(), range, cut);
        List<Stmt> body = positional(scalar);
        List<Known> candidates = known.computeIfAbsent(like, k -> new ArrayList<>());
        for (Known k : candidates) {
            if (k.body.equals(body)) {
                return called(k.kernel, scalar.arguments());
            }
        }
        KernelCode made = new KernelCode(scalar.function(), scalar.arguments(), range, cut, lanes.get());
        candidates.add(new Known(made, body));
        return made;
    }

    /** What an argument may be another for: an array of the same sort; a number of a stream. All else is itself. */
    private static Object kind(Argument a) {
        return switch (a) {
            case Argument.Leaf l -> Argument.Leaf.class;
            case Argument.Slot s -> s.perRow();
            case Argument.Output o -> Argument.Output.class;
            case Argument.Stream s -> Argument.Stream.class;
            case Argument.Size s -> s;
            case Argument.First f -> f;
            case Argument.Last l -> l;
            case Argument.BlockFirst f -> f;
            case Argument.BlockLast l -> l;
            case Argument.Example e -> e;
            case Argument.Next n -> n;
            case Argument.Nonzeros n -> n;
            case Argument.Seed s -> s;
            case Argument.Step s -> s;
            case Argument.Scratch s -> s;
            case Argument.Marks m -> m;
            case Argument.OfLoop l -> l;
        };
    }

    /** {@code kernel} with these arguments of its function for scalars in the place of its own, in every form. */
    private static KernelCode called(KernelCode kernel, List<Argument> arguments) {
        Map<Argument, Argument> by = new HashMap<>();
        for (int k = 0; k < arguments.size(); k++) {
            by.put(kernel.arguments().get(k), arguments.get(k));
        }
        Map<Integer, KernelCode.Variant> lanes = new LinkedHashMap<>();
        kernel.lanes().forEach((width, v) -> lanes.put(width, new KernelCode.Variant(v.function(),
                v.arguments().stream().map(a -> by.getOrDefault(a, a)).toList())));
        return new KernelCode(kernel.function(), arguments, kernel.range(), kernel.cut(), lanes);
    }

    private static List<Stmt> positional(KernelCode.Variant v) {
        Map<Var, Expr> by = new HashMap<>();
        List<Var> all = new ArrayList<>(v.function().parameters());
        all.addAll(Tree.declared(v.function().body()));
        for (int k = 0; k < all.size(); k++) {
            by.put(all.get(k), Code.v("#" + k, all.get(k).type()));
        }
        return Tree.replace(v.function().body(), by);
    }
}
