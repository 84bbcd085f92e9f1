package org.nablac.lower;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.code.Function;
import org.nablac.code.Scalar;
import org.nablac.code.Stmt;
import org.nablac.code.Tree;
import org.nablac.code.Type;

/**
 * A kernel made of calls of other kernels, whose ranges are constant: it has the forms that any of them has, and each
 * calls that form of the others, or the one for scalars. Its line is that of the first of them.
 */
final class Calls {
    private static final int SCALAR = 1;

    private final int length;
    private final Map<Argument, Var> arguments = new LinkedHashMap<>();

    private Calls(int length) {
        this.length = length;
    }

    /** What such a kernel does. */
    interface Script {
        List<Stmt> statements(Calls calls);
    }

    static KernelCode kernel(String name, String doc, List<KernelCode> called, Script script) {
        Set<Integer> lengths = new TreeSet<>();
        called.forEach(k -> lengths.addAll(k.lanes().keySet()));
        List<Stmt> line = called.stream().<Stmt>flatMap(k -> Tree.firstLine(k.function().body()).stream()).limit(1)
                .toList();
        Map<Integer, KernelCode.Variant> lanes = new HashMap<>();
        lengths.forEach(l -> lanes.put(l, variant(name, doc, line, l, script)));
        KernelCode.Variant scalar = variant(name, doc, line, SCALAR, script);
        return new KernelCode(scalar.function(), scalar.arguments(), Optional.empty(), Cut.NONE, lanes);
    }

    private static KernelCode.Variant variant(String name, String doc, List<Stmt> line, int length, Script script) {
        Calls c = new Calls(length);
        List<Stmt> body = new ArrayList<>(line);
        body.addAll(script.statements(c));
        return new KernelCode.Variant(Function.of(name, List.copyOf(c.arguments.values()), Scalar.VOID, doc, body),
                List.copyOf(c.arguments.keySet()));
    }

    /** The array of {@code list}. */
    Var list(Argument.Nonzeros list) {
        return argument(list, Code.v("nonzeros", Type.INTS));
    }

    /** Calls a kernel for the example at hand. */
    Stmt now(KernelCode kernel) {
        return call(kernel, false);
    }

    /** Calls a kernel for the example after it. */
    Stmt next(KernelCode kernel) {
        return call(kernel, true);
    }

    private Stmt call(KernelCode kernel, boolean isNext) {
        KernelCode.Variant v = kernel.lanes().getOrDefault(length,
                new KernelCode.Variant(kernel.function(), kernel.arguments()));
        List<Expr> passed = new ArrayList<>();
        for (int i = 0; i < v.arguments().size(); i++) {
            Var like = v.function().parameters().get(i);
            passed.add(switch (v.arguments().get(i)) {
                case Argument.Example e when isNext -> argument(new Argument.Next(), Code.i("next"));
                case Argument.First f -> Code.c(0);
                case Argument.Last l -> Code.c(Math.toIntExact(kernel.range().orElseThrow().extent().constant()));
                case Argument a -> argument(a, like);
            });
        }
        return Code.evaluate(Code.call(v.function(), passed.toArray(Expr[]::new)));
    }

    private Var argument(Argument a, Var like) {
        if (!arguments.containsKey(a)) {
            Var v = like;
            for (int n = 2; isTaken(v.name()); n++) {
                v = Code.v(like.name() + "_" + n, like.type());
            }
            arguments.put(a, v);
        }
        return arguments.get(a);
    }

    private boolean isTaken(String name) {
        return arguments.values().stream().anyMatch(v -> v.name().equals(name));
    }
}
