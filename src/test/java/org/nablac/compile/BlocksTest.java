package org.nablac.compile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.nablac.graph.Model;
import org.nablac.graph.Node;
import org.nablac.source.Source;
import org.nablac.tensor.DType;

/** Models that are trained in blocks of rows, however few fit, beside the same models trained on all rows at once. */
class BlocksTest {
    private static final String IMPORTS = """
            import static org.nablac.Nablac.*;
            import org.nablac.*;
            import org.nablac.tensor.Dim;

            """;
    /** A perceptron whose answers are many, some of whose inputs are left out at random. */
    private static final String WIDE = IMPORTS + """
            @Model(optimizer = "momentum", momentum = 0.9)
            public class Wide {
                final Tensor a = parameter(9, 24).normal(0.5), b = parameter(24), c = parameter(24, 150).normal(0.5);

                public Tensor logits(@Shape("N, 9") Tensor x) {
                    return tanh(x.matmul(a).plus(b)).dropout(0.25).matmul(c).dropout(0.1);
                }

                @Loss public Tensor loss(@Shape("N, 9") Tensor x, @Labels("N") Tensor y) {
                    return crossEntropy(logits(x), y).mean();
                }
            }
            """;
    /** A perceptron of many classes, each with a bias; a loss of other sums over the examples. */
    private static final String MANY = IMPORTS + """
            @Model(optimizer = "OPTIMIZER")
            public class Many {
                final Tensor a = parameter(9, 24).normal(0.5), b = parameter(24), c = parameter(24, 150).normal(0.5),
                        d = parameter(150);

                public Tensor logits(@Shape("N, 9") Tensor x) {
                    return relu(x.matmul(a).plus(b)).dropout(0.25).matmul(c).plus(d);
                }

                public Tensor best(@Shape("N, 9") Tensor x) {
                    return logits(x).argMax(1);
                }

                @Loss public Tensor loss(@Shape("N, 9") Tensor x, @Labels("N") Tensor y) {
                    return crossEntropy(logits(x), y).mean();
                }
            }
            """;
    /** What 1,024 rows of 150 floats have room in, and 16,384 have not. */
    private static final int ROOM = 700_000;
    /** Two tables, two kinds of loss, one of all scores and one of their squares. */
    private static final String TWO = IMPORTS + """
            @Model(optimizer = "sgd", decay = 0.01)
            public class Two {
                final Dim rows = dim("rows");
                final Tensor a = parameter(9, 20).normal(0.5), u = parameter(rows, 20).normal(0.3),
                        v = parameter(rows, 20).normal(0.3);

                @Loss public Tensor loss(@Shape("N, 9") Tensor x, @Index("N, rows") Tensor y) {
                    Tensor h = tanh(x.matmul(a));
                    Tensor first = crossEntropy(h.matmul(u.transpose()), y);
                    Tensor second = square(sigmoid(h.matmul(v.transpose()))).sum(1);
                    return first.plus(second).mean();
                }
            }
            """;

    private static Model example(String name) throws IOException {
        return Source.model(name, Files.readString(Path.of("examples", name)), Map.of("RANK", 20));
    }

    private static Model complexN3() throws IOException {
        Path file = Path.of("src", "main", "resources", "org", "nablac", "bench", "ComplexN3.java");
        return Source.model("ComplexN3.java", Files.readString(file), Map.of("RANK", 9));
    }

    private static Object[] inputs(Model.Method loss, int n, int rows, SplittableRandom random) {
        List<Object> all = new ArrayList<>();
        for (Node i : loss.inputs()) {
            int width = i.type().rank() == 1 ? 1 : Math.toIntExact(i.shape().dim(1).constant());
            if (i.type().dtype() == DType.I32) {
                all.add(random.ints(n, 0, rows).toArray());
            } else {
                float[] x = new float[n * width];
                for (int k = 0; k < x.length; k++) {
                    x[k] = random.nextFloat() - 0.5f;
                }
                all.add(x);
            }
        }
        return all.toArray();
    }

    /** Trains with all rows at once and in blocks, and expects every bit of losses and parameters to be the same. */
    private static void agree(Model model, int rows) {
        agree(model, rows, 1, 5, 33, 16, 1, 47, 15, 64, 17);
    }

