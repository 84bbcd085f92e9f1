package org.nablac.bench;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.nablac.graph.Model;
import org.nablac.source.Source;

/** Small models, each for one kernel: of n examples x of {@code in} numbers, w [in, out] and b [out]. */
public enum Kernel {
    PRODUCT_128_512_784(() -> Workloads.named("sgemm-128x512x784")),
    PRODUCT_128_512_784_TANH(() -> method(128, 784, 512, "tanh(x.matmul(w).plus(b))")),
    PRODUCT_1024(() -> Workloads.named("sgemm-1024")),
    PRODUCT_1024_TANH(() -> method(1024, 1024, 1024, "tanh(x.matmul(w).plus(b))")),
    /** W ← W − η XᵀG, with the two products before it. */
    PRODUCT_UPDATE(() -> step("sgd", 128, 784, 512, "square(x.matmul(w)).mean()")),
    ONE_ROW(() -> method(1, 784, 128, "x.matmul(w)")),
    ONE_ROW_TANH(() -> method(1, 784, 128, "tanh(x.matmul(w).plus(b))")),
    ELEMENTS(() -> method(128, 784, 1, "x.times(0.5).plus(1).times(x)")),
    ELEMENTS_TANH(() -> method(128, 784, 1, "tanh(x).times(x).plus(1)")),
    ELEMENTS_EXP(() -> method(128, 784, 1, "exp(square(x).times(-0.5))")),
    ELEMENTS_TANH_EXP(() -> method(128, 784, 1, "tanh(x).times(exp(square(x).times(-0.5)))")),
    SUM_OF_ROWS(() -> method(128, 784, 1, "x.sum(1)")),
    SUM_OF_COLUMNS(() -> method(128, 784, 1, "x.sum(0)")),
    SUM_OF_ALL(() -> method(128, 784, 1, "x.sum()")),
    MAX_OF_ROWS(() -> method(128, 784, 1, "x.max(1)")),
    SOFTMAX(() -> method(128, 1000, 1, "softmax(x)")),
    /** Loss, gradient, and the update of b by the sum of its rows. */
    SOFTMAX_CROSS_ENTROPY(() -> labelled(128, 1000)),
    /** S ← S + G² and W ← W − η G / √S, where G is 2 W; x is one row. */
    ADAGRAD(() -> step("adagrad", 1, 784, 512, "square(w).sum().plus(x.sum())"));

    private final Supplier<Workload> workload;

    Kernel(Supplier<Workload> workload) {
        this.workload = workload;
    }

    Workload workload() {
        return workload.get();
    }

    private static Workload method(int n, int in, int out, String result) {
        return workload(n, "sgd", in, out, "public Tensor timed(@Shape(\"N, IN\") Tensor x)", result);
    }

    private static Workload step(String optimizer, int n, int in, int out, String loss) {
        return workload(n, optimizer, in, out, "@Loss public Tensor timed(@Shape(\"N, IN\") Tensor x)", loss);
    }

    private static Workload labelled(int n, int classes) {
        return workload(n, "sgd", classes, classes,
                "@Loss public Tensor timed(@Shape(\"N, IN\") Tensor x, @Labels(\"N\") Tensor y)",
                "crossEntropy(x.plus(b), y).mean()");
    }

    private static Workload workload(int n, String optimizer, int in, int out, String signature, String result) {
        String source = """
                import static org.nablac.Nablac.*;

                import org.nablac.*;

                @Model(optimizer = "%s")
                public class Timed {
                    static final int IN = %d, OUT = %d;

                    %s

                    %s {
                        return %s;
                    }
                }
                """.formatted(optimizer, in, out, parameters(result), signature, result);
        Model model = Source.model("Timed.java", source, Map.of());
        return Workload.of("timed", model, Optional.of("timed"), Map.of(), n, 1e-6f);
    }

    /** Those that are read: a step trains every parameter. */
    private static String parameters(String result) {
        return (result.contains("(w)") ? "final Tensor w = parameter(IN, OUT).normal(0.03);\n    " : "")
                + (result.contains("(b)") ? "final Tensor b = parameter(OUT);" : "");
    }
}
