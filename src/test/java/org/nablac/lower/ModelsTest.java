package org.nablac.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nablac.op.Add.add;
import static org.nablac.op.AddRows.addRows;
import static org.nablac.op.Constant.constant;
import static org.nablac.op.Constant.constantLike;
import static org.nablac.op.Gather.gather;
import static org.nablac.op.Input.input;
import static org.nablac.op.MatMul.matmul;
import static org.nablac.op.Mul.mul;
import static org.nablac.op.Parameter.parameter;
import static org.nablac.op.Sub.sub;
import static org.nablac.op.Sum.sum;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.nablac.differentiate.Differentiate;
import org.nablac.evaluate.Evaluate;
import org.nablac.graph.Arena;
import org.nablac.graph.Composite;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Graph;
import org.nablac.graph.Leaf;
import org.nablac.graph.Node;
import org.nablac.graph.Transform;
import org.nablac.op.Broadcast;
import org.nablac.op.CrossEntropy;
import org.nablac.op.LogisticLoss;
import org.nablac.op.Mean;
import org.nablac.op.RowDot;
import org.nablac.op.Tanh;
import org.nablac.rewrite.Rewrite;
import org.nablac.rewrite.rules.Rules;
import org.nablac.schedule.Schedule;
import org.nablac.schedule.Work;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.Layout;
import org.nablac.tensor.Shape;
import org.nablac.tensor.Sizes;
import org.nablac.tensor.TensorType;
import org.nablac.testing.CompiledGraph;

/** Steps of whole models: kernels beside the reference interpreter. */
class ModelsTest {
    private static final long SEED = 20261122;
    private final Arena arena = new Arena();
    private final Random random = new Random(SEED);

    private static Graph expand(Graph g) {
        UnaryOperator<Node> once = n -> n.op() instanceof Composite c ? c.expand(n) : n;
        Graph before = g;
        while (true) {
            Graph after = Transform.graph(before, once);
            if (after.roots().equals(before.roots())) {
                return after;
            }
            before = after;
        }
    }

    private Node floats(String label, String shape) {
        return input(arena, label, new TensorType(DType.F32, Shape.parse(shape)));
    }

    private Node table(String label, String shape) {
        return parameter(arena, label, new TensorType(DType.F32, Shape.parse(shape)));
    }

    /** θ ← θ − rate·∇ for every parameter. */
    private Graph step(Node loss, List<Node> inputs, List<Node> parameters) {
        Node rate = input(arena, "rate", new TensorType(DType.F32, Shape.SCALAR));
        List<Node> gradients = Differentiate.gradients(loss, parameters);
        Map<Node, Node> updates = new LinkedHashMap<>();
        for (int i = 0; i < parameters.size(); i++) {
            Node p = parameters.get(i);
            Node g = gradients.get(i);
            if (g.type().layout() == Layout.ROWS) {
                Node v = g.input(1);
                Node down = mul(v, Broadcast.broadcast(mul(rate, constant(arena, DType.F32, -1)), v.shape()));
                updates.put(p, addRows(p, g.input(0), down));
            } else {
                updates.put(p, sub(p, mul(Broadcast.broadcast(rate, g.shape()), g)));
            }
        }
        return new Graph("step", arena, inputs, Map.of("loss", loss), updates);
    }

    private void check(Graph g, Sizes sizes, Map<String, Integer> bounds) {
        Map<String, HostArray> values = new HashMap<>();
        List<Node> all = new java.util.ArrayList<>(g.roots());
        all.addAll(g.updates().keySet());
        for (Node n : Graph.reachable(all)) {
            if (n.op() instanceof Leaf.Stored s) {
                HostArray a = HostArray.zeros(n.type().dtype(), n.shape().values(sizes));
                for (int i = 0; i < a.count(); i++) {
                    a.data()[i] = n.type().dtype() == DType.I32 ? random.nextInt(bounds.get(s.label()))
                            : (float) random.nextGaussian();
                }
                values.put(s.label(), s.label().equals("rate") ? HostArray.scalar(DType.F32, 0.125) : a);
            }
        }
        Evaluation e = new Evaluation(values, sizes, 1, 1);
        Graph expanded = expand(g);
        CompiledGraph compiled = new CompiledGraph(expanded);
        Map<String, HostArray> got = compiled.run(e);
        Map<String, HostArray> java = compiled.runJava(e);
        Map<String, HostArray> wanted = new LinkedHashMap<>(Evaluate.run(g, e));
        Evaluate.updates(g, e).forEach((leaf, v) -> wanted.put("update " + ((Leaf.Stored) leaf.op()).label(), v));
        wanted.forEach((name, w) -> {
            assertEquals(got.get(name), java.get(name), () -> name + "\n" + compiled);
            for (int i = 0; i < w.count(); i++) {
                double difference = Math.abs(w.data()[i] - got.get(name).data()[i]);
                int at = i;
                assertTrue(difference <= 2e-5 * (1 + Math.abs(w.data()[i])),
                        () -> name + "[" + at + "] is " + got.get(name).data()[at] + ", not " + w.data()[at] + "\n"
                                + compiled);
            }
        });
        if (Boolean.getBoolean("show")) {
            System.out.println(compiled);
        }
    }

