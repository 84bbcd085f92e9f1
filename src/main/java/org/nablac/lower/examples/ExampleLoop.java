package org.nablac.lower.examples;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.code.Scalar;
import org.nablac.code.Stmt;
import org.nablac.code.Tree;
import org.nablac.lower.Argument;
import org.nablac.lower.KernelCode;

/**
 * The kernel of a program that has only one, in a loop over examples: what is the same for all of them is computed
 * once, and the processor begins one example before the last is done.
 * <pre>{@code
 * static double singles(…, int[] shuffled, int done, int until, int examples, float rateFrom, float rateTo, double sum)
 * }</pre>
 * takes the steps {@code done} to {@code until}, excluded, on the examples that {@code shuffled} names, and returns the
 * sum of all losses so far. Where each input is one number an example there is no {@code shuffled}: the inputs are
 * themselves in the order in which they are taken, from the one at place {@code base} on. What it is given as
 * {@link Argument.Step} is how many steps were taken before. Where examples of different rows do not meet, they are
 * taken in {@link ExampleGroups}.
 */
public final class ExampleLoop {
    /** Operations of a kernel that still is one method of at most 4,000 bytes when there is a loop around it. */
    private static final int OPERATIONS = 800;

    private ExampleLoop() {
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
        return Optional.of(ExampleGroups.of(plain).map(g -> g.code(kernel, name)).orElseGet(() -> {
            ExampleRows rows = ExampleRows.of(plain);
            Map<Integer, KernelCode.Variant> lanes = new LinkedHashMap<>();
            kernel.lanes().forEach((length, form) -> lanes.put(length, around(form, name, rows)));
            KernelCode.Variant scalar = around(plain, name, rows);
            return new KernelCode(scalar.function(), scalar.arguments(), kernel.range(), kernel.cut(), lanes);
        }));
    }

    private static int size(List<Stmt> body) {
        return body.stream().mapToInt(s -> 1 + Tree.operands(s).stream().mapToInt(ExampleLoop::size).sum()
                + Tree.blocks(s).stream().mapToInt(ExampleLoop::size).sum()).sum();
    }

    private static int size(Expr e) {
        return 1 + Tree.operands(e).stream().mapToInt(ExampleLoop::size).sum();
    }

    private static KernelCode.Variant around(KernelCode.Variant form, String name, ExampleRows rows) {
        ExampleFrame frame = new ExampleFrame(form);
        Var at = frame.fresh("at", Scalar.I32);
        List<Stmt> each = new ArrayList<>(frame.example(at));
        each.addAll(form.function().body());
        each.add(frame.add(Code.load(frame.parameter(new Argument.Output("loss")), Code.c(0))));
        List<Stmt> body = new ArrayList<>(rows.touches(frame));
        body.add(new Stmt.For(at, frame.from, frame.to, 1, each));
        return frame.finish(name, body);
    }

    /** The rate when {@code done} of all examples are done. */
    public static Expr rate(Var from, Var to, Var done, Var examples) {
        return Code.add(from, Code.mul(Code.sub(to, from),
                Code.div(Code.convert(from.type(), done), Code.convert(from.type(), examples))));
    }
}
