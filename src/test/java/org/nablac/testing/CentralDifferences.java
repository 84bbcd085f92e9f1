package org.nablac.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nablac.differentiate.Differentiate;
import org.nablac.evaluate.Evaluate;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Leaf;
import org.nablac.graph.Node;
import org.nablac.tensor.HostArray;

/** The derived gradient of a scalar, float64, beside (f(x + h) − f(x − h)) / 2h of the reference interpreter. */
public final class CentralDifferences {
    private static final double STEP = 1e-5;

    private CentralDifferences() {
    }

    /** Asserts that both agree in every element of {@code leaves} to {@code tolerance}, relative above 1. */
    public static void check(String what, Node scalar, List<Node> leaves, Evaluation at, double tolerance) {
        List<Node> gradients = Differentiate.gradients(scalar, leaves);
        Map<Node, HostArray> values = Evaluate.values(gradients, at);
        for (int i = 0; i < leaves.size(); i++) {
            String label = ((Leaf.Stored) leaves.get(i).op()).label();
            HostArray derived = values.get(gradients.get(i));
            for (int e = 0; e < derived.count(); e++) {
                double up = shifted(scalar, at, label, e, STEP);
                double difference = (up - shifted(scalar, at, label, e, -STEP)) / (2 * STEP);
                double scale = Math.max(1, Math.abs(difference));
                assertEquals(difference, derived.data()[e], tolerance * scale, what + ": d" + label + "[" + e + "]");
            }
        }
    }

    private static double shifted(Node scalar, Evaluation at, String label, int element, double by) {
        HostArray x = at.values().get(label);
        double[] data = x.data().clone();
        data[element] += by;
        Map<String, HostArray> values = new HashMap<>(at.values());
        values.put(label, new HostArray(x.dtype(), x.shape(), data));
        Evaluation there = new Evaluation(values, at.sizes(), at.seed(), at.step());
        return Evaluate.values(List.of(scalar), there).get(scalar).data()[0];
    }
}
