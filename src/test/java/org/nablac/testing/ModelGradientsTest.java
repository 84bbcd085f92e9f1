package org.nablac.testing;

import static org.nablac.op.Add.add;
import static org.nablac.op.Broadcast.broadcast;
import static org.nablac.op.Constant.constantLike;
import static org.nablac.op.CrossEntropy.crossEntropy;
import static org.nablac.op.Gather.gather;
import static org.nablac.op.LogisticLoss.logisticLoss;
import static org.nablac.op.MatMul.matmul;
import static org.nablac.op.Mean.mean;
import static org.nablac.op.Mul.mul;
import static org.nablac.op.Pow.pow;
import static org.nablac.op.RowDot.dot;
import static org.nablac.op.Slice.slice;
import static org.nablac.op.Square.square;
import static org.nablac.op.Sub.sub;
import static org.nablac.op.Sum.sum;
import static org.nablac.op.Tanh.tanh;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nablac.differentiate.Differentiate;
import org.nablac.graph.Arena;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Node;
import org.nablac.op.Concat;
import org.nablac.op.Input;
import org.nablac.op.Parameter;
import org.nablac.op.RowSparse;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.Shape;
import org.nablac.tensor.Sizes;
import org.nablac.tensor.TensorType;

/** Whole models: the gradient of the loss, and the gradient of its square, beside central differences. */
class ModelGradientsTest {
    private static final long SEED = 20261122;
    private static final Sizes SIZES = Sizes.of("N", 4).with("R", 5).with("C", 6);

    private final Arena arena = new Arena();
    private final Random random = new Random(SEED);
    private final Map<String, HostArray> values = new HashMap<>();
    private final List<Node> parameters = new ArrayList<>();

    /** f = f_2 ∘ f_1 with f_i(x) = A_i x + b_i, tanh between. */
    @Test
    void aPerceptronOfTwoLayers() {
        Node x = input("x", "[N, 5]");
        Node hidden = tanh(dense(x, parameter("a1", "[5, 3]"), parameter("b1", "[3]")));
        Node logits = dense(hidden, parameter("a2", "[3, 4]"), parameter("b2", "[4]"));
        check("perceptron", mean(crossEntropy(logits, index("y", Dim.of(4)))));
    }

    /** log(1 + exp(−s·(⟨u_i, v_j⟩ + b_i + c_j))), the mean over the batch. */
    @Test
    void aSignMatrix() {
        Node i = index("i", Dim.named("R"));
        Node j = index("j", Dim.named("C"));
        Node u = parameter("u", "[R, 3]");
        Node v = parameter("v", "[C, 3]");
        Node score = dot(gather(u, i), gather(v, j));
        score = add(score, gather(parameter("b", "[R]"), i));
        score = add(score, gather(parameter("c", "[C]"), j));
        Node sign = input("sign", "[N]");
        HostArray signs = values.get("sign");
        Arrays.setAll(signs.data(), e -> Math.signum(signs.data()[e]));
        check("sign matrix", mean(logisticLoss(score, sign)));
    }

    /**
     * ComplEx: scores Re⟨h·r, t̄⟩ of all entities t, softmax cross-entropy, and λ/N · Σ (|h|³ + |r|³ + |t|³), the cubes
     * of the moduli of complex coordinates (Lacroix, Usunier, Obozinski, 2018). A row is its real parts, then its
     * imaginary.
     */
    @Test
    void complExWithItsRegulariser() {
        int rank = 2;
        Node entities = parameter("entities", "[R, 4]");
        Node relations = parameter("relations", "[C, 4]");
        Node tail = index("t", Dim.named("R"));
        Node h = gather(entities, index("h", Dim.named("R")));
        Node r = gather(relations, index("r", Dim.named("C")));
        Node real = sub(mul(part(h, 0, rank), part(r, 0, rank)), mul(part(h, 1, rank), part(r, 1, rank)));
        Node imaginary = add(mul(part(h, 0, rank), part(r, 1, rank)), mul(part(h, 1, rank), part(r, 0, rank)));
        Node scores = matmul(Concat.concat(List.of(real, imaginary), 1), entities, false, true);
        Node cubes = add(add(cubes(h, rank), cubes(r, rank)), cubes(gather(entities, tail), rank));
        Node loss = add(mean(crossEntropy(scores, tail)), mul(mean(cubes), constantLike(mean(cubes), 0.05)));
        check("ComplEx", loss);
    }

    /** Σ_k |x_k|³ of each row. */
    private static Node cubes(Node x, int rank) {
        Node modulus = add(square(part(x, 0, rank)), square(part(x, 1, rank)));
        return sum(pow(modulus, 1.5), List.of(1));
    }

    /** The real (0) or the imaginary (1) parts of the coordinates of each row. */
    private static Node part(Node x, int which, int rank) {
        return slice(x, 1, Dim.of((long) which * rank), Dim.of(rank));
    }

    private static Node dense(Node x, Node a, Node b) {
        Node product = matmul(x, a);
        return add(product, broadcast(b, product.shape()));
    }

    private void check(String what, Node loss) {
        Evaluation at = new Evaluation(values, SIZES, SEED, 1);
        CentralDifferences.check(what + ", seed " + SEED, loss, parameters, at, 1e-7);
        Node squared = Differentiate.gradients(loss, parameters).stream()
                .map(g -> sum(square(RowSparse.dense(g)))).reduce((g, k) -> add(g, k)).orElseThrow();
        CentralDifferences.check(what + ", second, seed " + SEED, squared, parameters, at, 1e-6);
    }

    private Node parameter(String label, String shape) {
        Node p = Parameter.parameter(arena, label, floats(label, shape));
        parameters.add(p);
        return p;
    }

    private Node input(String label, String shape) {
        return Input.input(arena, label, floats(label, shape));
    }

    private TensorType floats(String label, String text) {
        Shape shape = Shape.parse(text);
        HostArray x = HostArray.zeros(DType.F64, shape.values(SIZES));
        Arrays.setAll(x.data(), e -> random.nextGaussian());
        values.put(label, x);
        return new TensorType(DType.F64, shape);
    }

    /** A batch of indices, of which two are equal. */
    private Node index(String label, Dim bound) {
        HostArray x = HostArray.zeros(DType.I32, 4);
        Arrays.setAll(x.data(), e -> random.nextInt((int) bound.value(SIZES)));
        x.data()[3] = x.data()[0];
        values.put(label, x);
        return Input.index(arena, label, Shape.parse("[N]"), bound);
    }
}
