package org.nablac.lower;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nablac.graph.Arena;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Graph;
import org.nablac.graph.Leaf;
import org.nablac.graph.Node;
import org.nablac.op.Add;
import org.nablac.op.Broadcast;
import org.nablac.op.Constant;
import org.nablac.op.Input;
import org.nablac.op.MatMul;
import org.nablac.op.Mul;
import org.nablac.op.Parameter;
import org.nablac.op.Relu;
import org.nablac.op.Sub;
import org.nablac.schedule.Schedule;
import org.nablac.tensor.DType;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.Shape;
import org.nablac.tensor.Sizes;
import org.nablac.tensor.TensorType;
import org.nablac.testing.CompiledGraph;
import org.nablac.testing.Oracle;

/** Products that compute their left operand themselves, in every form, beside those whose operand is stored. */
class LeftOperandTest {
    private static final long SEED = 20261128;

    private static TensorType type(DType dtype, String shape) {
        return new TensorType(dtype, Shape.parse(shape));
    }

    private static Evaluation evaluation(Graph g, Sizes sizes, Random random) {
        Map<String, HostArray> values = new HashMap<>();
        for (Node n : g.nodes()) {
            if (n.op() instanceof Leaf.Stored s) {
                HostArray a = HostArray.zeros(n.type().dtype(), n.shape().values(sizes));
                for (int i = 0; i < a.count(); i++) {
                    a.data()[i] = random.nextInt(20) == 0 ? -0.0 : (float) random.nextGaussian();
                }
                values.put(s.label(), a);
            }
        }
        return new Evaluation(values, sizes, 1, 1);
    }

    /** Fused, whole and in parts, for scalars and in vectors, the graph has the bits that it has unfused. */
    private static void sameBits(String what, Graph g, int kernels, Evaluation e) {
        CompiledGraph fused = new CompiledGraph(g);
        assertEquals(kernels, fused.schedule().kernels().size(), fused::toString);
        Map<String, HostArray> wanted = new CompiledGraph(Schedule.unfused(g), "unfused").run(e);
        same(what + ", scalars", wanted, fused.run(e), fused);
        for (int lanes : KernelCode.WIDTHS) {
            same(what + ", " + lanes + " lanes", wanted, fused.runLanes(e, lanes), fused);
            same(what + ", " + lanes + " lanes in parts", wanted, fused.runLanesInParts(e, lanes, new Random(SEED)),
                    fused);
        }
    }

    private static void same(String what, Map<String, HostArray> wanted, Map<String, HostArray> got, CompiledGraph g) {
        wanted.forEach((name, x) -> assertArrayEquals(x.data(), got.get(name).data(), () -> what + ", " + name + "\n"
                + g));
    }

    private static Node standardised(Arena a, Node x) {
        String columns = "[" + x.shape().dim(x.type().rank() - 1) + "]";
        Node mean = Input.input(a, "mean", type(x.type().dtype(), columns));
        Node scale = Parameter.parameter(a, "scale", type(x.type().dtype(), columns));
        return Mul.mul(Sub.sub(x, last(mean, x)), last(scale, x));
    }

    private static Node last(Node vector, Node like) {
        return Broadcast.broadcast(vector, like.shape(), List.of(like.type().rank() - 1));
    }

    /** y = relu((x − mean) · scale · w). */
    private static Graph forward(DType dtype, String rows, String terms, String columns) {
        return graph(dtype, new String[] {rows, terms, columns}, true);
    }

    /** dw = ((x − mean) · scale)ᵀ d: the terms are the rows of x. */
    private static Graph backward(DType dtype, String rows, String terms, String columns) {
        return graph(dtype, new String[] {rows, terms, columns}, false);
    }

    private static Graph graph(DType dtype, String[] of, boolean isForward) {
        Arena a = new Arena();
        Node x = Input.input(a, "x", type(dtype, "[" + of[0] + ", " + of[1] + "]"));
        Node left = standardised(a, x);
        Node w = Parameter.parameter(a, "w", type(dtype, "[" + of[1] + ", " + of[2] + "]"));
        Node d = Input.input(a, "d", type(dtype, "[" + of[0] + ", " + of[2] + "]"));
        Map<String, Node> outputs = new HashMap<>();
        if (isForward) {
            outputs.put("y", Relu.relu(MatMul.matmul(left, w)));
        } else {
            outputs.put("dw", MatMul.matmul(left, d, true, false));
        }
        List<Node> inputs = List.of(x, left.input(0).input(1).input(0), d);
        return Oracle.expanded(new Graph("g", a, inputs, outputs, Map.of()));
    }

