package org.nablac.compile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nablac.code.ClassCode;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.code.Function;
import org.nablac.code.Scalar;
import org.nablac.code.Stmt;
import org.nablac.code.Type;
import org.nablac.graph.Node;
import org.nablac.schedule.Kernel;
import org.nablac.schedule.Schedule;
import org.nablac.schedule.Work;

/**
 * The counters of a class that is compiled to be profiled: {@code times[2 k]} calls of kernel k, which took
 * {@code times[2 k + 1]} nanoseconds. A class that is not has nothing of it.
 */
final class Profiling {
    private static final String TIMES = "kernelTimes";
    private static final Type.ArrayOf LONGS = new Type.ArrayOf(Scalar.I64);

    /** The kernels in the order of their counters. */
    final List<ProfiledKernel> kernels = new ArrayList<>();
    private final Map<String, Integer> first = new LinkedHashMap<>();
    private final Expr times;
    private final Function count;

    /** Counts the kernels of these programs. */
    Profiling(Type.Reference self, List<Program> programs) {
        this.times = new Expr.Field(Code.v("this", self), TIMES, LONGS);
        this.count = count();
        for (Program p : programs) {
            first.put(p.name(), kernels.size());
            for (int k = 0; k < p.kernels().size(); k++) {
                kernels.add(kernel(p, p.kernels().get(k).function().doc(), p.code().does().get(k)));
            }
        }
    }

    boolean isOn() {
        return !kernels.isEmpty();
    }

    private static ProfiledKernel kernel(Program program, String text, List<Kernel> does) {
        Set<Node> computed = new LinkedHashSet<>();
        for (Work w : does.stream().flatMap(k -> k.works().stream()).toList()) {
            switch (w) {
                case Work.Product p -> {
                    computed.add(p.product());
                    collect(p.node(), program.schedule(), computed);
                    p.product().inputs().forEach(i -> inputs(i, program.schedule(), computed));
                }
                case Work.Copy c -> { }
                case Work.Element e -> collect(e.node(), program.schedule(), computed);
                case Work.Fold f -> collect(f.node(), program.schedule(), computed);
                case Work.Fill f -> { }
                case Work.Scatter s -> collect(s.node(), program.schedule(), computed);
                case Work.Part p -> inputs(p.node().input(p.input()), program.schedule(), computed);
                case Work.Lead l -> computed.add(l.node());
            }
        }
        String place = computed.stream().map(n -> n.origin().place()).filter(s -> !s.isEmpty()).findFirst().orElse("");
        Schedule schedule = program.schedule();
        boolean isInBlocks = !schedule.blocks().isEmpty()
                && does.stream().anyMatch(k -> schedule.block(schedule.kernels().indexOf(k)).isPresent());
        return new ProfiledKernel(program.name(), text, place, List.copyOf(computed), isInBlocks);
    }

    /** {@code n} and what is computed where it is. */
    private static void collect(Node n, Schedule schedule, Set<Node> computed) {
        if (computed.add(n)) {
            n.inputs().forEach(i -> inputs(i, schedule, computed));
        }
    }

    private static void inputs(Node n, Schedule schedule, Set<Node> computed) {
        if (!schedule.stored().contains(n)) {
            collect(n, schedule, computed);
        }
    }

    /** {@code call} of the kernel with this number in its program, counted and timed if that is wanted. */
    List<Stmt> timed(Program program, int kernel, Stmt call) {
        if (!isOn()) {
            return List.of(call);
        }
        Var since = Code.v("since_" + kernel, Scalar.I64);
        return List.of(Code.let(since, now()), call,
                Code.evaluate(Code.call(count, Code.c(first.get(program.name()) + kernel), since)));
    }

    /** Makes the counters; the first statement of a constructor. */
    List<Stmt> start(Var me) {
        return isOn() ? List.of(new Stmt.SetField(me, TIMES, LONGS,
                new Expr.NewArray(Scalar.I64, Code.c(2 * kernels.size())))) : List.of();
    }

    List<ClassCode.Field> fields() {
        return isOn() ? List.of(new ClassCode.Field(true, TIMES, LONGS, Optional.empty(), "")) : List.of();
    }

    List<Function> functions() {
        return isOn() ? List.of(count, new Function(Function.Access.PUBLIC, false, TIMES, List.of(), LONGS, List.of(),
                "For each kernel its calls and their nanoseconds, side by side: the counters themselves.",
                List.of(Code.returns(times)))) : List.of();
    }

    /** {@code times[2 kernel] += 1; times[2 kernel + 1] += nanoTime() - since} */
    private Function count() {
        Var kernel = Code.i("kernel");
        Var since = Code.v("since", Scalar.I64);
        Expr calls = Code.mul(Code.c(2), kernel);
        Expr nanos = Code.add(calls, Code.c(1));
        return new Function(Function.Access.PRIVATE, false, "countKernel", List.of(kernel, since), Scalar.VOID,
                List.of(), "", List.of(
                        Code.store(times, nanos, Code.add(Code.load(times, nanos), Code.sub(now(), since))),
                        Code.store(times, calls, Code.add(Code.load(times, calls), Code.c(1L)))));
    }

    private static Expr now() {
        return Parts.java("java.lang.System", "nanoTime", Scalar.I64, List.of());
    }
}
