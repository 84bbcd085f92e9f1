package org.nablac.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nablac.source.Source;
import org.nablac.tensor.UserError;

class WorkloadsTest {
    /** As the peers' README has them. */
    private static final List<String> NAMES = List.of("mlp-2-16-16-2-b1", "mlp-2-16-16-2-b32", "mlp-784-128-10-b1",
            "mlp-784-128-10-b1-sparse", "mlp-784-128-10-b32", "mlp-784-512-512-10-b128", "signmf-10k-k32",
            "signmf-1m-k32", "sgemm-128x512x784", "sgemm-1024", "complex-n3-r100-b1000");

    @Test
    void everyWorkloadOfThePeersIsThereAndIsAModelOfItsShape() {
        assertEquals(NAMES, Workloads.names());
        for (String name : NAMES) {
            Workload w = Workloads.named(name);
            assertTrue(w.batch() == 1 || name.endsWith("-b" + w.batch()) || name.startsWith("sgemm"),
                    name + " has batch " + w.batch());
            assertEquals(!name.startsWith("sgemm"), w.isTraining(), name);
            assertEquals(name.startsWith("signmf"), w.looksUpTables(), name);
            assertEquals(w.options().optimizer(), name.startsWith("complex") ? "adagrad" : "sgd", name);
            assertEquals(Map.copyOf(w.sizes()).keySet(), java.util.Set.copyOf(w.model().dims()), name);
        }
        assertEquals(List.of("[2, 16]", "[16]", "[16, 16]", "[16]", "[16, 2]", "[2]"),
                Workloads.named("mlp-2-16-16-2-b32").model().parameters().stream()
                        .map(p -> p.leaf().shape().toString()).toList());
    }

    @Test
    void aStepCostsWhatTheFormulaSays() {
        List<Result> run = new Bench(1e-4, line -> { }).run(Workloads.named("mlp-784-128-10-b1"));
        assertEquals(List.of("call", "loop"), run.stream().map(Result::mode).toList());
        run.forEach(r -> assertTrue(r.us() > 0 && r.us() < 1e7, r.toJson()));
        double products = 2 * (2 * 784 * 128 + 3 * 128 * 10);           // x A, g xᵀ; h B, g Bᵀ, g hᵀ
        long flops = run.get(0).details().flops().orElseThrow();
        assertTrue(flops > products && flops < 1.6 * products, flops + " operations, of products " + products);
    }

    @Test
    void aProductAloneIsTimedInCallsAndCostsTwoOperationsATerm() {
        List<Result> run = new Bench(1e-4, 2, Bench.Order.AS_THEY_LIE, Bench.Timed.STEPS, line -> { })
                .run(Workloads.named("sgemm-128x512x784"));
        assertEquals(List.of("call 1"), run.stream().map(r -> r.mode() + " " + r.threads()).toList());
        assertEquals(2L * 128 * 512 * 784, run.get(0).details().flops().orElseThrow());
    }

    @Test
    void madeUpDataAreTheSameEachTimeAndFitTheModel() {
        Workload w = Workloads.named("signmf-10k-k32");
        Object[] a = MadeUpData.of(w, 1000);
        Object[] b = MadeUpData.of(w, 1000);
        assertTrue(java.util.Arrays.deepEquals(a, b));
        for (int index : (int[]) a[0]) {
            assertTrue(index >= 0 && index < 10_000, "index " + index);
        }
        for (float sign : (float[]) a[2]) {
            assertEquals(1, Math.abs(sign));
        }
    }

    @Test
    void madeUpDataHaveTheShareOfZerosThatTheWorkloadSays() {
        for (String name : List.of("mlp-784-128-10-b1", "mlp-784-128-10-b1-sparse")) {
            Workload w = Workloads.named(name);
            float[] x = (float[]) MadeUpData.of(w, 100)[0];
            int zeros = 0;
            for (float f : x) {
                zeros += f == 0 ? 1 : 0;
            }
            assertEquals(name.endsWith("sparse") ? 0.8 : 0, (double) zeros / x.length, 0.01, name);
        }
    }

    @Test
    void callsWithTheNextExamplesGetEachOfThemInTurn() {
        Workload w = Workload.of("Mean.java", Source.model("Mean.java", """
                import static org.nablac.Nablac.*;
                import org.nablac.*;
                @Model public class Mean {
                    final Tensor m = parameter(2);
                    @Loss public Tensor loss(@Shape("N, 2") Tensor x) { return square(x.minus(m)).mean(); }
                }""", Map.of()), Optional.empty(), Map.of(), 3, 0.1f);
        Object model = org.nablac.compile.ModelInstance.create(
                org.nablac.compile.Compiler.compile(w.model(), w.options()), 1, Map.of()).object();
        java.lang.reflect.Method step = java.util.Arrays.stream(model.getClass().getMethods())
                .filter(m -> m.getName().equals("step")).findFirst().orElseThrow();
        float[] held = new float[6];
        Caller caller = Caller.next(model, step, List.of(3, held, 0f),
                List.of(new float[] {1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2}), 2);
        assertEquals(1, caller.run(1));                                 // the loss is the mean of x², as m stays 0
        assertEquals(4, caller.run(2));
        assertEquals(1, caller.run(3));
    }

    @Test
    void aNameThatIsNoWorkloadIsAnsweredWithAllNames() {
        String message = assertThrows(UserError.class, () -> Workloads.named("mlp-1-1")).getMessage();
        assertTrue(message.contains("mlp-1-1") && message.contains("complex-n3-r100-b1000"), message);
    }
}
