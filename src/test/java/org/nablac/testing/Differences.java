package org.nablac.testing;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.nablac.differentiate.Differentiate;
import org.nablac.evaluate.Evaluate;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Leaf;
import org.nablac.graph.Node;
import org.nablac.op.Add;
import org.nablac.op.Input;
import org.nablac.op.Mul;
import org.nablac.op.RowSparse;
import org.nablac.op.Sum;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.Sizes;
import org.nablac.tensor.TensorType;

/**
 * Derivatives of graphs in float64 beside differences. A function of several nodes is tried along one random direction
 * of all its stored leaves, and its value is weighed by random weights, so that each figure is one number.
 */
public final class Differences {
    private static final double RELATIVE = 1e-6;
    private static final double STEP = 1e-3;

    private final Sizes sizes;
    private final java.util.random.RandomGenerator random;
    private final Map<String, HostArray> values;
    private final Map<Node, Node> directions = new LinkedHashMap<>();

    /** @param leaves float leaves to differentiate with respect to; their values are among {@code values} */
    public Differences(Map<String, HostArray> values, Sizes sizes, java.util.random.RandomGenerator random,
            List<Node> leaves) {
        this.values = new HashMap<>(values);
        this.sizes = sizes;
        this.random = random;
        leaves.forEach(x -> directions.put(x, fresh("direction_" + label(x), x)));
    }

    /** Σ n·w over {@code nodes}, with random weights of their own, as a scalar node. */
    public Node weighed(List<Node> nodes, String name) {
        Node sum = null;
        for (int i = 0; i < nodes.size(); i++) {
            Node n = RowSparse.dense(nodes.get(i));
            Node part = Sum.sum(Mul.mul(n, fresh(name + i, n)));
            sum = sum == null ? part : Add.add(sum, part);
        }
        return sum;
    }

    /** Compares the gradient and the tangent of {@code scalar} with the difference; says what differs, or nothing. */
    public String compare(Node scalar) {
        return compare(scalar, true);
    }

    /** Compares the gradient with the tangent alone, for functions that jump. */
    public String compareDirections(Node scalar) {
        return compare(scalar, false);
    }

    private String compare(Node scalar, boolean isSmooth) {
        List<Node> leaves = List.copyOf(directions.keySet());
        List<Node> gradients = Differentiate.gradients(scalar, leaves);
        double reverse = 0;
        double scale = 1e-3;
        for (int i = 0; i < leaves.size(); i++) {
            HostArray g = value(gradients.get(i), values);
            HostArray d = values.get(label(directions.get(leaves.get(i))));
            for (int e = 0; e < g.count(); e++) {
                reverse += g.data()[e] * d.data()[e];
                scale += Math.abs(g.data()[e] * d.data()[e]);
            }
        }
        double forward = value(Differentiate.jvp(scalar, directions), values).data()[0];
        double difference = isSmooth ? difference(h -> value(scalar, moved(h)).data()[0]) : forward;
        double far = Math.max(Math.abs(reverse - difference), Math.abs(forward - difference));
        return far <= RELATIVE * scale ? ""
                : "reverse " + reverse + ", forward " + forward + ", difference " + difference;
    }

    // (4 D(h/2) − D(h)) / 3 with D the two-sided difference: error of order h⁴
    private static double difference(ToDoubleFunction<Double> f) {
        double whole = (f.applyAsDouble(STEP) - f.applyAsDouble(-STEP)) / (2 * STEP);
        double half = (f.applyAsDouble(STEP / 2) - f.applyAsDouble(-STEP / 2)) / STEP;
        return (4 * half - whole) / 3;
    }

    private HostArray value(Node n, Map<String, HostArray> given) {
        return Evaluate.values(List.of(n), new Evaluation(given, sizes, 7, 3)).get(n);
    }

    private Map<String, HostArray> moved(double h) {
        Map<String, HostArray> moved = new HashMap<>(values);
        directions.forEach((x, d) -> {
            HostArray to = values.get(label(x));
            double[] data = to.data().clone();
            for (int e = 0; e < data.length; e++) {
                data[e] += h * values.get(label(d)).data()[e];
            }
            moved.put(label(x), new HostArray(to.dtype(), to.shape(), data));
        });
        return moved;
    }

    private Node fresh(String label, Node like) {
        TensorType type = new TensorType(like.type().dtype(), like.shape());
        HostArray x = HostArray.zeros(type.dtype(), type.shape().values(sizes));
        for (int e = 0; e < x.count(); e++) {
            x.data()[e] = 2 * random.nextDouble() - 1;
        }
        values.put(label, x);
        return Input.input(like.arena(), label, type);
    }

    private static String label(Node leaf) {
        return ((Leaf.Stored) leaf.op()).label();
    }
}
