package org.nablac.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.nablac.graph.Arena;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Graph;
import org.nablac.graph.Leaf;
import org.nablac.graph.Node;
import org.nablac.op.Catalogue;
import org.nablac.op.Convert;
import org.nablac.op.Domain;
import org.nablac.op.Draw;
import org.nablac.op.Input;
import org.nablac.op.Parameter;
import org.nablac.op.RowSparse;
import org.nablac.op.Sample;
import org.nablac.op.Sample.Argument;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.Shape;
import org.nablac.tensor.Sizes;
import org.nablac.tensor.TensorType;

/**
 * Random graphs over the whole catalogue: well typed, of 5 to 40 nodes, with a named dimension, of shapes so small that
 * the interpreter is quick, and of values so tame that rounding decides nothing: every argument is in the domain that
 * its op states, and a graph whose whole numbers or truth values hang on rounding is drawn again.
 */
public final class RandomGraphs {
    private static final Set<String> LEFT_OUT = Set.of("input", "parameter", "hole", "customGradient");
    private static final Map<String, Catalogue.Entry> ENTRIES =
            Catalogue.entries().stream().collect(Collectors.toMap(Catalogue.Entry::name, e -> e));
    private static final double LARGEST = 100;
    private static final double NOISE = 0x1p-16;
    private static final double WORST_SENSITIVITY = 1e4;

    private final RandomGenerator random;
    private final DType floating;
    private final Sizes sizes;
    private final Arena arena = new Arena();
    private final Map<String, HostArray> given = new HashMap<>();
    private final Map<Node, HostArray> pool = new LinkedHashMap<>();

    private RandomGraphs(long seed, DType floating) {
        this.random = new SplittableRandom(seed);
        this.floating = floating;
        this.sizes = Sizes.of("N", 1 + random.nextInt(4));
    }

    /** The graph of this seed, of floats of this dtype. */
    public static Case of(long seed, DType floating) {
        for (long attempt = 0; ; attempt++) {
            Optional<Case> made = new RandomGraphs(seed * 1_000_003 + attempt, floating).grow();
            if (made.isPresent()) {
                return made.get();
            }
        }
    }

    private Optional<Case> grow() {
        int wanted = 5 + random.nextInt(36);
        List<Catalogue.Entry> ops = Catalogue.entries().stream().filter(e -> !LEFT_OUT.contains(e.name())).toList();
        for (int i = 0; i < 10 * wanted && arena.size() < wanted; i++) {
            apply(ops.get(random.nextInt(ops.size())));
        }
        Set<Node> used = new HashSet<>();
        pool.keySet().forEach(n -> used.addAll(n.inputs()));
        Map<String, Node> outputs = new LinkedHashMap<>();
        List<Node> unused = pool.keySet().stream().filter(n -> !used.contains(n) && !(n.op() instanceof Leaf)).toList();
        unused.reversed().stream().limit(6)
                .forEach(n -> outputs.put("y" + outputs.size(), Convert.convert(n, shown(n))));
        if (outputs.isEmpty()) {
            return Optional.empty();
        }
        List<Node> inputs = pool.keySet().stream().filter(n -> n.op() instanceof Input).toList();
        Graph g = new Graph("random", arena, inputs, outputs, updates());
        Evaluation evaluation = evaluation();
        return sensitivity(g).map(s -> new Case(g, evaluation, s));
    }

    /** A truth value is shown as a number. */
    private DType shown(Node n) {
        return n.type().dtype() == DType.BOOL ? floating : n.type().dtype();
    }

    private Evaluation evaluation() {
        return new Evaluation(given, sizes, 7, 3);
    }

    /** Some parameters become values of their type. */
    private Map<Node, Node> updates() {
        Map<Node, Node> updates = new LinkedHashMap<>();
        for (Node leaf : pool.keySet()) {
            if (leaf.op() instanceof Parameter && random.nextBoolean()) {
                List<Node> fitting = pool.keySet().stream().filter(n -> n.type().equals(leaf.type())).toList();
                updates.put(leaf, fitting.get(random.nextInt(fitting.size())));
            }
        }
        return updates;
    }

