package org.nablac.compile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nablac.evaluate.Evaluate;
import org.nablac.graph.Arena;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Graph;
import org.nablac.graph.Leaf;
import org.nablac.graph.Model;
import org.nablac.graph.Node;
import org.nablac.op.Add;
import org.nablac.op.Broadcast;
import org.nablac.op.Constant;
import org.nablac.op.Input;
import org.nablac.op.MatMul;
import org.nablac.op.Mean;
import org.nablac.op.Mul;
import org.nablac.op.Parameter;
import org.nablac.op.Tanh;
import org.nablac.tensor.DType;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.Sizes;
import org.nablac.tensor.TensorType;
import org.nablac.tensor.UserError;
import org.nablac.testing.InMemoryJavac;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.util.CheckClassAdapter;

class DeepModelTest {
    private static final int LAYERS = 100;

    @TempDir
    private Path folder;

    private static Model model() {
        return model(LAYERS);
    }

    /** tanh(y W + b), again and again, with W and b of each layer near those that keep y as it is. */
    private static Model model(int layers) {
        Arena a = new Arena();
        Node x = Input.input(a, "x", TensorType.parse("f32[N, 2]"));
        List<Model.Parameter> parameters = new ArrayList<>();
        Node y = x;
        for (int k = 0; k < layers; k++) {
            Node w = Parameter.parameter(a, "w" + k, TensorType.parse("f32[2, 2]"));
            Node b = Parameter.parameter(a, "b" + k, TensorType.parse("f32[2]"));
            parameters.add(new Model.Parameter(w, Constant.constantLike(w, 0.5)));
            parameters.add(new Model.Parameter(b, Constant.constantLike(b, 0.25)));
            y = Tanh.tanh(Add.add(MatMul.matmul(y, w), Broadcast.broadcast(b, y.shape())));
        }
        Node loss = Mean.mean(Mul.mul(y, y), List.of(0, 1));
        return new Model("Deep", "", "Deep.java", a, List.of(), parameters,
                List.of(new Model.Method("loss", List.of(x), loss, true)), Map.of());
    }

    @Test
    void aHundredLayersMakeOneClassThatLearns() {
        Model model = model();
        Compiled compiled = Compiler.compile(model, Options.of(model));
        ModelInstance instance = ModelInstance.create(compiled, 1, Map.of());
        Object[] x = {new float[] {1, 2, 3, 4, 5, 6}};
        float first = instance.step(Map.of("N", 3), x, 0.1f);
        float second = instance.step(Map.of("N", 3), x, 0.1f);
        assertTrue(second < first && second > 0, first + " then " + second);
    }

    @Test
    void everyStageOfEveryComputationIsTimed() {
        Model model = model();
        Compiled compiled = Compiler.compile(model, Options.of(model));
        Map<String, List<String>> stages = compiled.timings().stream()
                .collect(Collectors.groupingBy(Timing::method, Collectors.mapping(Timing::stage, Collectors.toList())));
        assertEquals(
                List.of("stabilise", "differentiate", "clean", "expand", "finish", "contract", "schedule", "lower"),
                stages.get("step"));
        assertEquals(List.of("margins", "shell", "shell", "verify", "emit"), stages.get("DeepModel"));
        assertTrue(compiled.timings().stream().allMatch(t -> t.nanos() > 0), compiled.timings().toString());
    }

    private static void nextTo(String what, HostArray expected, float[] found) {
        for (int k = 0; k < found.length; k++) {
            assertEquals(expected.data()[k], found[k], 1e-5 * Math.max(1, Math.abs(expected.data()[k])), what);
        }
    }