    private Node rows(Node vector, Node like) {
        return Broadcast.broadcast(vector, like.shape());
    }

    @Test
    void aPerceptronsStepIsTheInterpreters() {
        Node x = floats("x", "[N, 20]");
        Node y = input(arena, "y", new TensorType(DType.I32, Shape.parse("[N]")));
        Node a1 = table("a1", "[20, 13]");
        Node b1 = table("b1", "[13]");
        Node a2 = table("a2", "[13, 5]");
        Node b2 = table("b2", "[5]");
        Node z = matmul(x, a1);
        Node h = Tanh.tanh(add(z, rows(b1, z)));
        Node z2 = matmul(h, a2);
        Node loss = Mean.mean(CrossEntropy.crossEntropy(add(z2, rows(b2, z2)), y), List.of(0));
        Graph g = step(loss, List.of(x, y), List.of(a1, b1, a2, b2));
        for (int n : new int[] {1, 3, 8, 19}) {
            check(g, Sizes.of("N", n), Map.of("y", 5));
        }
        check(Transform.bind(g, "N", Dim.ONE), Sizes.NONE, Map.of("y", 5));
    }

    @Test
    void aSignMatrixStepIsTheInterpretersAlsoWithDuplicateRows() {
        Node i = input(arena, "i", new TensorType(DType.I32, Shape.parse("[N]")));
        Node j = input(arena, "j", new TensorType(DType.I32, Shape.parse("[N]")));
        Node sign = floats("sign", "[N]");
        Node u = table("u", "[rows, 16]");
        Node v = table("v", "[columns, 16]");
        Node b = table("b", "[rows]");
        Node ui = gather(u, i);
        Node vj = gather(v, j);
        Node score = add(RowDot.dot(ui, vj), gather(b, i));
        Node reg = mul(add(RowDot.dot(ui, ui), RowDot.dot(vj, vj)), constantLike(score, 0.01));
        Node loss = Mean.mean(add(LogisticLoss.logisticLoss(score, sign), reg), List.of(0));
        Graph g = step(loss, List.of(i, j, sign), List.of(u, v, b));
        for (int n : new int[] {1, 2, 7, 40}) {
            check(g, Sizes.of("N", n).with("rows", 6).with("columns", 4), Map.of("i", 6, "j", 4));
        }
        Graph one = Transform.bind(g, "N", Dim.ONE);
        check(one, Sizes.of("rows", 6).with("columns", 4), Map.of("i", 6, "j", 4));
    }

    @Test
    void aTableThatIsReadTwiceInOneStepIsUpdatedAtBothRows() {
        Node i = input(arena, "i", new TensorType(DType.I32, Shape.parse("[N]")));
        Node j = input(arena, "j", new TensorType(DType.I32, Shape.parse("[N]")));
        Node u = table("u", "[rows, 16]");
        Node loss = sum(RowDot.dot(gather(u, i), gather(u, j)));
        Graph g = step(loss, List.of(i, j), List.of(u));
        check(g, Sizes.of("N", 9).with("rows", 3), Map.of("i", 3, "j", 3));
        check(Transform.bind(g, "N", Dim.ONE), Sizes.of("rows", 3), Map.of("i", 3, "j", 3));
        check(Transform.bind(g, "N", Dim.ONE), Sizes.of("rows", 1), Map.of("i", 1, "j", 1));
    }

    @Test
    void rowWritesThatFollowOneAnotherAllHappenInTheTable() {
        Node i = input(arena, "i", new TensorType(DType.I32, Shape.parse("[N]")));
        Node j = input(arena, "j", new TensorType(DType.I32, Shape.parse("[N]")));
        Node u = table("u", "[rows, 16]");
        Graph g = step(sum(RowDot.dot(gather(u, i), gather(u, j))), List.of(i, j), List.of(u));
        for (Graph form : List.of(g, Transform.bind(g, "N", Dim.ONE))) {
            Graph inTurn = Rewrite.apply(expand(form), Rules.singleAfterExpansion(), fired -> { });
            Schedule schedule = Schedule.of(inTurn);
            assertTrue(schedule.kernels().stream().flatMap(k -> k.works().stream())
                    .noneMatch(w -> w instanceof Work.Fill || w instanceof Work.Copy), schedule::toString);
            Sizes sizes = Sizes.of("rows", 3).with("N", 7);
            check(inTurn, sizes, Map.of("i", 3, "j", 3));
            check(inTurn, sizes.with("rows", 1), Map.of("i", 1, "j", 1));
        }
    }
}
