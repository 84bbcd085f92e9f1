package org.nablac.testing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
import org.nablac.op.RowSparse;
import org.nablac.op.Sample;
import org.nablac.tensor.DType;
import org.nablac.tensor.HostArray;

/**
 * One op of the catalogue applied to inputs {@code x0}, {@code x1}, …, with random values.
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
        Map<String, HostArray> byLabel = new HashMap<>();
        for (int i = 0; i < values.size(); i++) {
            Given g = Given.of(sample.types().get(i), values.get(i), sample.op().indexBound(i, sample.types()));
            inputs.add(arena.node(new Input("x" + i, sample.types().get(i), g.bound())));
            arguments.add(g.argument(inputs.get(i)));
            byLabel.put("x" + i, g.value());
        }
        Node node = arena.node(sample.op(), arguments);
        if (sample.op() instanceof Leaf.Stored leaf) {
            Sample stored = Sample.of(leaf, new Sample.Argument(leaf.type(), Domain.REAL));
            byLabel.put(leaf.label(), stored.values(draw).get(0));
        }
        return new Trial(sample, draw, node, inputs, byLabel);
    }

    public Graph graph() {
        return Graph.of("trial", inputs, Map.of("y", RowSparse.dense(node)));
    }

    public Evaluation evaluation() {
        return new Evaluation(values, draw.sizes(), 7, 3);
    }
}
