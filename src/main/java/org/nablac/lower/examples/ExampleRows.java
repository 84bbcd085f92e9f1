package org.nablac.lower.examples;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.code.Scalar;
import org.nablac.code.Stmt;
import org.nablac.code.Tree;
import org.nablac.code.Type;
import org.nablac.lower.Argument;
import org.nablac.lower.KernelCode;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;

/**
 * Where a kernel reads rows of the model's arrays that the example names.
 *
 * @param example the variable for it
 * @param values of the variables that say where a row begins, each computed from those before it
 * @param inputs the parameters that are read for that
 * @param lines a read of each line of each row
 */
record ExampleRows(Var example, Map<Var, Expr> values, Map<Argument, Var> inputs, List<Expr> lines) {
    /** Elements in a cache line. */
    private static final int LINE = 16;
    private static final int MOST_LINES = 32;
    /** Elements of all arrays together that are near: what a cache of some MB holds comes soon enough by itself. */
    private static final int NEAR = 1 << 20;

    static ExampleRows of(KernelCode.Variant kernel) {
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
                    && ExampleFrame.isHeld(l)) {
                held.add(v);
            }
        }
        Map<Var, Expr> values = new LinkedHashMap<>();
        values.put(example, example);
        Set<Expr> lines = new LinkedHashSet<>();
        Set<Var> fixed = new HashSet<>(inputs.values());
        fixed.removeAll(ExamplePhases.stored(kernel.function().body()));
        for (Stmt s : kernel.function().body()) {
            if (s instanceof Stmt.Let l && l.variable().type() == Scalar.I32 && names(l.value(), values.keySet())
                    && Tree.variables(l.value()).stream().allMatch(v -> fixed.contains(v) || values.containsKey(v))) {
                values.put(l.variable(), l.value());
            } else if (s instanceof Stmt.For f && f.from().equals(Code.c(0)) && f.to() instanceof Expr.Const end) {
                Tree.eachAccess(f.body(), (array, index) -> {
                    if (held.contains(array) && index instanceof Expr.Binary b && b.op() == Expr.BinaryOp.ADD
                            && b.right().equals(f.variable()) && values.containsKey(b.left())) {
                        lines(array, b.left(), (Integer) end.value(), lines);
                    }
                });
            }
        }
        return new ExampleRows(example, values, inputs, lines.size() > MOST_LINES ? List.of() : List.copyOf(lines));
    }

    /**
     * Reads an element of each cache line of each row, of all examples, before the first of them is looked at: what is
     * far away is fetched side by side.
     */
    List<Stmt> touches(ExampleFrame frame) {
        if (lines.isEmpty()) {
            return List.of();
        }
        Var touched = frame.fresh("touched", Scalar.F32);
        Var ahead = frame.fresh("ahead", Scalar.I32);
        Map<Var, Expr> renamed = new LinkedHashMap<>();
        inputs.forEach((a, v) -> renamed.put(v, frame.parameter(a)));
        List<Stmt> each = new ArrayList<>();
        values.forEach((v, value) -> {
            Var copy = frame.fresh(v.name(), v.type());
            each.add(Code.let(copy, v.equals(example) ? frame.taken(ahead) : Tree.replace(value, renamed)));
            renamed.put(v, copy);
        });
        Expr sum = lines.stream().map(l -> Tree.replace(l, renamed)).reduce(Code::add).orElseThrow();
        each.add(Code.assign(touched, Code.add(touched, sum)));
        Var nowhere = frame.parameter(new Argument.Scratch(DType.F32, Dim.of(1), 0), "nowhere", Type.FLOATS);
        return List.of(Code.let(touched, Code.c(0f)), new Stmt.For(ahead, frame.from, frame.to, 1, each),
                Code.store(nowhere, Code.c(0), touched));
    }

    /** The same where the arrays are so large that much of them is far away. */
    List<Stmt> touchesOfLarge(ExampleFrame frame) {
        Expr elements = lines.stream().map(l -> ((Expr.Load) l).array()).distinct()
                .map(a -> Code.convert(Scalar.I64, Code.length(a))).reduce(Code::add).orElse(Code.c(0L));
        return lines.isEmpty() ? List.of()
                : List.of(new Stmt.If(Code.gt(elements, Code.c((long) NEAR)), touches(frame), List.of()));
    }

    /** The first element of each line's length and the last of all, as a row may begin within a line. */
    private static void lines(Var array, Expr row, int count, Set<Expr> to) {
        for (int k = 0; k < count && to.size() <= MOST_LINES; k += LINE) {
            to.add(Code.load(array, Code.add(row, Code.c(k))));
        }
        to.add(Code.load(array, Code.add(row, Code.c(count - 1))));
    }

    private static boolean names(Expr e, Set<Var> any) {
        return Tree.variables(e).stream().anyMatch(any::contains);
    }
}
