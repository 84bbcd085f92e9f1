package org.nablac.compile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nablac.graph.Arena;
import org.nablac.graph.Graph;
import org.nablac.graph.GraphCheck;
import org.nablac.graph.GraphText;
import org.nablac.graph.Model;
import org.nablac.graph.Node;
import org.nablac.op.Add;
import org.nablac.op.Broadcast;
import org.nablac.op.Catalogue;
import org.nablac.op.Constant;
import org.nablac.op.CrossEntropy;
import org.nablac.op.Gather;
import org.nablac.op.Input;
import org.nablac.op.LogisticLoss;
import org.nablac.op.MatMul;
import org.nablac.op.Mean;
import org.nablac.op.Mul;
import org.nablac.op.Neg;
import org.nablac.op.Normal;
import org.nablac.op.Parameter;
import org.nablac.op.RowDot;
import org.nablac.op.Select;
import org.nablac.op.Sum;
import org.nablac.op.Tanh;
import org.nablac.source.Source;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;
import org.nablac.tensor.Shape;
import org.nablac.tensor.TensorType;

/** Whole classes: what they learn, what they keep, and that their two forms are one. */
class CompilerTest {
    @TempDir
    private Path folder;

    private static TensorType f32(String shape) {
        return new TensorType(DType.F32, Shape.parse(shape));
    }

    private static Model.Parameter parameter(Arena a, String label, String shape, double sd, int stream) {
        Node leaf = Parameter.parameter(a, label, f32(shape));
        Node normal = Normal.normal(a, DType.F32, leaf.shape(), stream);
        return new Model.Parameter(leaf, Mul.mul(normal, Constant.constantLike(normal, sd)));
    }

    private static Node plus(Node x, Node bias) {
        return Add.add(x, Broadcast.broadcast(bias, x.shape()));
    }

    static Model perceptron() {
        Arena a = new Arena();
        List<Model.Parameter> p = List.of(parameter(a, "first.a", "[4, 16]", 0.5, 0),
                parameter(a, "first.b", "[16]", 0, 1),
                parameter(a, "second.a", "[16, 3]", 0.25, 2), parameter(a, "second.b", "[3]", 0, 3));
        Node x = Input.input(a, "x", f32("[N, 4]"));
        Node y = Input.input(a, "y", new TensorType(DType.I32, Shape.parse("[N]")));
        Node h = Tanh.tanh(plus(MatMul.matmul(x, p.get(0).leaf()), p.get(1).leaf()));
        Node logits = plus(MatMul.matmul(h, p.get(2).leaf()), p.get(3).leaf());
        Node loss = Mean.mean(CrossEntropy.crossEntropy(logits, y), List.of(0));
        return new Model("Mlp", "", "Mlp.java", a, List.of(), p,
                List.of(new Model.Method("logits", List.of(x), logits, false),
                        new Model.Method("loss", List.of(x, y), loss, true)), Map.of());
    }

    static Model signs() {
        Arena a = new Arena();
        List<Model.Parameter> p = List.of(parameter(a, "u", "[rows, 8]", 0.3, 0),
                parameter(a, "v", "[columns, 8]", 0.3, 1), parameter(a, "b", "[rows]", 0, 2));
        Node i = Input.index(a, "i", Shape.parse("[N]"), Dim.named("rows"));
        Node j = Input.index(a, "j", Shape.parse("[N]"), Dim.named("columns"));
        Node sign = Input.input(a, "sign", f32("[N]"));
        Node score = Add.add(RowDot.dot(Gather.gather(p.get(0).leaf(), i), Gather.gather(p.get(1).leaf(), j)),
                Gather.gather(p.get(2).leaf(), i));
        Node loss = Mean.mean(LogisticLoss.logisticLoss(score, sign), List.of(0));
        return new Model("Signs", "", "Signs.java", a, List.of("rows", "columns"), p,
                List.of(new Model.Method("score", List.of(i, j), score, false),
                        new Model.Method("loss", List.of(i, j, sign), loss, true)), Map.of());
    }

