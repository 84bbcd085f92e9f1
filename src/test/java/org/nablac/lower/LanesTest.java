package org.nablac.lower;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.nablac.graph.Arena;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Graph;
import org.nablac.graph.Leaf;
import org.nablac.graph.Node;
import org.nablac.op.Add;
import org.nablac.op.Broadcast;
import org.nablac.op.Input;
import org.nablac.op.Log;
import org.nablac.op.MatMul;
import org.nablac.op.MaxOver;
import org.nablac.op.Mul;
import org.nablac.op.Parameter;
import org.nablac.op.Relu;
import org.nablac.op.Sum;
import org.nablac.op.Tanh;
import org.nablac.tensor.DType;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.Shape;
import org.nablac.tensor.Sizes;
import org.nablac.tensor.TensorType;
import org.nablac.testing.Case;
import org.nablac.testing.CompiledGraph;
import org.nablac.testing.Oracle;
import org.nablac.testing.RandomGraphs;
import org.nablac.testing.RandomSteps;

/** Kernels in vectors of every width beside the same kernels for scalars: every bit. */
class LanesTest {
    private static final long SEED = 20261123;
    private static final int GRAPHS = 200;

    private static void sameBits(String what, CompiledGraph compiled, Evaluation e) {
        Map<String, HostArray> scalar = compiled.run(e);
        for (int lanes : KernelCode.WIDTHS) {
            Map<String, HostArray> vectors = compiled.runLanes(e, lanes);
            scalar.forEach((name, wanted) -> assertArrayEquals(wanted.data(), vectors.get(name).data(),
                    () -> what + ", " + lanes + " lanes, " + name + "\n" + compiled));
            Map<String, HostArray> parts = compiled.runLanesInParts(e, lanes, new Random(SEED));
            scalar.forEach((name, wanted) -> assertArrayEquals(wanted.data(), parts.get(name).data(),
                    () -> what + ", " + lanes + " lanes in parts, " + name + "\n" + compiled));
        }
    }

    @Test
    void randomGraphsHaveTheSameBitsInEveryWidth() {
        long found = 0;
        for (long seed = 0; seed < GRAPHS; seed++) {
            Case c = seed % 2 == 0 ? RandomGraphs.of(seed, DType.F32) : RandomSteps.of(seed);
            CompiledGraph compiled = new CompiledGraph(Oracle.expanded(c.graph()));
            found += compiled.lanes(4);
            sameBits("seed " + seed, compiled, c.evaluation());
        }
        assertTrue(found > GRAPHS / 2, "only " + found + " kernels in vectors");
    }

    private static Node floats(Arena a, String label, String shape) {
        return Input.input(a, label, new TensorType(DType.F32, Shape.parse(shape)));
    }

    private static Evaluation evaluation(Graph g, Sizes sizes, Random random) {
        Map<String, HostArray> values = new HashMap<>();
        for (Node n : g.nodes()) {
            if (n.op() instanceof Leaf.Stored s) {
                HostArray a = HostArray.zeros(n.type().dtype(), n.shape().values(sizes));
                for (int i = 0; i < a.count(); i++) {
                    a.data()[i] = (float) random.nextGaussian();
                }
                values.put(s.label(), a);
            }
        }
        return new Evaluation(values, sizes, 1, 1);
    }

    private static CompiledGraph compiled(Arena a, List<Node> inputs, Map<String, Node> outputs) {
        return new CompiledGraph(Oracle.expanded(new Graph("g", a, inputs, outputs, Map.of())));
    }

