package org.nablac.lower;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.code.Function;
import org.nablac.code.Scalar;
import org.nablac.code.Stmt;
import org.nablac.code.Tree;
import org.nablac.code.Type;
import org.nablac.graph.Leaf;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;

/**
 * The kernel of a program that has only one, in a loop over examples: what is the same for all of them is computed
 * once, and the processor begins one example before the last is done.
 * <pre>{@code
 * static double singles(…, int[] shuffled, int done, int until, int examples, float rateFrom, float rateTo, double sum)
 * }</pre>
 * takes the steps {@code done} to {@code until}, excluded, on the examples that {@code shuffled} names, and returns the
 * sum of all losses so far. What it is given as {@link Argument.Step} is how many steps were taken before.
 */
public final class ExampleLoop {
    /** Operations of a kernel that still is one method of at most 4,000 bytes when there is a loop around it. */
    private static final int OPERATIONS = 800;

    private final Function kernel;
    private final Map<Argument, Var> parameters = new LinkedHashMap<>();
    private final Set<String> names = new HashSet<>();

    private ExampleLoop(KernelCode.Variant form) {
        this.kernel = form.function();
        for (int k = 0; k < form.arguments().size(); k++) {
            Var v = kernel.parameters().get(k);
            parameters.put(form.arguments().get(k), v);
            names.add(v.name());
        }
        name(kernel.body());
    }

    /**
     * @param kernel computes the output {@code loss}
     * @return nothing if the kernel is too long for it
     */
    public static Optional<KernelCode> around(KernelCode kernel, String name) {
        if (size(kernel.function().body()) > OPERATIONS) {
            return Optional.empty();
        }
        KernelCode.Variant plain = new KernelCode.Variant(kernel.function(), kernel.arguments());
        Rows rows = Rows.of(plain);
        Map<Integer, KernelCode.Variant> lanes = new LinkedHashMap<>();
        kernel.lanes().forEach((length, form) -> lanes.put(length, new ExampleLoop(form).around(name, rows)));
        KernelCode.Variant scalar = new ExampleLoop(plain).around(name, rows);
        return Optional.of(new KernelCode(scalar.function(), scalar.arguments(), kernel.range(), kernel.cut(), lanes));
    }

    private static int size(List<Stmt> body) {
        return body.stream().mapToInt(s -> 1 + Tree.operands(s).stream().mapToInt(ExampleLoop::size).sum()
                + Tree.blocks(s).stream().mapToInt(ExampleLoop::size).sum()).sum();
    }

    private static int size(Expr e) {
        return 1 + Tree.operands(e).stream().mapToInt(ExampleLoop::size).sum();
    }

    private void name(List<Stmt> body) {
        for (Stmt s : body) {
            if (s instanceof Stmt.Let l) {
                names.add(l.variable().name());
            } else if (s instanceof Stmt.For f) {
                names.add(f.variable().name());
            }
            Tree.blocks(s).forEach(this::name);
        }
    }

    private Var fresh(String name, Type type) {
        String free = name;
        for (int k = 2; !names.add(free); k++) {
            free = name + "_" + k;
        }
        return Code.v(free, type);
    }

    private Var given(String name, Type type) {
        return parameters.computeIfAbsent(new Argument.OfLoop(name, type), a -> fresh(name, type));
    }

    private KernelCode.Variant around(String name, Rows rows) {
        Var example = taken(new Argument.Example()).orElseGet(() -> fresh("example", Scalar.I32));
        Optional<Var> step = taken(new Argument.Step());
        Optional<Var> current = rate().flatMap(this::taken);
        Var order = given(Argument.OfLoop.SHUFFLED, Type.INTS);
        Var from = given(Argument.OfLoop.DONE, Scalar.I32);
        Var to = given(Argument.OfLoop.UNTIL, Scalar.I32);
        Var done = fresh("at", Scalar.I32);
        List<Stmt> each = new ArrayList<>();
        each.add(Code.let(example, Code.load(order, done)));
        current.ifPresent(r -> each.add(Code.let(r, rate(
                given(Argument.OfLoop.RATE_FROM, r.type()), given(Argument.OfLoop.RATE_TO, r.type()), done,
                given(Argument.OfLoop.EXAMPLES, Scalar.I32)))));
        step.ifPresent(s -> {
            Var before = parameters.computeIfAbsent(new Argument.Step(), a -> fresh("steps", Scalar.I64));
            each.add(Code.let(s, Code.add(before, Code.convert(Scalar.I64,
                    Code.add(Code.sub(done, from), Code.c(1))))));
        });
        each.addAll(kernel.body());
        Var loss = parameters.get(new Argument.Output("loss"));
        Var sum = given(Argument.OfLoop.SUM, Scalar.F64);
        each.add(Code.assign(sum, Code.add(sum, Code.convert(Scalar.F64, Code.load(loss, Code.c(0))))));
        List<Stmt> body = new ArrayList<>(touches(rows, order, from, to));
        body.add(new Stmt.For(done, from, to, 1, each));
        body.add(Code.returns(sum));
        return new KernelCode.Variant(Function.of(name, List.copyOf(parameters.values()), Scalar.F64,
                "for each example: " + kernel.doc(), body), List.copyOf(parameters.keySet()));
    }

    /** The input that is no list of examples. */
    private Optional<Argument> rate() {
        return parameters.keySet().stream()
                .filter(a -> a instanceof Argument.Leaf l && l.leaf().type().rank() == 0 && !isHeld(l)).findFirst();
    }

