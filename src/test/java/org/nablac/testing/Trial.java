package org.nablac.testing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.nablac.graph.Arena;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Graph;
import org.nablac.graph.Leaf;
import org.nablac.graph.Node;
import org.nablac.op.Catalogue;
import org.nablac.op.Domain;
import org.nablac.op.Draw;
import org.nablac.op.Input;
import org.nablac.op.Sample;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.TensorType;

/**
 * One op of the catalogue applied to inputs {@code x0}, {@code x1}, …, with random values; half of the trials compute
 * the indices from an input, and have −1 among them.
 *
 * @param values of the inputs, by label
 */
public record Trial(Sample sample, Draw draw, Node node, List<Node> inputs, Map<String, HostArray> values) {

    /** The trial of {@code entry} that {@code seed} gives. */
    public static Trial of(Catalogue.Entry entry, DType floating, long seed) {
        RandomGenerator random = new SplittableRandom(seed * 1_000_003 + entry.name().hashCode());
        Draw draw = Draw.of(random, floating);
        Sample sample = entry.sampling().draw(draw);
        List<HostArray> values = sample.values(draw);
        Arena arena = new Arena();
        List<Node> inputs = new ArrayList<>();
        List<Node> arguments = new ArrayList<>();
        boolean computed = seed % 2 == 0;
        Map<String, HostArray> byLabel = new HashMap<>();
        for (int i = 0; i < values.size(); i++) {
            Optional<Dim> bound = sample.op().indexBound(i, sample.types());
            Node input = arena.node(new Input("x" + i, sample.types().get(i), computed ? Dim.ZERO : bound.orElse(Dim.ZERO)));
            inputs.add(input);
            arguments.add(bound.isPresent() && computed ? RandomGraphs.computed(input) : input);
            byLabel.put("x" + i, bound.isPresent() && !computed ? RandomGraphs.given(values.get(i)) : values.get(i));
        }
        Node node = arena.node(sample.op(), arguments);
        if (sample.op() instanceof Leaf.Stored leaf) {
            byLabel.put(leaf.label(), new Sample(leaf, List.of(new Sample.Argument(leaf.type(), Domain.REAL))).values(draw).get(0));
        }
        return new Trial(sample, draw, node, inputs, byLabel);
    }

    public Graph graph() {
        return Graph.of("trial", inputs, Map.of("y", node));
    }

    public Evaluation evaluation() {
        return new Evaluation(values, draw.sizes(), 7, 3);
    }
}