    @Test
    void elementsAndSumsOfEveryLengthHaveTheSameBits() {
        Random random = new Random(SEED);
        Arena a = new Arena();
        Node x = floats(a, "x", "[M, N]");
        Node b = floats(a, "b", "[N]");
        Node y = Add.add(Tanh.tanh(x), Broadcast.broadcast(b, x.shape()));
        CompiledGraph compiled = compiled(a, List.of(x, b), Map.of("y", y, "logs", Log.log(x),
                "rows", Sum.sum(y, List.of(1)), "columns", Sum.sum(x, List.of(0)), "all", Sum.sum(y),
                "largest", MaxOver.maxOver(x, List.of(1)), "highest", MaxOver.maxOver(x, List.of(0))));
        assertTrue(compiled.lanes(4) > 0, compiled::toString);
        Graph g = compiled.schedule().graph();
        for (int n = 1; n <= 35; n++) {
            Sizes sizes = Sizes.of("N", n).with("M", 1 + n * 7 % 20);
            sameBits(sizes.toString(), compiled, evaluation(g, sizes, random));
        }
    }

    @Test
    void extremesOfLongRowsHaveTheSameBits() {
        Random random = new Random(SEED);
        for (String columns : List.of("N", "128", "200", "333")) {
            Arena a = new Arena();
            Node x = floats(a, "x", "[3, " + columns + "]");
            CompiledGraph compiled = compiled(a, List.of(x), Map.of("largest", MaxOver.maxOver(x, List.of(1))));
            Graph g = compiled.schedule().graph();
            for (int n = 1; n <= 300; n += 23) {
                Sizes sizes = Sizes.of("N", n);
                Evaluation e = evaluation(g, sizes, random);
                double[] data = e.values().get("x").data();
                int one = random.nextInt(data.length);
                for (double odd : new double[] {data[one], 0.0, Double.NaN, Double.POSITIVE_INFINITY}) {
                    data[one] = odd;
                    sameBits(columns + " " + sizes + ", " + odd + " at " + one, compiled, e);
                }
            }
        }
    }

    @Test
    void productsOfNamedSizesHaveTheSameBits() {
        Random random = new Random(SEED);
        for (boolean left : new boolean[] {false, true}) {
            for (boolean right : new boolean[] {false, true}) {
                Arena a = new Arena();
                Node x = floats(a, "x", left ? "[K, M]" : "[M, K]");
                Node w = floats(a, "w", right ? "[N, K]" : "[K, N]");
                Node product = MatMul.matmul(x, w, left, right);
                Node b = floats(a, "b", "[N]");
                Node y = Relu.relu(Add.add(product, Broadcast.broadcast(b, product.shape())));
                CompiledGraph symbolic = compiled(a, List.of(x, w, b), Map.of("y", y));
                assertEquals(1, symbolic.lanes(8), symbolic::toString);
                for (int n = 1; n <= 20; n++) {
                    Sizes sizes = Sizes.of("N", 5 * n).with("M", 1 + n * 7 % 19).with("K", 1 + n * 5 % 23);
                    sameBits(sizes.toString(), symbolic, evaluation(symbolic.schedule().graph(), sizes, random));
                }
            }
        }
    }

    /** Sums that vanish are −0 as often as +0. */
    @Test
    void largeProductsHaveTheSameBitsHeldAnyWayAndWhereSumsVanish() {
        Random random = new Random(SEED);
        for (String transposed : List.of("", "left", "right", "left right")) {
            boolean left = transposed.contains("left");
            boolean right = transposed.contains("right");
            Arena a = new Arena();
            Node x = floats(a, "x", left ? "[K, M]" : "[M, K]");
            Node w = floats(a, "w", right ? "[N, K]" : "[K, N]");
            Node tiny = floats(a, "tiny", "[]");
            Node product = MatMul.matmul(Mul.mul(x, Broadcast.broadcast(tiny, x.shape())),
                    Mul.mul(w, Broadcast.broadcast(tiny, w.shape())), left, right);
            CompiledGraph compiled = compiled(a, List.of(x, w, tiny), Map.of("plain", product,
                    "y", Relu.relu(MatMul.matmul(x, w, left, right))));
            for (String sizes : List.of("64 33 32", "75 65 33", "107 40 64", "130 300 37", "64 1 2", "68 257 1",
                    "75 45 601", "490 530 300")) {
                String[] of = sizes.split(" ");
                Sizes all = Sizes.of("M", Integer.parseInt(of[0])).with("N", Integer.parseInt(of[1]))
                        .with("K", Integer.parseInt(of[2]));
                Evaluation e = evaluation(compiled.schedule().graph(), all, random);
                e.values().get("tiny").data()[0] = (float) 1e-23;
                sameBits(transposed + " " + sizes, compiled, e);
            }
        }
    }

