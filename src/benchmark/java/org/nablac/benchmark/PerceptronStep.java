package org.nablac.benchmark;

import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.nablac.bench.Lanes;
import org.nablac.compile.Compiled;
import org.nablac.compile.Compiler;
import org.nablac.compile.ModelInstance;
import org.nablac.compile.Options;
import org.nablac.graph.Model;
import org.nablac.source.Source;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One example of examples/Mlp.java at 784-128-10 in steps of {@code batch} examples; a step allocates nothing. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 10, time = 1)
@Measurement(iterations = 5, time = 1)
public class PerceptronStep {
    private static final int EXAMPLES = 640;
    private static final int PIXELS = 784;

    @Param({"1", "32"})
    int batch;

    private ModelInstance model;
    private Object[] data;

    @Setup
    public void create(Lanes lanes) {
        Model m = Source.model(Path.of("examples/Mlp.java"), Map.of());
        Compiled c = Compiler.compile(m, Options.of(m));
        model = ModelInstance.create(c, 1, Map.of());
        Random random = new Random(1);
        float[] x = new float[EXAMPLES * PIXELS];
        for (int k = 0; k < x.length; k++) {
            x[k] = random.nextFloat();
        }
        data = new Object[] {x, random.ints(EXAMPLES, 0, 10).toArray()};
    }

    @Benchmark
    @OperationsPerInvocation(EXAMPLES)
    public float step() {
        return model.epoch(EXAMPLES, data, batch, 0.01f, 0.01f);
    }
}