    private static boolean isHeld(Argument.Leaf l) {
        return ((Leaf.Stored) l.leaf().op()).isPersistent();
    }

    /** The kernel's parameter for this, which the loop computes. */
    private Optional<Var> taken(Argument a) {
        return Optional.ofNullable(parameters.remove(a));
    }

    /** The rate when {@code done} of all examples are done. */
    public static Expr rate(Var from, Var to, Var done, Var examples) {
        return Code.add(from, Code.mul(Code.sub(to, from),
                Code.div(Code.convert(from.type(), done), Code.convert(from.type(), examples))));
    }

    /**
     * Reads an element of each cache line of each row, of all examples, before the first of them is looked at: what is
     * far away is fetched side by side.
     */
    private List<Stmt> touches(Rows rows, Var order, Var from, Var to) {
        if (rows.lines().isEmpty()) {
            return List.of();
        }
        Var touched = fresh("touched", Scalar.F32);
        Var ahead = fresh("ahead", Scalar.I32);
        Map<Var, Expr> renamed = new LinkedHashMap<>();
        rows.inputs().forEach((a, v) -> renamed.put(v, parameters.get(a)));
        List<Stmt> each = new ArrayList<>();
        rows.values().forEach((v, value) -> {
            Var copy = fresh(v.name(), v.type());
            each.add(Code.let(copy, v.equals(rows.example()) ? Code.load(order, ahead) : Tree.replace(value, renamed)));
            renamed.put(v, copy);
        });
        Expr sum = rows.lines().stream().map(l -> Tree.replace(l, renamed)).reduce(Code::add).orElseThrow();
        each.add(Code.assign(touched, Code.add(touched, sum)));
        Var nowhere = parameters.computeIfAbsent(new Argument.Scratch(DType.F32, Dim.of(1), 0),
                a -> fresh("nowhere", Type.FLOATS));
        return List.of(Code.let(touched, Code.c(0f)), new Stmt.For(ahead, from, to, 1, each),
                Code.store(nowhere, Code.c(0), touched));
    }

    /**
     * Where a kernel reads rows of the model's arrays that the example names.
     *
     * @param example the variable for it
     * @param values of the variables that say where a row begins, each computed from those before it
     * @param inputs the parameters that are read for that
     * @param lines a read of each line of each row
     */
    private record Rows(Var example, Map<Var, Expr> values, Map<Argument, Var> inputs, List<Expr> lines) {
        /** Elements in a cache line. */
        private static final int LINE = 16;
        private static final int MOST_LINES = 32;

        static Rows of(KernelCode.Variant kernel) {
            Map<Argument, Var> inputs = new LinkedHashMap<>();
            Set<Var> held = new HashSet<>();
            Var example = Code.i("example");
            for (int k = 0; k < kernel.arguments().size(); k++) {
                Var v = kernel.function().parameters().get(k);
                Argument a = kernel.arguments().get(k);
                inputs.put(a, v);
                if (a instanceof Argument.Example) {
                    example = v;
                } else if (a instanceof Argument.Leaf l && v.type().equals(Type.FLOATS)
                        && isHeld(l)) {
                    held.add(v);
                }
            }
            Map<Var, Expr> values = new LinkedHashMap<>();
            values.put(example, example);
            Set<Expr> lines = new LinkedHashSet<>();
            Set<Var> fixed = new HashSet<>(inputs.values());
            fixed.removeAll(stored(kernel.function().body(), new HashSet<>()));
            for (Stmt s : kernel.function().body()) {
                if (s instanceof Stmt.Let l && l.variable().type() == Scalar.I32 && names(l.value(), values.keySet())
                        && variables(l.value()).stream().allMatch(v -> fixed.contains(v) || values.containsKey(v))) {
                    values.put(l.variable(), l.value());
                } else if (s instanceof Stmt.For f && f.from().equals(Code.c(0)) && f.to() instanceof Expr.Const end) {
                    LaneBody.eachAccess(f.body(), (array, index) -> {
                        if (held.contains(array) && index instanceof Expr.Binary b && b.op() == Expr.BinaryOp.ADD
                                && b.right().equals(f.variable()) && values.containsKey(b.left())) {
                            lines(array, b.left(), (Integer) end.value(), lines);
                        }
                    });
                }
            }
            return new Rows(example, values, inputs, lines.size() > MOST_LINES ? List.of() : List.copyOf(lines));
        }

        /** The first element of each line's length and the last of all, as a row may begin within a line. */
        private static void lines(Var array, Expr row, int count, Set<Expr> to) {
            for (int k = 0; k < count; k += LINE) {
                to.add(Code.load(array, Code.add(row, Code.c(k))));
            }
            to.add(Code.load(array, Code.add(row, Code.c(count - 1))));
        }

        private static boolean names(Expr e, Set<Var> any) {
            return variables(e).stream().anyMatch(any::contains);
        }

        private static Set<Var> variables(Expr e) {
            Set<Var> all = new HashSet<>();
            if (e instanceof Var v) {
                all.add(v);
            }
            Tree.operands(e).forEach(o -> all.addAll(variables(o)));
            return all;
        }

        private static Set<Var> stored(List<Stmt> body, Set<Var> to) {
            for (Stmt s : body) {
                if (s instanceof Stmt.Store t && t.array() instanceof Var v) {
                    to.add(v);
                }
                Tree.blocks(s).forEach(b -> stored(b, to));
            }
            return to;
        }
    }
}