    @Test
    void fourHundredLayersWithMomentumAreHeldInArraysOfArraysAndDoWhatTheInterpreterDoes() throws IOException {
        Model model = model(400);
        Options options = Options.of(model).withOptimizer("momentum");
        Compiled compiled = Compiler.compile(model, options);
        compiled.classFiles().values().forEach(
                bytes -> new ClassReader(bytes).accept(new CheckClassAdapter(new ClassVisitor(Opcodes.ASM9) { }), 0));
        assertTrue(compiled.bytes().length < 700_000, compiled.bytes().length + " bytes");
        ModelInstance instance = ModelInstance.create(compiled, 1, Map.of());
        Graph step = compiled.step().orElseThrow();
        Map<String, HostArray> values = new HashMap<>();
        step.updates().keySet().forEach(leaf -> values.put(label(leaf), filled(leaf, 0)));
        model.parameters().forEach(p -> values.put(label(p.leaf()),
                filled(p.leaf(), label(p.leaf()).startsWith("w") ? 0.5 : 0.25)));
        values.put("x", new HostArray(DType.F32, new int[] {3, 2}, new double[] {1, 2, 3, 4, 5, 6}));
        values.put("rate", HostArray.scalar(DType.F32, 0.125));
        Object[] x = {new float[] {1, 2, 3, 4, 5, 6}};
        for (int n = 1; n <= 2; n++) {
            Evaluation evaluation = new Evaluation(values, Sizes.of("N", 3), 1, n);
            float loss = instance.step(Map.of("N", 3), x, 0.125f);
            assertEquals(Evaluate.run(step, evaluation).get("loss").data()[0], loss, 1e-5);
            Evaluate.updates(step, evaluation).forEach((leaf, value) -> {
                nextTo(label(leaf), value, (float[]) instance.parameter(label(leaf)));
                values.put(label(leaf), value);
            });
        }

        Path file = folder.resolve("deep.safetensors");
        instance.save(file);
        ModelInstance again = ModelInstance.load(compiled, file);
        for (int k = 0; k < 3; k++) {
            assertEquals(instance.step(Map.of("N", 3), x, 0.1f), again.step(Map.of("N", 3), x, 0.1f));
        }
        values.keySet().stream().filter(n -> n.matches("[wb]\\d+.*")).forEach(n -> assertArrayEquals(
                (float[]) instance.parameter(n), (float[]) again.parameter(n), n));
        float[] w = {1, 2, 3, 4};
        instance.parameter("w7", w);
        assertArrayEquals(w, (float[]) instance.parameter("w7"));
        for (Object wrong : new Object[] {new float[3], new float[] {1, 2, 3, Float.NaN}, new double[4]}) {
            String said = assertThrows(UserError.class, () -> instance.parameter("w7", wrong)).getMessage();
            assertTrue(said.startsWith("w7: ") || said.contains("no method setParameter of these arguments"), said);
        }
        UserError e = assertThrows(UserError.class, () -> instance.parameter("w400"));
        assertTrue(e.getMessage().contains("the model has no parameter 'w400'; it has 1600"), e.getMessage());
    }

    private static String label(Node leaf) {
        return ((Leaf.Stored) leaf.op()).label();
    }

    private static HostArray filled(Node leaf, double value) {
        HostArray a = HostArray.zeros(leaf.type().dtype(), leaf.shape().values(Sizes.NONE));
        Arrays.fill(a.data(), value);
        return a;
    }

    @Test
    void twoThousandLayersShareTheirKernelsAndTrainOneExampleAtATimeToo() {
        Model model = model(2_000);
        Compiled compiled = Compiler.compile(model, Options.of(model));
        assertTrue(compiled.code().functions().stream().filter(f -> f.name().matches("step_\\d+")).count() < 30);
        ModelInstance instance = ModelInstance.create(compiled, 1, Map.of());
        Object[] x = {new float[] {1, 2, 3, 4, 5, 6}};
        float first = instance.epoch(3, x, 3, 0.1f, 0.1f);
        float second = instance.epoch(3, x, 1, 0.1f, 0.1f);
        assertTrue(second < first && second > 0, first + " then " + second);
    }

    @Test
    void theJavaTextOfADeepModelDoesTheSame() throws ReflectiveOperationException {
        Model model = model(250);
        Compiled compiled = Compiler.compile(model, Options.of(model));
        ModelInstance instance = ModelInstance.create(compiled, 1, Map.of());
        Class<?> text = InMemoryJavac.load(compiled.className(), compiled.javaText());
        Object other = text.getMethod("create", long.class).invoke(null, 1L);
        float[] x = {1, 2, 3, 4, 5, 6};
        for (int k = 0; k < 3; k++) {
            assertEquals(instance.step(Map.of("N", 3), new Object[] {x}, 0.1f),
                    text.getMethod("step", int.class, float[].class, float.class).invoke(other, 3, x, 0.1f));
        }
        assertArrayEquals((float[]) instance.parameter("w249"),
                (float[]) text.getMethod("parameter", String.class).invoke(other, "w249"));
    }
}