    @Test
    void fewAndManyRowsTermsAndColumnsHaveTheBitsOfWhatIsStored() {
        Random random = new Random(SEED);
        for (String shape : List.of("1 20 24", "3 7 10", "13 70 33", "48 40 64", "60 33 20", "200 50 40", "1000 20 10",
                "97 300 530", "64 600 64", "300 5 1", "70 500 10")) {
            String[] of = shape.split(" ");
            for (Graph g : List.of(forward(DType.F32, of[0], of[1], of[2]), backward(DType.F32, of[0], of[1], of[2]))) {
                sameBits(shape, g, 1, evaluation(g, Sizes.NONE, random));
            }
        }
    }

    @Test
    void rowsOfANumberThatOnlyTheCallKnowsHaveTheBitsOfWhatIsStored() {
        Random random = new Random(SEED);
        for (String columns : List.of("10", "48", "100")) {
            Graph forward = forward(DType.F32, "N", "70", columns);
            Graph backward = backward(DType.F32, "70", "N", columns);
            for (int n : new int[] {1, 2, 3, 4, 5, 7, 8, 13, 47, 53, 64, 130, 1000}) {
                sameBits(n + " rows", forward, 1, evaluation(forward, Sizes.of("N", n), random));
                sameBits(n + " rows", backward, 1, evaluation(backward, Sizes.of("N", n), random));
            }
        }
    }

    @Test
    void doublesHaveTheBitsOfWhatIsStored() {
        for (Graph g : List.of(forward(DType.F64, "N", "9", "6"), backward(DType.F64, "9", "N", "6"))) {
            for (int n : new int[] {1, 4, 11}) {
                sameBits(n + " rows", g, 1, evaluation(g, Sizes.of("N", n), new Random(SEED)));
            }
        }
    }

    @Test
    void manyMatricesHaveTheBitsOfWhatIsStored() {
        Random random = new Random(SEED);
        for (String shape : List.of("[3, 5, 20] [3, 20, 40]", "[40, 5, 20] [40, 20, 70]", "[2, 70, 40] [2, 40, 37]")) {
            for (boolean transposed : new boolean[] {false, true}) {
                Arena a = new Arena();
                String[] of = shape.split(" (?=\\[)");
                String[] dims = of[0].replaceAll("[\\[\\]]", "").split(", ");
                Node x = Input.input(a, "x", type(DType.F32, transposed
                        ? "[" + dims[0] + ", " + dims[2] + ", " + dims[1] + "]" : of[0]));
                Node left = standardised(a, x);
                Node w = Parameter.parameter(a, "w", type(DType.F32, of[1]));
                Graph g = Oracle.expanded(new Graph("g", a, List.of(x, left.input(0).input(1).input(0)),
                        Map.of("y", MatMul.matmul(left, w, transposed, false)), Map.of()));
                sameBits(shape + " " + transposed, g, 1, evaluation(g, Sizes.NONE, random));
            }
        }
    }

    @Test
    void whatIsNoNumberOrInfiniteIsAsIfItWereStored() {
        Graph g = forward(DType.F32, "N", "40", "48");
        for (int n : new int[] {3, 70}) {
            Evaluation e = evaluation(g, Sizes.of("N", n), new Random(SEED));
            double[] x = e.values().get("x").data();
            x[0] = Double.NaN;
            x[41] = Double.POSITIVE_INFINITY;
            x[82] = Double.NEGATIVE_INFINITY;
            x[2 * 40 - 1] = -0.0;
            e.values().get("mean").data()[39] = -0.0;
            sameBits(n + " rows", g, 1, e);
        }
    }

    /** w ← w + (2 w) v, v ← v + (3 w)ᵀ w: each product reads what another, or its own end, overwrites. */
    @Test
    void whatAProductComputesItsOperandFromIsReadBeforeItIsOverwritten() {
        for (int n : new int[] {3, 20, 70}) {
            Arena a = new Arena();
            TensorType square = type(DType.F32, "[" + n + ", " + n + "]");
            Node w = Parameter.parameter(a, "w", square);
            Node v = Parameter.parameter(a, "v", square);
            Node twice = Mul.mul(w, Constant.constantLike(w, 2));
            Node thrice = Mul.mul(w, Constant.constantLike(w, 3));
            Graph g = Oracle.expanded(new Graph("g", a, List.of(), Map.of(), Map.of(
                    w, Add.add(w, MatMul.matmul(twice, v)), v, Add.add(v, MatMul.matmul(thrice, w, true, false)))));
            Evaluation e = evaluation(g, Sizes.NONE, new Random(SEED));
            int kernels = new CompiledGraph(g).schedule().kernels().size();
            sameBits("updates of " + n, g, kernels, e);
        }
    }
}
