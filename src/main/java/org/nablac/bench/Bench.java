package org.nablac.bench;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.nablac.compile.Compiled;
import org.nablac.compile.Compiler;
import org.nablac.compile.ModelInstance;
import org.nablac.inspect.NodeCost;
import org.nablac.tensor.Sizes;
import org.nablac.tensor.UserError;

/** Times workloads through their compiled classes. */
public final class Bench {
    private static final long SEED = 1;
    private static final int THREADS = 1;

    private final double seconds;
    private final Consumer<String> progress;

    /**
     * @param seconds of one repeat; five are timed, after warming up until the time falls no more
     * @param progress is told a line at each stage
     * @throws UserError if {@code seconds} is not positive
     */
    public Bench(double seconds, Consumer<String> progress) {
        if (!(seconds > 0) || seconds > 1e6) {
            throw new UserError("the seconds of a repeat are " + seconds + ", they must be positive, as 0.5");
        }
        this.seconds = seconds;
        this.progress = progress;
    }

    /** Times mode {@code call}, and mode {@code loop} if the model's class has {@code epoch}. */
    public Run run(Workload workload) {
        long start = System.nanoTime();
        Compiled compiled = Compiler.compile(workload.model(), workload.options());
        progress.accept(String.format(Locale.ROOT, "%s: compiled to %d bytes in %.2f s", workload.name(),
                compiled.bytes().length, (System.nanoTime() - start) / 1e9));
        Object model = ModelInstance.create(compiled, SEED, workload.sizes()).object();
        List<Result> results = new ArrayList<>(List.of(time("call", call(workload, model), workload, 1)));
        int steps = (workload.examples() + workload.batch() - 1) / workload.batch();
        method(model, "epoch")
                .ifPresent(epoch -> results.add(time("loop", loop(workload, model, epoch), workload, steps)));
        NodeCost cost = NodeCost.of(compiled.step().orElseThrow().nodes());
        Sizes sizes = workload.sizes(workload.batch());
        return new Run(results, cost.flops().value(sizes), cost.bytes().value(sizes));
    }

    private Result time(String mode, Caller caller, Workload workload, int steps) {
        double[] loss = {0};
        double us = Stopwatch.best(calls -> loss[0] = caller.run(calls), seconds) / steps;
        progress.accept(String.format(Locale.ROOT, "%s, %s: %.4f us a step, loss %.4g%s",
                workload.name(), mode, us, loss[0],
                Double.isFinite(loss[0]) ? "" : ", which is not finite: the time may be another with other numbers"));
        return new Result(Result.NABLAC, mode, workload.name(), us, THREADS);
    }

    /** step(sizes …, inputs …, rate) */
    private static Caller call(Workload workload, Object model) {
        Method step = method(model, "step").orElseThrow();
        boolean isRotating = workload.isRotating() && method(model, "epoch").isPresent();
        Object[] inputs = MadeUpData.of(workload, workload.batch());
        List<Object> arguments = new ArrayList<>(Collections.nCopies(workload.callSizes().size(), workload.batch()));
        arguments.addAll(Arrays.asList(inputs));
        arguments.add(rate(workload, step));
        if (!isRotating) {
            return Caller.same(model, step, arguments);
        }
        int turns = workload.examples() / workload.batch();
        return Caller.next(model, step, arguments, List.of(MadeUpData.of(workload, workload.batch() * turns)), turns);
    }

    /** epoch(examples, inputs …, batch, rateFrom, rateTo) */
    private static Caller loop(Workload workload, Object model, Method epoch) {
        List<Object> arguments = new ArrayList<>(List.of(workload.examples()));
        arguments.addAll(Arrays.asList(MadeUpData.of(workload, workload.examples())));
        arguments.addAll(List.of(workload.batch(), rate(workload, epoch), rate(workload, epoch)));
        return Caller.same(model, epoch, arguments);
    }

    /** The rate in the type of the last parameter. */
    private static Object rate(Workload workload, Method method) {
        Class<?> type = method.getParameterTypes()[method.getParameterCount() - 1];
        return Array.get(type == double.class ? new double[] {workload.rate()} : new float[] {workload.rate()}, 0);
    }

    private static Optional<Method> method(Object model, String name) {
        return Arrays.stream(model.getClass().getMethods()).filter(m -> m.getName().equals(name)).findFirst();
    }
}