    @Test
    void largeProductsOfConstantShapesHaveTheSameBits() {
        Random random = new Random(SEED);
        for (String shape : List.of("[1000, 40] [40, 50]", "[80, 7000] [7000, 33]", "[N, 64] [64, 96]",
                "[66, 4099] [4099, 48]", "[66, 4099] [4099, 34]", "[75, 256] [256, 70]", "[N, 257] [257, 71]")) {
            Arena a = new Arena();
            Node x = floats(a, "x", shape.split(" (?=\\[)")[0]);
            Node w = floats(a, "w", shape.split(" (?=\\[)")[1]);
            Node v = floats(a, "v", shape.split(" (?=\\[)")[1]);
            CompiledGraph compiled = compiled(a, List.of(x, w, v), Map.of("plain", MatMul.matmul(x, w),
                    "y", Relu.relu(MatMul.matmul(x, v))));
            sameBits(shape, compiled, evaluation(compiled.schedule().graph(), Sizes.of("N", 100), random));
        }
    }

    /** Last panels of every kind: full, of two vectors, of one vector, of half of one; strips in several groups. */
    @Test
    void largeProductsOfConstantShapesHaveTheSameBitsHeldAnyWay() {
        Random random = new Random(SEED);
        for (String transposed : List.of("", "left", "right", "left right")) {
            boolean left = transposed.contains("left");
            boolean right = transposed.contains("right");
            for (String shape : List.of("300 40 70", "205 37 300", "250 200 300", "97 48 64", "210 42 520",
                    "400 64 257", "64 57 90", "500 33 40")) {
                String[] of = shape.split(" ");
                Arena a = new Arena();
                Node x = floats(a, "x", left ? "[" + of[2] + ", " + of[0] + "]" : "[" + of[0] + ", " + of[2] + "]");
                String held = right ? "[" + of[1] + ", " + of[2] + "]" : "[" + of[2] + ", " + of[1] + "]";
                Node w = floats(a, "w", held);
                Node v = floats(a, "v", held);
                CompiledGraph compiled = compiled(a, List.of(x, w, v), Map.of("plain", MatMul.matmul(x, w, left, right),
                        "y", Relu.relu(MatMul.matmul(x, v, left, right))));
                sameBits(transposed + " " + shape, compiled,
                        evaluation(compiled.schedule().graph(), Sizes.NONE, random));
            }
        }
    }

    @Test
    void productsOfConstantShapesHaveTheSameBits() {
        Random random = new Random(SEED);
        for (int m : new int[] {1, 5, 8, 17}) {
            for (int n : new int[] {4, 10, 16, 21, 48, 130, 150}) {
                Arena a = new Arena();
                Node x = floats(a, "x", "[" + m + ", 19]");
                Node w = floats(a, "w", "[19, " + n + "]");
                Node v = floats(a, "v", "[19, " + n + "]");
                Node product = MatMul.matmul(x, w);
                CompiledGraph compiled = compiled(a, List.of(x, w, v),
                        Map.of("y", Mul.mul(product, product), "plain", MatMul.matmul(x, v)));
                assertTrue(compiled.lanes(16) > 0, compiled::toString);
                sameBits(m + " x " + n, compiled, evaluation(compiled.schedule().graph(), Sizes.NONE, random));
            }
        }
    }