    /** Points in four dimensions whose class is the largest of their first three. */
    private static Object[] points(int n, long seed) {
        Random random = new Random(seed);
        float[] x = new float[4 * n];
        int[] y = new int[n];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < 4; k++) {
                x[4 * i + k] = (float) random.nextGaussian();
                y[i] = k < 3 && x[4 * i + k] > x[4 * i + y[i]] ? k : y[i];
            }
        }
        return new Object[] {x, y};
    }

    private static double accuracy(ModelInstance m, Object[] data) {
        int n = ((int[]) data[1]).length;
        float[] logits = (float[]) m.call("logits", Map.of("N", n), new Object[] {data[0]});
        int right = 0;
        for (int i = 0; i < n; i++) {
            int best = 0;
            for (int c = 1; c < 3; c++) {
                best = logits[3 * i + c] > logits[3 * i + best] ? c : best;
            }
            right += best == ((int[]) data[1])[i] ? 1 : 0;
        }
        return (double) right / n;
    }

    @Test
    void aPerceptronLearnsWithEveryOptimizerInBatchesAndOneByOne() {
        for (String optimizer : List.of("sgd", "momentum", "adagrad", "adam", "rmsprop")) {
            for (int batch : new int[] {1, 16}) {
                Model model = perceptron();
                Compiled c = Compiler.compile(model, Options.of(model).withOptimizer(optimizer));
                ModelInstance m = ModelInstance.create(c, 7, Map.of());
                float rate = optimizer.equals("sgd") || optimizer.equals("adagrad") ? 0.1f : 0.005f;
                for (int e = 0; e < 20; e++) {
                    m.epoch(1000, points(1000, 1), batch, rate, rate);
                }
                double accuracy = accuracy(m, points(1000, 2));
                assertTrue(accuracy > 0.93, () -> optimizer + ", batch " + batch + ": " + accuracy);
            }
        }
    }

    @Test
    void aSignMatrixIsCompletedAndItsWeightsSurviveSavingAndLoading() {
        Model model = signs();
        Compiled c = Compiler.compile(model, Options.of(model));
        int[] i = new int[600];
        int[] j = new int[600];
        float[] s = new float[600];
        Random random = new Random(3);
        for (int n = 0; n < 600; n++) {
            i[n] = random.nextInt(30);
            j[n] = random.nextInt(40);
            s[n] = (i[n] % 3 == 0) == (j[n] % 2 == 0) ? 1 : -1;
        }
        Object[] data = {i, j, s};
        ModelInstance m = ModelInstance.create(c, 7, Map.of("rows", 30, "columns", 40));
        float last = 0;
        for (int e = 0; e < 40; e++) {
            last = m.epoch(600, data, 1, 0.1f, 0.1f);
        }
        assertTrue(last < 0.1, "the loss is " + last);
        Path file = folder.resolve("w.safetensors");
        m.save(file);
        ModelInstance again = ModelInstance.load(c, file);
        assertEquals(m.steps(), again.steps());
        assertEquals(m.epoch(600, data, 4, 0.1f, 0.05f), again.epoch(600, data, 4, 0.1f, 0.05f));
        assertArrayEquals((float[]) m.parameter("u"), (float[]) again.parameter("u"));
    }

    @Test
    void aLossThatReadsNoExampleIsTrainedAllTheSame() {
        Model model = Source.model("Ridge.java", """
                import static org.nablac.Nablac.*;

                import org.nablac.*;

                @Model
                public class Ridge {
                    final Tensor w = parameter(3).normal(1);

                    @Loss
                    public Tensor loss(@Shape("N, 3") Tensor x) {
                        return square(w).sum();
                    }
                }
                """, Map.of());
        ModelInstance m = ModelInstance.create(Compiler.compile(model, Options.of(model)), 1, Map.of());
        float before = m.step(Map.of("N", 2), new Object[] {new float[6]}, 0.1f);
        assertEquals(0.64 * before, m.epoch(2, new Object[] {new float[6]}, 2, 0.1f, 0.1f), 1e-5 * before);
    }

    @Test
    void theEmittedJavaIsTheSameClass() throws ReflectiveOperationException {
        Model model = perceptron();
        Compiled c = Compiler.compile(model, Options.of(model).withOptimizer("adam"));
        Class<?> text = org.nablac.testing.InMemoryJavac.load("MlpModel", c.javaText());
        Object[] data = points(100, 5);
        Object a = c.load().getMethod("create", long.class).invoke(null, 11L);
        Object b = text.getMethod("create", long.class).invoke(null, 11L);
        Map<String, Object> results = new LinkedHashMap<>();
        for (Object m : List.of(a, b)) {
            for (int e = 0; e < 3; e++) {
                m.getClass().getMethod("epoch", int.class, float[].class, int[].class, int.class, float.class,
                        float.class).invoke(m, 100, data[0], data[1], 1 + 6 * e, 0.01f, 0.005f);
            }
            float[] weights = (float[]) m.getClass().getMethod("firstA").invoke(m);
            Object before = results.putIfAbsent("weights", weights);
            if (before != null) {
                assertArrayEquals((float[]) before, weights);
            }
        }
        if (Boolean.getBoolean("show")) {
            System.out.println(c.javaText());
        }
    }

    @Test
    void everyPassLeavesAGraphThatIsWellFormedAndWhoseTextParsesBack() {
        for (Model model : List.of(perceptron(), signs())) {
            for (String optimizer : List.of("sgd", "adam")) {
                Compiled c = Compiler.compile(model, Options.of(model).withOptimizer(optimizer));
                assertTrue(c.passes().size() >= 4 * 4, "passes: " + c.passes().size());
                for (PassRecord pass : c.passes()) {
                    Graph g = GraphCheck.check(pass.name() + " of " + pass.method(), pass.after());
                    String text = withoutOrigins(g);
                    assertEquals(text, withoutOrigins(GraphText.parse(g.toString(), new Arena(), Catalogue::find)),
                            "after " + pass.name() + " of " + pass.method());
                }
            }
        }
    }

    /** Of what a node is derived, a text read back does not know. */
    private static String withoutOrigins(Graph g) {
        return g.toString().replaceAll("  (@|by ).*", "");
    }

    /** Both are arrays of ints in the class. */
    @Test
    void anEpochInStepsOfOneTakesTruthValuesBesideIndices() {
        Arena a = new Arena();
        Model.Parameter u = parameter(a, "u", "[rows, 8]", 0.3, 0);
        Node i = Input.index(a, "i", Shape.parse("[N]"), Dim.named("rows"));
        Node isPlus = Input.input(a, "isPlus", new TensorType(DType.BOOL, Shape.parse("[N]")));
        Node sum = Sum.sum(Gather.gather(u.leaf(), i), List.of(1));
        Node loss = Mean.mean(Select.select(isPlus, sum, Neg.neg(sum)), List.of(0));
        Model model = new Model("Sums", "", "Sums.java", a, List.of("rows"), List.of(u),
                List.of(new Model.Method("loss", List.of(i, isPlus), loss, true)), Map.of());
        ModelInstance m = Compiler.compile(model, Options.of(model)).create(7, Map.of("rows", 4));
        Object[] inputs = {new int[] {3, 0, 2, 0, 1}, new int[] {1, 0, 0, 1, 1}};
        float wanted = m.step(Map.of("N", 5), inputs, 0f);
        assertEquals(wanted, m.epoch(5, inputs, 1, 0f, 0f), 1e-6);
    }
}
