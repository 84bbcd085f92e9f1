package org.nablac.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.nablac.graph.Arena;
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
import org.nablac.tensor.TensorType;

class DeepModelTest {
    private static final int LAYERS = 100;

    private static Model model() {
        Arena a = new Arena();
        Node x = Input.input(a, "x", TensorType.parse("f32[N, 2]"));
        List<Model.Parameter> parameters = new ArrayList<>();
        Node y = x;
        for (int k = 0; k < LAYERS; k++) {
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
        assertEquals(List.of("stabilise", "differentiate", "clean", "expand", "finish", "schedule", "lower"),
                stages.get("step"));
        assertEquals(List.of("shell", "shell", "verify", "emit"), stages.get("DeepModel"));
        assertTrue(compiled.timings().stream().allMatch(t -> t.nanos() > 0), compiled.timings().toString());
    }
}
