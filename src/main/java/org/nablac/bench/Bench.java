package org.nablac.bench;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.nablac.compile.Compiled;
import org.nablac.compile.Compiler;
import org.nablac.compile.ModelInstance;
import org.nablac.compile.PassRecord;
import org.nablac.graph.Graph;
import org.nablac.inspect.NodeCost;
import org.nablac.inspect.Profile;
import org.nablac.tensor.Sizes;
import org.nablac.tensor.UserError;

/** Times workloads through their compiled classes. */
public final class Bench {
    private static final long SEED = 1;
    private static final int MORE_WARM_UPS = 4;

    private final double seconds;
    private final int threads;
    private final Order order;
    private final Timed timed;
    private final Consumer<String> progress;

    /** In which order mode {@code loop} takes the examples. */
    public enum Order {
        /** One after the other, as loops of others go. */
        AS_THEY_LIE,
        /** At random, the shuffle included. */
        SHUFFLED
    }

    /** What is timed. */
    public enum Timed {
        /** Steps, or calls of a method that predicts. */
        STEPS,
        /** Each kernel too; then the time of a step is that of a class that counts. */
        KERNELS_TOO
    }

    /** Times steps alone, on one thread, examples as they lie. */
    public Bench(double seconds, Consumer<String> progress) {
        this(seconds, 1, Order.AS_THEY_LIE, Timed.STEPS, progress);
    }

    /**
     * @param seconds of one repeat; five are timed, after warming up until the time falls no more
     * @param threads that a step may use
     * @param progress is told a line at each stage
     * @throws UserError if {@code seconds} or {@code threads} is not positive
     */
    public Bench(double seconds, int threads, Order order, Timed timed, Consumer<String> progress) {
        if (!(seconds > 0) || seconds > 1e6) {
            throw new UserError("the seconds of a repeat are " + seconds + ", they must be positive, as 0.5");
        }
        ModelInstance.checkThreads(threads);
        this.seconds = seconds;
        this.threads = threads;
        this.order = order;
        this.timed = timed;
        this.progress = progress;
    }

    /** Times mode {@code call}, and mode {@code loop} if the model's class has {@code epoch}. */
    public List<Result> run(Workload workload) {
        long start = System.nanoTime();
        Compiled compiled = Compiler.compile(workload.model(),
                timed == Timed.KERNELS_TOO ? workload.options().withProfile() : workload.options());
        progress.accept(String.format(Locale.ROOT, "%s: compiled to %d bytes in %.2f s", workload.name(),
                compiled.bytes().length, (System.nanoTime() - start) / 1e9));
        ModelInstance instance = ModelInstance.create(compiled, SEED, workload.sizes());
        if (!workload.isTraining()) {
            return predictions(workload, compiled, instance);
        }
        instance.threads(threads);
        Object model = instance.object();
        NodeCost cost = NodeCost.of(compiled.step().orElseThrow().nodes());
        List<Result> results = new ArrayList<>(List.of(
                time("call", call(workload, model), workload, 1, instance, cost)));
        int steps = (workload.examples() + workload.batch() - 1) / workload.batch();
        method(model, order == Order.SHUFFLED ? "epoch" : "epochInOrder").ifPresent(epoch -> results.add(
                time("loop", loop(workload, model, epoch), workload, steps, instance, cost)));
        return results;
    }

    /** Times calls of a method that predicts, which runs on the thread of its caller. */
    private List<Result> predictions(Workload workload, Compiled compiled, ModelInstance instance) {
        String name = workload.method().name();
        List<Object> arguments = new ArrayList<>(Collections.nCopies(workload.callSizes().size(), workload.batch()));
        arguments.addAll(Arrays.asList(workload.inputs(workload.batch())));
        Caller caller = Caller.same(instance.object(), method(instance.object(), name).orElseThrow(), arguments);
        Graph graph = compiled.passes().stream().filter(p -> p.method().equals(name)).map(PassRecord::after)
                .reduce((before, after) -> after).orElse(workload.method().graph());
        return List.of(time("call", caller, workload, 1, instance, NodeCost.of(graph.nodes())));
    }

    /**
     * The best time. Vectors are objects until the JVM's second compiler is through with the code, so that while a call
     * allocates, or has become faster since, it is warmed up and timed again, a few times.
     *
     * @param steps that one call takes
     * @param cost of a step
     */
    private Result time(String mode, Caller caller, Workload workload, int steps, ModelInstance model, NodeCost cost) {
        double[] loss = {0};
        IntConsumer calls = count -> loss[0] = caller.run(count);
        double call = Stopwatch.best(calls, seconds);
        OptionalDouble allocated = Memory.perCall(calls, seconds, call);
        for (int more = 0; more < MORE_WARM_UPS
                && (allocated.orElse(0) > 0 || Stopwatch.isFasterNow(calls, seconds, call)); more++) {
            call = Math.min(call, Stopwatch.best(calls, seconds));
            allocated = Memory.perCall(calls, seconds, call);
        }
        double us = call / steps;
        Sizes sizes = workload.sizes(workload.batch());
        progress.accept(String.format(Locale.ROOT, "%s, %s: %.4f us a %s %.4g%s",
                workload.name(), mode, us, workload.isTraining() ? "step, loss" : "call, the first of its results",
                loss[0],
                Double.isFinite(loss[0]) ? "" : ", which is not finite: the time may be another with other numbers"));
        Optional<Profile> profile = timed == Timed.KERNELS_TOO ? Optional.of(profile(caller, call, workload, model))
                : Optional.empty();
        return new Result(Result.NABLAC, mode, workload.name(), us, workload.isTraining() ? threads : 1, new Details(
                allocated.isPresent() ? OptionalDouble.of(allocated.getAsDouble() / steps) : allocated,
                Memory.peak(), OptionalLong.of(cost.flops().value(sizes)), OptionalLong.of(cost.bytes().value(sizes)),
                profile));
    }

    /** What the kernels take in calls of {@link #seconds} in all, of {@code micros} each. */
    private Profile profile(Caller caller, double micros, Workload workload, ModelInstance model) {
        Arrays.fill(model.kernelTimes(), 0);
        long start = System.nanoTime();
        caller.run((int) Math.clamp(seconds * 1e6 / micros, 1, Integer.MAX_VALUE));
        return Profile.of(model, System.nanoTime() - start, workload.sizes(workload.batch()));
    }

    /** step(sizes …, inputs …, rate) */
    private static Caller call(Workload workload, Object model) {
        Method step = method(model, "step").orElseThrow();
        boolean isRotating = workload.isRotating() && method(model, "epoch").isPresent();
        Object[] inputs = workload.inputs(workload.batch());
        List<Object> arguments = new ArrayList<>(Collections.nCopies(workload.callSizes().size(), workload.batch()));
        arguments.addAll(Arrays.asList(inputs));
        arguments.add(rate(workload, step));
        if (!isRotating) {
            return Caller.same(model, step, arguments);
        }
        int turns = workload.examples() / workload.batch();
        return Caller.next(model, step, arguments, List.of(workload.inputs(workload.batch() * turns)), turns);
    }

    /** epoch(examples, inputs …, batch, rateFrom, rateTo), or epochInOrder */
    private static Caller loop(Workload workload, Object model, Method epoch) {
        List<Object> arguments = new ArrayList<>(List.of(workload.examples()));
        arguments.addAll(Arrays.asList(workload.inputs(workload.examples())));
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
