package org.nablac.check;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.nablac.graph.Graph;
import org.nablac.graph.Leaf;
import org.nablac.graph.Model;
import org.nablac.graph.Node;
import org.nablac.op.Input;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.Sizes;

/**
 * Random values for a model: named sizes small and different, floats from N(0, 1/4) rounded to float32, indices below
 * the bound that the input or its users say.
 */
final class Values {
    private static final int SMALLEST = 4;
    private static final double DEVIATION = 0.5;

    private final RandomGenerator random;
    private final Sizes sizes;

    Values(Model model, RandomGenerator random) {
        this.random = random;
        Set<String> names = new TreeSet<>(model.dims());
        model.parameters().forEach(p -> names.addAll(p.leaf().shape().names()));
        model.methods().forEach(m -> m.inputs().forEach(i -> {
            names.addAll(i.shape().names());
            names.addAll(((Input) i.op()).bound().names());
        }));
        Map<String, Integer> values = new TreeMap<>();
        names.forEach(n -> values.put(n, SMALLEST + values.size()));
        this.sizes = new Sizes(values);
    }

    Sizes sizes() {
        return sizes;
    }

    /** The sizes that {@code graph} uses and the model does not bind. */
    Map<String, Integer> ofCall(Model model, Graph graph) {
        Map<String, Integer> own = new TreeMap<>();
        graph.inputs().forEach(i -> i.shape().names().stream().filter(n -> !model.dims().contains(n))
                .forEach(n -> own.put(n, sizes.get(n))));
        return own;
    }

    Map<String, Integer> ofModel(Model model) {
        Map<String, Integer> own = new TreeMap<>();
        model.dims().forEach(n -> own.put(n, sizes.get(n)));
        return own;
    }

    /** Values for an input or parameter of {@code graph}. */
    HostArray draw(Node leaf, Graph graph) {
        HostArray x = HostArray.zeros(leaf.type().dtype(), leaf.shape().values(sizes));
        Optional<Dim> bound = leaf.type().dtype() == DType.I32 ? bound(leaf, graph) : Optional.empty();
        for (int k = 0; k < x.count(); k++) {
            x.data()[k] = switch (leaf.type().dtype()) {
                case F32, F64 -> (float) (DEVIATION * random.nextGaussian());
                case I32 -> random.nextInt((int) bound.map(b -> b.value(sizes)).orElse(2L).longValue());
                case BOOL -> random.nextInt(2);
            };
        }
        return x;
    }

    /** The smallest bound that the input or one of its users says. */
    private Optional<Dim> bound(Node leaf, Graph graph) {
        Optional<Dim> least = leaf.op() instanceof Input i && !i.bound().is(0) ? Optional.of(i.bound())
                : Optional.empty();
        for (Node user : graph.nodes()) {
            for (int k = 0; k < user.inputs().size(); k++) {
                if (user.input(k) == leaf) {
                    Optional<Dim> said = user.op().indexBound(k, user.inputs().stream().map(Node::type).toList());
                    if (said.isPresent() && (least.isEmpty() || said.get().value(sizes) < least.get().value(sizes))) {
                        least = said;
                    }
                }
            }
        }
        return least;
    }

    static String label(Node leaf) {
        return ((Leaf.Stored) leaf.op()).label();
    }
}
