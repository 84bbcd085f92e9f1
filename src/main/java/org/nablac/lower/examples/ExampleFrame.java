package org.nablac.lower.examples;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.code.Function;
import org.nablac.code.Scalar;
import org.nablac.code.Stmt;
import org.nablac.code.Tree;
import org.nablac.code.Type;
import org.nablac.graph.Leaf;
import org.nablac.lower.Argument;
import org.nablac.lower.KernelCode;

/**
 * The parameters and names of a function that takes a kernel's steps on examples, while it is written: those of the
 * kernel, without what the loop computes for each example, and those of the loop.
 */
final class ExampleFrame {
    final Var from;
    final Var to;
    final Var sum;
    private final String doc;
    private final Map<Argument, Var> parameters = new LinkedHashMap<>();
    private final Set<String> names = new HashSet<>();
    /** The order in which examples are taken, if the inputs are not in it. */
    private final Optional<Var> order;
    private final Optional<Var> example;
    private final Optional<Var> step;
    private final Optional<Var> rate;

    ExampleFrame(KernelCode.Variant form) {
        doc = form.function().doc();
        for (int k = 0; k < form.arguments().size(); k++) {
            Var v = form.function().parameters().get(k);
            parameters.put(form.arguments().get(k), v);
            names.add(v.name());
        }
        Tree.declared(form.function().body()).forEach(v -> names.add(v.name()));
        example = taken(new Argument.Example());
        step = taken(new Argument.Step());
        rate = rateArgument().flatMap(this::taken);
        order = isInOrder() ? Optional.empty() : Optional.of(given(Argument.OfLoop.SHUFFLED, Type.INTS));
        from = given(Argument.OfLoop.DONE, Scalar.I32);
        to = given(Argument.OfLoop.UNTIL, Scalar.I32);
        sum = given(Argument.OfLoop.SUM, Scalar.F64);
    }

    /** The input that is no list of examples. */
    private Optional<Argument> rateArgument() {
        return parameters.keySet().stream()
                .filter(a -> a instanceof Argument.Leaf l && l.leaf().type().rank() == 0 && !isHeld(l)).findFirst();
    }

    /** Whether each input is one number an example: then it pays to hand them over in the order that is taken. */
    private boolean isInOrder() {
        return parameters.keySet().stream()
                .allMatch(a -> !(a instanceof Argument.Leaf l) || isHeld(l) || l.leaf().type().rank() <= 1);
    }

    /** Where in the inputs the example is that is taken at place {@code at}. */
    Expr taken(Var at) {
        return order.<Expr>map(o -> Code.load(o, at))
                .orElseGet(() -> Code.sub(at, given(Argument.OfLoop.BASE, Scalar.I32)));
    }

    /** Whether the model holds the leaf, so that a step may change it. */
    static boolean isHeld(Argument.Leaf l) {
        return ((Leaf.Stored) l.leaf().op()).isPersistent();
    }

    /** The kernel's parameter for this, which the loop computes. */
    private Optional<Var> taken(Argument a) {
        return Optional.ofNullable(parameters.remove(a));
    }

    Var fresh(String name, Type type) {
        String free = name;
        for (int k = 2; !names.add(free); k++) {
            free = name + "_" + k;
        }
        return Code.v(free, type);
    }

    private Var given(String name, Type type) {
        return parameter(new Argument.OfLoop(name, type), name, type);
    }

    Var parameter(Argument a, String name, Type type) {
        return parameters.computeIfAbsent(a, k -> fresh(name, type));
    }

    /** The kernel's own parameter. */
    Var parameter(Argument a) {
        return parameters.get(a);
    }

    /** The variables of the kernel that say which example it is about, and when, for the one at place {@code at}. */
    List<Stmt> example(Var at) {
        List<Stmt> all = new ArrayList<>();
        example.ifPresent(e -> all.add(Code.let(e, taken(at))));
        rate.ifPresent(r -> all.add(Code.let(r, ExampleLoop.rate(given(Argument.OfLoop.RATE_FROM, r.type()),
                given(Argument.OfLoop.RATE_TO, r.type()), at, given(Argument.OfLoop.EXAMPLES, Scalar.I32)))));
        step.ifPresent(s -> {
            Var before = parameter(new Argument.Step(), "steps", Scalar.I64);
            all.add(Code.let(s, Code.add(before, Code.convert(Scalar.I64,
                    Code.add(Code.sub(at, from), Code.c(1))))));
        });
        return all;
    }

    /** The kernel's parameters that are others for each example. */
    Set<Var> changing() {
        return Stream.of(example, step, rate).flatMap(Optional::stream).collect(Collectors.toSet());
    }

    /** {@code sum += loss} */
    Stmt add(Expr loss) {
        return Code.assign(sum, Code.add(sum, Code.convert(Scalar.F64, loss)));
    }

    KernelCode.Variant finish(String name, List<Stmt> body) {
        List<Stmt> all = new ArrayList<>(body);
        all.add(Code.returns(sum));
        return new KernelCode.Variant(Function.of(name, List.copyOf(parameters.values()), Scalar.F64,
                "for each example: " + doc, all), List.copyOf(parameters.keySet()));
    }
}
