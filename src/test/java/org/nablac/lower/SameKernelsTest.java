package org.nablac.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.nablac.graph.Arena;
import org.nablac.graph.Graph;
import org.nablac.graph.Node;
import org.nablac.op.Constant;
import org.nablac.op.Input;
import org.nablac.op.MatMul;
import org.nablac.op.Mul;
import org.nablac.op.Tanh;
import org.nablac.schedule.Schedule;
import org.nablac.tensor.DType;
import org.nablac.tensor.Shape;
import org.nablac.tensor.TensorType;

class SameKernelsTest {
    private final Arena arena = new Arena();
    private final Map<String, Node> outputs = new LinkedHashMap<>();

    private Node input(String name, String shape) {
        return Input.input(arena, name, new TensorType(DType.F32, Shape.parse(shape)));
    }

    private List<KernelCode> products() {
        return Lower.kernels(Schedule.of(Graph.of("g", List.of(), outputs)), "k_", Set.of()).stream()
                .filter(k -> k.function().doc().contains("product")).toList();
    }

    @Test
    void productsOfOneShapeAreOneFunctionWithOtherArguments() {
        outputs.put("first", Tanh.tanh(MatMul.matmul(input("x", "[N, 8]"), input("a", "[8, 8]"))));
        outputs.put("second", Tanh.tanh(MatMul.matmul(input("y", "[N, 8]"), input("b", "[8, 8]"))));
        List<KernelCode> products = products();
        assertEquals(2, products.size());
        assertSame(products.get(0).function(), products.get(1).function());
        assertEquals(Set.copyOf(KernelCode.WIDTHS), products.get(0).lanes().keySet());
        products.get(0).lanes().forEach(
                (width, v) -> assertSame(v.function(), products.get(1).lanes().get(width).function()));
        assertEquals(Set.of("a", "x"), leaves(products.get(0).arguments()));
        assertEquals(Set.of("b", "y"), leaves(products.get(1).arguments()));
        products.get(1).lanes().values().forEach(
                v -> assertEquals(Set.of("b", "y"), leaves(v.arguments())));
    }

    private static Set<String> leaves(List<Argument> arguments) {
        return arguments.stream().filter(Argument.Leaf.class::isInstance)
                .map(a -> ((Input) ((Argument.Leaf) a).leaf().op()).label()).collect(Collectors.toSet());
    }

    @Test
    void productsOfOtherShapesConstantsFunctionsOrReadingsAreNot() {
        Node x = input("x", "[8, 8]");
        Node y = input("y", "[8, 8]");
        Node product = MatMul.matmul(x, y);
        outputs.put("half", Mul.mul(MatMul.matmul(x, input("a", "[8, 8]")), Constant.constantLike(product, 0.5)));
        outputs.put("quarter", Mul.mul(MatMul.matmul(x, input("b", "[8, 8]")), Constant.constantLike(product, 0.25)));
        outputs.put("tanh", Tanh.tanh(MatMul.matmul(x, input("c", "[8, 8]"))));
        outputs.put("narrow", Tanh.tanh(MatMul.matmul(x, input("d", "[8, 7]"))));
        outputs.put("apart", product);
        outputs.put("alike", MatMul.matmul(x, x));
        List<KernelCode> kernels = products();
        assertEquals(6, kernels.size());
        assertEquals(6, kernels.stream().map(k -> k.function().name()).distinct().count());
    }
}