    /** Rows that fill strips and rows left over, panels in place and packed, ends in registers and of strips. */
    @Test
    void productsOfConstantShapesHaveTheSameBitsHeldAnyWay() {
        Random random = new Random(SEED);
        for (String transposed : List.of("", "left", "right", "left right")) {
            boolean left = transposed.contains("left");
            boolean right = transposed.contains("right");
            for (String shape : List.of("2 64 9", "7 45 3", "11 32 10", "12 10 5", "13 33 1", "20 96 7", "37 70 18",
                    "24 600 4")) {
                String[] of = shape.split(" ");
                Arena a = new Arena();
                Node x = floats(a, "x", left ? "[" + of[2] + ", " + of[0] + "]" : "[" + of[0] + ", " + of[2] + "]");
                Node w = floats(a, "w", right ? "[" + of[1] + ", " + of[2] + "]" : "[" + of[2] + ", " + of[1] + "]");
                Node old = floats(a, "old", "[" + of[0] + ", " + of[1] + "]");
                Node product = MatMul.matmul(x, w, left, right);
                CompiledGraph brief = compiled(a, List.of(x, w, old), Map.of("y", Mul.mul(old, product)));
                sameBits(transposed + " " + shape, brief, evaluation(brief.schedule().graph(), Sizes.NONE, random));
                CompiledGraph lengthy = compiled(a, List.of(x, w), Map.of("y", Tanh.tanh(product)));
                sameBits(transposed + " " + shape, lengthy, evaluation(lengthy.schedule().graph(), Sizes.NONE, random));
            }
        }
    }

    /** A weight and the two states of its optimiser, beside the same where the gradient itself is wanted too. */
    @Test
    void productsThatEndInSeveralNodesHaveTheBitsOfThoseThatAreStored() {
        Random random = new Random(SEED);
        for (String shape : List.of("3 2 5", "12 32 7", "37 45 3", "64 33 40", "300 70 90", "205 40 300", "[N] 30 9",
                "[N] 64 64")) {
            String[] of = shape.replaceAll("[\\[\\]]", "").split(" ");
            CompiledGraph finished = compiled(of, false);
            CompiledGraph stored = compiled(of, true);
            assertEquals(1, finished.schedule().kernels().size(), finished::toString);
            assertEquals(2, stored.schedule().kernels().size(), stored::toString);
            Evaluation e = evaluation(finished.schedule().graph(), Sizes.of("N", 71), random);
            sameBits(shape, finished, e);
            Map<String, HostArray> wanted = stored.run(e);
            Map<String, HostArray> got = finished.run(e);
            assertTrue(got.size() >= 3, got.keySet()::toString);
            got.forEach((name, x) -> assertArrayEquals(wanted.get(name).data(), x.data(), () -> shape + ", " + name));
        }
    }

    /** A weight that is used twice: its gradient is a sum of two products, of one of them dear to compute. */
    @Test
    void sumsOfTwoProductsThatEndInSeveralNodesHaveTheBitsOfThoseThatAreStored() {
        List<Map<String, HostArray>> both = new ArrayList<>();
        for (boolean isStored : new boolean[] {false, true}) {
            Arena a = new Arena();
            List<Node> given = Stream.of("x", "d", "y", "e").map(l -> floats(a, l, "[9, 20]")).toList();
            List<Node> held = Stream.of("w", "m").map(l -> Parameter.parameter(a, l,
                    new TensorType(DType.F32, Shape.parse("[20, 20]")))).toList();
            Node first = MatMul.matmul(given.get(0), given.get(1), true, false);
            Node second = MatMul.matmul(given.get(2), given.get(3), true, false);
            Node g = Add.add(Tanh.tanh(Tanh.tanh(first)), second);
            Node m = Add.add(held.get(1), g);
            CompiledGraph compiled = new CompiledGraph(Oracle.expanded(new Graph("g", a, given,
                    isStored ? Map.of("first", first, "second", second, "gradient", g) : Map.of(),
                    Map.of(held.get(0), Add.add(held.get(0), Mul.mul(m, g)), held.get(1), m))));
            Evaluation e = evaluation(compiled.schedule().graph(), Sizes.NONE, new Random(SEED));
            sameBits("two products", compiled, e);
            both.add(compiled.run(e));
        }
        both.get(0).forEach((name, x) -> assertArrayEquals(both.get(1).get(name).data(), x.data(), name));
    }