    /** Applies an op to nodes of the pool, where they fit, and to new leaves. */
    private void apply(Catalogue.Entry op) {
        List<Shape> shapes = pool.keySet().stream().map(Node::shape).toList();
        Draw draw = new Draw(random, sizes, floating, shapes);
        Sample sample = op.sampling().draw(draw);
        List<HostArray> values = sample.values(draw);
        List<Node> arguments = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            Optional<Dim> bound = sample.op().indexBound(i, sample.types());
            arguments.add(argument(sample.arguments().get(i), values.get(i), bound));
        }
        if (!areApart(sample, arguments)) {
            for (int i = 0; i < values.size(); i++) {
                if (sample.arguments().get(i).domain().isSeparated()) {
                    arguments.set(i, leaf(sample.types().get(i), values.get(i), Optional.empty()));
                }
            }
        }
        Node n = arena.node(sample.op(), arguments);
        HostArray y = n.op().value(evaluation(), n.inputs().stream().map(pool::get).toList());
        if (Arrays.stream(y.data()).allMatch(v -> Math.abs(v) <= LARGEST)) {
            pool.put(RowSparse.dense(n), y);
        }
    }

    private Node argument(Argument wanted, HostArray value, Optional<Dim> bound) {
        List<Node> fitting = pool.keySet().stream().filter(n -> fits(n, wanted, bound)).toList();
        if (!fitting.isEmpty() && random.nextInt(8) > 0) {
            return fitting.get(random.nextInt(fitting.size()));
        }
        return leaf(wanted.type(), value, bound);
    }

    private boolean fits(Node n, Argument wanted, Optional<Dim> bound) {
        boolean isIndex = n.op() instanceof Input i && bound.filter(i.bound()::equals).isPresent();
        Domain d = wanted.domain();
        return n.type().equals(wanted.type()) && (bound.isEmpty() || isIndex) && Arrays.stream(pool.get(n).data())
                .allMatch(v -> n.type().dtype().isFloat() ? d.contains(v) : d.low() <= v && v <= d.high());
    }

    /** Whether the floats that the op compares differ clearly. */
    private boolean areApart(Sample sample, List<Node> arguments) {
        List<Double> compared = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            if (sample.arguments().get(i).domain().isSeparated() && arguments.get(i).type().dtype().isFloat()) {
                Arrays.stream(pool.get(arguments.get(i)).data()).forEach(compared::add);
            }
        }
        compared.sort(null);
        for (int i = 1; i < compared.size(); i++) {
            if (compared.get(i) - compared.get(i - 1) < 1e-3) {
                return false;
            }
        }
        return true;
    }

    private Node leaf(TensorType type, HostArray value, Optional<Dim> bound) {
        Given g = Given.of(type, value, bound);
        String label = "x" + given.size();
        given.put(label, g.value());
        boolean isParameter = bound.isEmpty() && type.dtype().isFloat() && random.nextInt(3) == 0;
        Node leaf = isParameter ? Parameter.parameter(arena, label, type)
                : arena.node(new Input(label, type, g.bound()));
        pool.put(leaf, g.value());
        Node argument = g.argument(leaf);
        if (argument != leaf) {
            pool.put(argument, value);
        }
        return argument;
    }

    /** How far each result moves under rounding errors; nothing if a whole number moves, or a result too far. */
    private Optional<Map<String, Double>> sensitivity(Graph g) {
        Map<Node, HostArray> exact = noisy(g, 0);
        Map<Node, Double> moved = new HashMap<>();
        for (int run = 0; run < 4; run++) {
            Map<Node, HostArray> other = noisy(g, NOISE);
            for (Node n : exact.keySet()) {
                for (int e = 0; e < exact.get(n).count(); e++) {
                    double far = Math.abs(exact.get(n).data()[e] - other.get(n).data()[e]) / NOISE;
                    moved.merge(n, Math.max(far, Math.abs(exact.get(n).data()[e])), Math::max);
                    if (!(far <= WORST_SENSITIVITY) || far > 0 && !n.type().dtype().isFloat()) {
                        return Optional.empty();
                    }
                }
            }
        }
        Map<String, Double> byName = new LinkedHashMap<>();
        g.outputs().forEach((name, n) -> byName.put(name, moved.getOrDefault(n, 0.0)));
        g.updates().forEach((leaf, n) -> byName.put("update " + Case.label(leaf), moved.getOrDefault(n, 0.0)));
        return Optional.of(byName);
    }

    /** The values of {@code g}, each computed float moved by noise times the error that the catalogue grants its op. */
    private Map<Node, HostArray> noisy(Graph g, double noise) {
        Map<Node, HostArray> values = new LinkedHashMap<>();
        for (Node n : g.nodes()) {
            List<HostArray> x = n.inputs().stream().map(values::get).toList();
            HostArray y = n.op().value(evaluation(), x);
            if (n.type().dtype().isFloat() && !(n.op() instanceof Leaf.Stored)) {
                double floor = ENTRIES.get(n.op().name()).ulpsOfOperand() * largest(x);
                double[] data = Arrays.stream(y.data())
                        .map(v -> v + (Math.abs(v) + floor) * noise * (2 * random.nextDouble() - 1)).toArray();
                y = new HostArray(y.dtype(), y.shape(), data);
            }
            values.put(n, y);
        }
        return values;
    }

    private static double largest(List<HostArray> x) {
        return x.stream().flatMapToDouble(a -> Arrays.stream(a.data())).map(Math::abs).max().orElse(0);
    }
}
