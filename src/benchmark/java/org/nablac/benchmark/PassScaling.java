package org.nablac.benchmark;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.nablac.code.ClassCode;
import org.nablac.differentiate.Differentiate;
import org.nablac.emit.Bytecode;
import org.nablac.graph.Arena;
import org.nablac.graph.Graph;
import org.nablac.graph.Node;
import org.nablac.lower.KernelCode;
import org.nablac.lower.Lower;
import org.nablac.op.Add;
import org.nablac.op.Input;
import org.nablac.op.Mul;
import org.nablac.op.Sum;
import org.nablac.op.Tanh;
import org.nablac.rewrite.Expand;
import org.nablac.rewrite.Rewrite;
import org.nablac.rewrite.rules.Rules;
import org.nablac.schedule.Schedule;
import org.nablac.tensor.TensorType;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Each stage of the compiler on the chain y ← tanh(y)·w + x of {@code nodes} nodes and its gradient, which has about
 * three times as many: the time must grow as the graph does, not faster.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 5)
@Measurement(iterations = 5)
public class PassScaling {
    @Param({"10", "100", "1000", "10000", "100000"})
    int nodes;

    private Graph chain;
    private Graph derived;
    private Graph finished;
    private Schedule schedule;

    /**
     * New graphs each time: an arena makes equal nodes once, so a second run on the same one would find its work done.
     */
    @Setup(Level.Iteration)
    public void graphs() {
        chain = chain(nodes);
        derived = gradient(chain(nodes));
        finished = rewritten(gradient(chain(nodes)));
        schedule = Schedule.of(finished);
    }

    private static Graph chain(int nodes) {
        Arena a = new Arena();
        Node x = Input.input(a, "x", TensorType.parse("f32[N, 16]"));
        Node w = Input.input(a, "w", TensorType.parse("f32[N, 16]"));
        Node y = x;
        while (a.size() < nodes) {
            y = Add.add(Mul.mul(Tanh.tanh(y), w), x);
        }
        return Graph.of("chain", List.of(x, w), Map.of("chain", a.node(new Sum(List.of(0, 1)), y)));
    }

    private static Graph gradient(Graph g) {
        Node loss = g.outputs().get("chain");
        List<Node> gradients = Differentiate.gradients(loss, g.inputs());
        Map<String, Node> outputs = new LinkedHashMap<>(g.outputs());
        for (int i = 0; i < gradients.size(); i++) {
            outputs.put("gradient" + i, gradients.get(i));
        }
        return Graph.of("chain", g.inputs(), outputs);
    }

    private static Graph rewritten(Graph g) {
        Graph clean = Rewrite.apply(g, Rules.afterGradient(), fired -> { });
        return Rewrite.apply(Expand.composites(clean), Rules.afterExpansion(), fired -> { });
    }

    @Benchmark
    public Graph differentiate() {
        return gradient(chain);
    }

    @Benchmark
    public Graph rewrite() {
        return rewritten(derived);
    }

    @Benchmark
    public Schedule schedule() {
        return Schedule.of(finished);
    }

    @Benchmark
    public byte[] lowerAndEmit() {
        List<KernelCode> kernels = Lower.kernels(schedule, "chain_", Set.of());
        return Bytecode.emit(new ClassCode("Chain", "Chain.java", "", List.of(),
                kernels.stream().map(KernelCode::function).toList(), List.of()));
    }
}
