package org.nablac.bench;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.nablac.compile.Compiler;
import org.nablac.compile.ModelInstance;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One call of each kernel on one thread. A method that predicts allocates its result; a step allocates nothing. Vectors
 * are objects until HotSpot's second compiler is through, so that the first calls take a hundred times as long. Rows of
 * tables, one example after the other, are in {@link org.nablac.benchmark.SignMatrixStep}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 10, time = 2)
@Measurement(iterations = 5, time = 1)
public class KernelTime {
    @Param
    Kernel kernel;

    private Caller caller;

    @Setup
    public void create(Lanes lanes) {
        Workload w = kernel.workload();
        ModelInstance instance = ModelInstance.create(
                Compiler.compile(w.model(), w.options()), 1, w.sizes());
        List<Object> arguments = new ArrayList<>(Collections.nCopies(w.callSizes().size(), w.batch()));
        arguments.addAll(Arrays.asList(MadeUpData.of(w, w.batch())));
        if (w.isTraining()) {
            instance.threads(1);
            arguments.add(w.rate());
        }
        Object model = instance.object();
        String name = w.isTraining() ? "step" : w.method().name();
        Method method = Arrays.stream(model.getClass().getMethods()).filter(m -> m.getName().equals(name))
                .findFirst().orElseThrow();
        caller = Caller.same(model, method, arguments);
    }

    @Benchmark
    public double call() {
        return caller.run(1);
    }
}