    private static CompiledGraph compiled(String[] of, boolean isStored) {
        Arena a = new Arena();
        Node x = floats(a, "x", "[" + of[2] + ", " + of[0] + "]");
        Node d = floats(a, "d", "[" + of[2] + ", " + of[1] + "]");
        List<Node> held = Stream.of("w", "m", "v").map(l -> Parameter.parameter(a, l,
                new TensorType(DType.F32, Shape.parse("[" + of[0] + ", " + of[1] + "]")))).toList();
        Node g = MatMul.matmul(x, d, true, false);
        Node m = Add.add(Mul.mul(held.get(1), held.get(1)), g);
        Node v = Add.add(Mul.mul(held.get(2), held.get(2)), Mul.mul(g, g));
        Node w = Add.add(held.get(0), Mul.mul(m, Tanh.tanh(v)));
        return new CompiledGraph(Oracle.expanded(new Graph("g", a, List.of(x, d),
                isStored ? Map.of("gradient", g) : Map.of(),
                Map.of(held.get(0), w, held.get(1), m, held.get(2), v))));
    }

    @Test
    void rowsOfEveryConstantLengthHaveTheSameBits() {
        Random random = new Random(SEED);
        for (int n = 1; n <= 37; n++) {
            Arena a = new Arena();
            Node x = floats(a, "x", "[7, " + n + "]");
            Node highest = Broadcast.broadcast(MaxOver.maxOver(x, List.of(1)), x.shape(), List.of(0));
            Node y = Mul.mul(Tanh.tanh(x), highest);
            CompiledGraph compiled = compiled(a, List.of(x), Map.of("y", y, "rows", Sum.sum(y, List.of(1))));
            sameBits("rows of " + n, compiled, evaluation(compiled.schedule().graph(), Sizes.NONE, random));
        }
    }

    @Test
    void largeProductsOfConstantShapesHaveTheSameBitsInParts() {
        Random random = new Random(SEED);
        for (String shape : List.of("[61, 40] [40, 310]", "[1, 150] [150, 1000]", "[3, 90] [90, 520]",
                "[157, 70] [70, 21]", "[N, 30] [30, 300]", "[N, 30] [30, 50]", "[40, 5, 20] [40, 20, 70]",
                "[2, 33, 100] [2, 100, 37]")) {
            Arena a = new Arena();
            Node x = floats(a, "x", shape.split(" (?=\\[)")[0]);
            Node w = floats(a, "w", shape.split(" (?=\\[)")[1]);
            Node product = MatMul.matmul(x, w);
            CompiledGraph compiled = compiled(a, List.of(x, w), Map.of("y", Mul.mul(product, product)));
            assertEquals(1, compiled.ranges(), compiled::toString);
            for (int n : new int[] {1, 7, 64}) {
                sameBits(shape, compiled, evaluation(compiled.schedule().graph(), Sizes.of("N", n), random));
            }
        }
    }

    @Test
    void rowsThatAreApartHaveARangeAndRowsThatMeetHaveNone() {
        Random random = new Random(SEED);
        Arena a = new Arena();
        Node x = floats(a, "x", "[600, 300]");
        Node y = Tanh.tanh(x);
        CompiledGraph apart = compiled(a, List.of(x), Map.of("y", y, "rows", Sum.sum(y, List.of(1)),
                "columns", Sum.sum(x, List.of(0))));
        assertEquals(apart.schedule().kernels().size(), apart.ranges(), apart::toString);
        sameBits("rows", apart, evaluation(apart.schedule().graph(), Sizes.NONE, random));
        CompiledGraph all = compiled(a, List.of(x), Map.of("all", Sum.sum(x)));
        assertEquals(0, all.ranges(), all::toString);
        Node small = floats(a, "small", "[16, 16]");
        CompiledGraph few = compiled(a, List.of(small), Map.of("y", Tanh.tanh(small)));
        assertEquals(0, few.ranges(), few::toString);
    }
}