    private static void agree(Model model, int rows, long room, int... batches) {
        Map<String, Integer> sizes = new HashMap<>();
        model.dims().forEach(d -> sizes.put(d, rows));
        Options options = Options.of(model);
        Compiled inBlocks = Compiler.compile(model, options.withRoom(room));
        assertTrue(inBlocks.javaText().contains("blockFirst"), inBlocks::javaText);
        for (String form : List.of("scalar", "128", "256", "512")) {
            System.setProperty("nablac.lanes", form);
            ModelInstance whole = ModelInstance.create(Compiler.compile(model, options.withRoom(1L << 40)), 7, sizes);
            ModelInstance blocks = ModelInstance.create(inBlocks, 7, sizes);
            System.clearProperty("nablac.lanes");
            Model.Method loss = model.methods().stream().filter(Model.Method::isLoss).findFirst().orElseThrow();
            SplittableRandom random = new SplittableRandom(20261123);
            for (int n : batches) {
                Object[] inputs = inputs(loss, n, rows, random);
                assertEquals(whole.step(Map.of("N", n), inputs, 0.1f), blocks.step(Map.of("N", n), inputs, 0.1f),
                        () -> model.name() + ", " + form + ", " + n + " rows\n" + inBlocks.javaText());
                for (Model.Parameter p : model.parameters()) {
                    assertArrayEquals((float[]) whole.parameter(p.name()), (float[]) blocks.parameter(p.name()),
                            () -> model.name() + ", " + form + ", " + n + " rows, " + p.name());
                }
            }
        }
    }

    @Test
    void scoresOfAllEntitiesAreTrainedInBlocks() throws IOException {
        agree(complexN3(), 61);
        agree(example("Cp.java"), 40);
        agree(example("ComplEx.java"), 100);
    }

    @Test
    void aWideLayerIsTrainedInBlocks() {
        agree(Source.model("Wide.java", WIDE, Map.of()), 150);
    }

    private static Model many(String optimizer) {
        return Source.model("Many.java", MANY.replace("OPTIMIZER", optimizer), Map.of());
    }

    @Test
    void whatIsWideForManyRowsIsTrainedInBlocksWhereTheRowsAreMany() {
        agree(many("sgd"), 150, ROOM, 5, 600, 33, 1201, 4000, 1);
        agree(many("adam"), 150, ROOM, 900, 2000);
    }

    @Test
    void whatALayerComputesOfItsInputItComputesInBlocksToo() {
        String scaled = MANY.replace("OPTIMIZER", "momentum").replace("d = parameter(150);",
                "d = parameter(150), scale = parameter(9).normal(1), mean = parameter(9);")
                .replace("x.matmul(a)", "x.minus(mean).times(scale).matmul(a)").replace("24", "260");
        agree(Source.model("Many.java", scaled, Map.of()), 150, ROOM, 5, 600, 33, 1201, 4000, 1);
    }

    @Test
    void whatIsWideForManyRowsIsPredictedInBlocks() {
        Model model = many("sgd");
        Compiled inBlocks = Compiler.compile(model, Options.of(model).withRoom(ROOM));
        assertTrue(inBlocks.javaText().matches("(?s).*private void bestRun0\\([^{]*\\{[^}]* blockFirst = 0;.*"),
                inBlocks::javaText);
        Compiled whole = Compiler.compile(model, Options.of(model).withRoom(1L << 40));
        int n = 3_001;
        Object[] x = {inputs(model.methods().get(0), n, 150, new SplittableRandom(1))[0]};
        assertArrayEquals((int[]) ModelInstance.create(whole, 7, Map.of()).call("best", Map.of("N", n), x),
                (int[]) ModelInstance.create(inBlocks, 7, Map.of()).call("best", Map.of("N", n), x));
    }

    @Test
    void theMemoryOfAStepOnManyRowsIsThatOfABlock() throws ReflectiveOperationException {
        Model model = many("sgd");
        ModelInstance instance = ModelInstance.create(Compiler.compile(model, Options.of(model).withRoom(ROOM)), 7,
                Map.of());
        int n = 20_000;
        Model.Method loss = model.methods().stream().filter(Model.Method::isLoss).findFirst().orElseThrow();
        instance.step(Map.of("N", n), inputs(loss, n, 150, new SplittableRandom(1)), 0.1f);
        long floats = 0;
        for (Field f : instance.object().getClass().getDeclaredFields()) {
            f.setAccessible(true);
            if (f.get(instance.object()) instanceof float[][] arrays) {
                floats += Arrays.stream(arrays).mapToInt(a -> a.length).sum();
            }
        }
        // a block, the gradients, and of each row two sums and what a panel of an operand is packed in; all held is 220
        assertTrue(floats < ROOM / Float.BYTES + 20_000 + 34 * n, floats + " floats");
    }

    @Test
    void severalLossesAreTrainedInBlocks() {
        agree(Source.model("Two.java", TWO, Map.of()), 77);
    }

    @Test
    void aModelWhoseLayersAreNarrowHasNoBlocks() throws IOException {
        Model model = Source.model("Mlp.java", Files.readString(Path.of("examples", "Mlp.java")), Map.of());
        assertEquals(Compiler.compile(model, Options.of(model).withRoom(1L << 40)).javaText(),
                Compiler.compile(model, Options.of(model)).javaText());
    }
}
