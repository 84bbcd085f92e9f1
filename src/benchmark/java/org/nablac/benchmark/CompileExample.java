package org.nablac.benchmark;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.nablac.compile.Compiled;
import org.nablac.compile.Compiler;
import org.nablac.compile.Options;
import org.nablac.graph.Model;
import org.nablac.source.Source;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** From the source of an example to its class, in a compiler that is warm: half a second at the most. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 1)
public class CompileExample {
    @Param({"Mlp", "LogisticRegression", "SignMatrix", "ComplEx", "Cp"})
    String example;

    @Benchmark
    public Compiled compile() {
        Model model = Source.model(Path.of("examples", example + ".java"), Map.of());
        return Compiler.compile(model, Options.of(model));
    }
}
