package org.nablac.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.nablac.compile.Compiled;
import org.nablac.compile.Compiler;
import org.nablac.compile.Options;
import org.nablac.compile.PassScaling;
import org.nablac.compile.Timing;
import org.nablac.graph.Model;
import org.nablac.source.Source;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** No benchmark is forgotten, and none has stopped working; figures are nobody's concern here. */
class BenchmarksTest {
    @Test
    void everyStageThatTheCompilerTimesHasABenchmarkOfItsOwn() {
        Model model = Source.model(Path.of("examples", "Mlp.java"), Map.of());
        Compiled compiled = Compiler.compile(model, Options.of(model));
        Set<String> left = new TreeSet<>(compiled.timings().stream().map(Timing::stage).toList());
        PassScaling.names().forEach(left::remove);
        assertEquals(Set.of(), left);
    }

    @Test
    void everyBenchmarkRunsOnceAtItsSmallestSize() throws RunnerException {
        System.setProperty("jmh.ignoreLock", "true");
        List<String> passes = PassScaling.names();
        var results = new Runner(new OptionsBuilder().mode(Mode.SingleShotTime).forks(0)
                .warmupIterations(0).measurementIterations(1).shouldFailOnError(true).verbosity(VerboseMode.SILENT)
                .param("pass", passes.toArray(String[]::new)).param("nodes", "10").param("growth", "LAYERS", "CHAIN")
                .param("rows", "10000").param("lanes", "scalar").build()).run();
        Set<String> ran = new TreeSet<>(results.stream().map(r -> r.getParams().getBenchmark()).toList());
        Set<String> all = new TreeSet<>(BenchmarkList.defaultList().getAll(null, List.of()).stream()
                .map(b -> b.getUsername()).toList());
        assertEquals(all, ran);
    }
}
