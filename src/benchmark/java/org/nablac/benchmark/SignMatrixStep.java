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

/**
 * One single-example step of examples/SignMatrix.java on tables of {@code rows} rows: its cost must not grow with the
 * tables but for cache misses, and it allocates nothing.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 10, time = 1)
@Measurement(iterations = 5, time = 1)
public class SignMatrixStep {
    private static final int EXAMPLES = 100_000;

    @Param({"10000", "1000000"})
    int rows;

    private ModelInstance model;
    private Object[] data;

    @Setup
    public void create(Lanes lanes) {
        Model m = Source.model(Path.of("examples/SignMatrix.java"), Map.of("RANK", "32"));
        Compiled c = Compiler.compile(m, Options.of(m));
        model = ModelInstance.create(c, 1, Map.of("rows", rows, "columns", rows));
        Random random = new Random(1);
        int[] i = random.ints(EXAMPLES, 0, rows).toArray();
        int[] j = random.ints(EXAMPLES, 0, rows).toArray();
        float[] sign = new float[EXAMPLES];
        for (int n = 0; n < EXAMPLES; n++) {
            sign[n] = random.nextBoolean() ? 1 : -1;
        }
        data = new Object[] {i, j, sign};
    }

    @Benchmark
    @OperationsPerInvocation(EXAMPLES)
    public float step() {
        return model.epoch(EXAMPLES, data, 1, 0.05f, 0.05f);
    }
}
