package org.nablac.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.nablac.differentiate.Differentiate;
import org.nablac.evaluate.Evaluate;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Graph;
import org.nablac.graph.Model;
import org.nablac.graph.Node;
import org.nablac.graph.Transform;
import org.nablac.op.Input;
import org.nablac.op.StopGradient;
import org.nablac.tensor.HostArray;

/**
 * The gradient of the loss against central differences, (f(x + h) − f(x − h)) / 2h, both in float64: for some elements
 * of each parameter, and along a random direction of all of them. What stands in a {@code stopGradient} stays as it is
 * at x.
 */
final class GradientCheck {
    private static final double STEP = 1e-5;
    private static final double TOLERANCE = 1e-5;
    private static final int ELEMENTS = 16;

    private final Node loss;
    private final Node stopped;
    private final Evaluation at;
    private final RandomGenerator random;

    GradientCheck(Graph graph, Evaluation at, RandomGenerator random) {
        this.loss = graph.outputs().values().iterator().next();
        this.random = random;
        Map<Node, Node> holds = new LinkedHashMap<>();
        graph.nodes().stream().filter(n -> n.op() instanceof StopGradient)
                .forEach(n -> holds.put(n, Input.input(n.arena(), "stopped " + n.id(), n.type())));
        this.stopped = Transform.substitute(List.of(loss), holds).get(0);
        Map<String, HostArray> values = new HashMap<>(at.values());
        Map<Node, HostArray> held = Evaluate.values(List.copyOf(holds.keySet()), at);
        holds.forEach((n, leaf) -> values.put(Values.label(leaf), held.get(n)));
        this.at = new Evaluation(values, at.sizes(), at.seed(), at.step());
    }

    List<Finding> run(Model model) {
        List<Node> leaves = model.parameters().stream().map(Model.Parameter::leaf).toList();
        List<Node> gradients = Differentiate.gradients(loss, leaves);
        Map<Node, HostArray> values = Evaluate.values(gradients, at);
        List<Finding> findings = new ArrayList<>();
        for (int p = 0; p < leaves.size(); p++) {
            HostArray gradient = values.get(gradients.get(p));
            String name = Values.label(leaves.get(p));
            findings.add(new Finding("gradient of " + name, leaves.get(p).type().toString(), "central differences",
                    Math.max(elements(name, gradient), direction(name, gradient)), TOLERANCE));
        }
        return findings;
    }

    private double elements(String name, HostArray gradient) {
        Differences differences = new Differences();
        for (int k = 0; k < Math.min(ELEMENTS, gradient.count()); k++) {
            int element = gradient.count() <= ELEMENTS ? k : random.nextInt(gradient.count());
            double[] direction = new double[gradient.count()];
            direction[element] = 1;
            differences.add(gradient.data()[element], along(name, direction));
        }
        return differences.error(largest(gradient));
    }

    private double direction(String name, HostArray gradient) {
        double[] direction = random.doubles(gradient.count(), -1, 1).toArray();
        double expected = 0;
        double size = 0;
        for (int k = 0; k < direction.length; k++) {
            expected += direction[k] * gradient.data()[k];
            size += Math.abs(direction[k] * gradient.data()[k]);
        }
        Differences differences = new Differences();
        differences.add(expected, along(name, direction));
        return differences.error(size);
    }

    // (f(x + h·d) − f(x − h·d)) / 2h
    private double along(String name, double[] direction) {
        return (moved(name, direction, STEP) - moved(name, direction, -STEP)) / (2 * STEP);
    }

    private double moved(String name, double[] direction, double by) {
        HostArray x = at.values().get(name);
        double[] data = x.data().clone();
        for (int k = 0; k < data.length; k++) {
            data[k] += by * direction[k];
        }
        Map<String, HostArray> values = new HashMap<>(at.values());
        values.put(name, new HostArray(x.dtype(), x.shape(), data));
        Evaluation there = new Evaluation(values, at.sizes(), at.seed(), at.step());
        return Evaluate.values(List.of(stopped), there).get(stopped).data()[0];
    }

    private static double largest(HostArray x) {
        return java.util.Arrays.stream(x.data()).map(Math::abs).max().orElse(0);
    }
}
