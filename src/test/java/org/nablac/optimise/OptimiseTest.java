package org.nablac.optimise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nablac.evaluate.Evaluate;
import org.nablac.graph.Arena;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Graph;
import org.nablac.graph.GraphCheck;
import org.nablac.graph.Leaf;
import org.nablac.graph.Node;
import org.nablac.op.Input;
import org.nablac.op.Parameter;
import org.nablac.op.RowSparse;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.Shape;
import org.nablac.tensor.Sizes;
import org.nablac.tensor.TensorType;
import org.nablac.tensor.UserError;

/** Every optimiser, dense and row-sparse, against a loop. */
class OptimiseTest {
    private static final int ROWS = 5;
    private static final int WIDTH = 3;
    private static final int STEPS = 10;
    private static final double TOLERANCE = 1e-12;

    /** Each optimiser as it is, and with each setting it may have. */
    static Stream<Arguments> cases() {
        List<Map<String, Double>> common = List.of(Map.of(), Map.of("weightDecay", 0.1), Map.of("clipValue", 0.4),
                Map.of("clipNorm", 0.7), Map.of("weightDecay", 0.2, "clipValue", 0.5, "clipNorm", 0.6));
        List<Arguments> all = new ArrayList<>();
        for (String name : Optimisers.names()) {
            common.forEach(s -> all.add(Arguments.of(name, s)));
        }
        all.add(Arguments.of("momentum", Map.of("momentum", 0.5)));
        all.add(Arguments.of("nesterov", Map.of("momentum", 0.7)));
        all.add(Arguments.of("adagrad", Map.of("epsilon", 0.1, "initialAccumulator", 0.3)));
        all.add(Arguments.of("rmsprop", Map.of("decay", 0.6, "epsilon", 0.01)));
        all.add(Arguments.of("adam", Map.of("beta1", 0.5, "beta2", 0.75, "epsilon", 1e-3)));
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void tenDenseStepsAreThoseOfALoop(String name, Map<String, Double> settings) {
        Run run = new Run(name, settings, false, 7);
        run.compare(random -> List.of(0, 1, 2, 3, 4));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void tenRowSparseStepsWithDuplicatesAreThoseOfALoopOverTheRowsRead(String name, Map<String, Double> settings) {
        Run run = new Run(name, settings, true, 11);
        run.compare(random -> List.of(random.nextInt(3), 4, random.nextInt(3), -1, random.nextInt(3)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void rowsThatAreAllReadOnceChangeAsADenseParameterDoes(String name, Map<String, Double> settings) {
        Run sparse = new Run(name, settings, true, 13);
        Run dense = new Run(name, settings, false, 13);
        for (int t = 0; t < STEPS; t++) {
            double[][] g = gradient(new Random(t), ROWS);
            sparse.step(List.of(0, 1, 2, 3, 4), g, 0.1);
            dense.step(List.of(0, 1, 2, 3, 4), g, 0.1);
            assertEquals(dense.values, sparse.values, name + settings + " in step " + t);
        }
    }

    @Test
    void theNormOfAllGradientsTogetherIsClipped() {
        Arena arena = new Arena();
        Node a = Parameter.parameter(arena, "a", TensorType.parse("f64[1]"));
        Node b = Parameter.parameter(arena, "b", TensorType.parse("f32[1]"));
        Node ga = Input.input(arena, "ga", a.type());
        Node gb = Input.input(arena, "gb", b.type());
        Node rate = Input.input(arena, "rate", TensorType.parse("f64[]"));
        Optimise.Result r = Optimise.updates(Optimisers.byName("sgd", Map.of()), ordered(a, ga, b, gb), rate,
                new Regularisation(0, Double.POSITIVE_INFINITY, 1));
        Map<String, HostArray> values = Map.of("a", one(DType.F64, 0), "b", one(DType.F32, 0),
                "ga", one(DType.F64, 3), "gb", one(DType.F32, 4), "rate", HostArray.scalar(DType.F64, 1));
        Map<Node, HostArray> after = Evaluate.values(List.copyOf(r.updates().values()),
                new Evaluation(values, Sizes.NONE, 0, 0));
        assertEquals(-0.6, after.get(r.updates().get(a)).data()[0], TOLERANCE);
        assertEquals(-0.8, after.get(r.updates().get(b)).data()[0], TOLERANCE);
    }

    @Test
    void plainDescentAddsRowsInPlaceAndHoldsNoState() {
        Run run = new Run("sgd", Map.of(), true, 1);
        String text = run.graph.toString();
        assertTrue(text.contains("addRows") && !text.contains("firstOccurrence") && !text.contains("setRows"), text);
        assertEquals(1, run.graph.updates().size());
    }

    @Test
    void statesSayWhoseTheyAreAndWhatTheyAreFor() {
        Run run = new Run("adam", Map.of(), false, 1);
        assertEquals(List.of("adam.beta1Power", "adam.beta2Power", "first.a", "first.a.mean", "first.a.meanSquare"),
                run.graph.updates().keySet().stream().map(n -> ((Leaf.Stored) n.op()).label()).sorted().toList());
        assertTrue(run.graph.toString().contains("by adam of"), run.graph.toString());
    }

    @Test
    void anUnknownOptimizerIsRefusedWithThoseThatExist() {
        UserError e = assertThrows(UserError.class, () -> Optimisers.byName("adamm", Map.of()));
        assertEquals("there is no optimizer 'adamm'; did you mean adam? (there are sgd, momentum, nesterov, adagrad,"
                + " rmsprop, adam, adamw)", e.getMessage());
    }

    @Test
    void anUnknownSettingIsRefusedWithThoseThatExist() {
        UserError e = assertThrows(UserError.class, () -> Optimisers.byName("adagrad", Map.of("beta1", 0.9)));
        assertEquals("optimizer adagrad has no setting 'beta1' (it has epsilon, initialAccumulator, weightDecay,"
                + " clipValue, clipNorm)", e.getMessage());
    }

    @Test
    void aSettingOutOfRangeIsRefusedWithTheRange() {
        for (double bad : new double[] {1, -0.1, Double.NaN}) {
            UserError e = assertThrows(UserError.class, () -> Optimisers.byName("momentum", Map.of("momentum", bad)));
            assertEquals("optimizer momentum: momentum is " + bad
                    + "; it is at least 0.0 and below 1.0, 0.9 if nothing is said",
                    e.getMessage());
        }
        assertThrows(UserError.class, () -> Optimisers.byName("sgd", Map.of("clipNorm", 0.0)));
        assertThrows(UserError.class, () -> Optimisers.byName("sgd", Map.of("weightDecay", -1.0)));
    }

    private static Map<Node, Node> ordered(Node... pairs) {
        Map<Node, Node> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }

    private static HostArray one(DType dtype, double value) {
        return new HostArray(dtype, new int[] {1}, new double[] {value});
    }

    private static double[][] gradient(Random random, int rows) {
        double[][] g = new double[rows][WIDTH];
        for (double[] row : g) {
            for (int k = 0; k < WIDTH; k++) {
                row[k] = random.nextGaussian();
            }
        }
        return g;
    }

    private static HostArray flat(double[][] rows) {
        return new HostArray(DType.F64, new int[] {rows.length, WIDTH},
                Stream.of(rows).flatMapToDouble(java.util.Arrays::stream).toArray());
    }

    private interface Batch {
        List<Integer> draw(Random random);
    }

    /** A parameter of five rows under one optimiser, as a graph and as a loop. */
    private static final class Run {
        private final Map<String, HostArray> values = new TreeMap<>();
        private final Graph graph;
        private final ReferenceOptimiser reference;
        private final Random random;
        private final String title;

        Run(String name, Map<String, Double> settings, boolean isSparse, long seed) {
            title = name + settings + " seed " + seed;
            random = new Random(seed);
            Arena arena = new Arena();
            Node a = Parameter.parameter(arena, "first.a", TensorType.parse("f64[rows, 3]"));
            Node rate = Input.input(arena, "rate", TensorType.parse("f64[]"));
            Node index = Input.index(arena, "index", Shape.parse("[N]"), Dim.named("rows"));
            Node g = Input.input(arena, "g", TensorType.parse("f64[N, 3]"));
            Node dense = Input.input(arena, "g", TensorType.parse("f64[rows, 3]"));
            Optimiser optimiser = Optimisers.byName(name, settings);
            Optimise.Result r = Optimise.updates(optimiser,
                    Map.of(a, isSparse ? RowSparse.rowSparse(index, g, Dim.named("rows")) : dense),
                    rate, Regularisation.of(optimiser, settings));
            graph = new Graph("step", arena, List.of(), Map.of(), r.updates());
            GraphCheck.check("optimise", graph);
            double[][] theta = gradient(random, ROWS);
            reference = new ReferenceOptimiser(name, settings, theta);
            values.put("first.a", flat(theta));
            r.initialStates().forEach((state, value) -> values.put(((Leaf.Stored) state.op()).label(),
                    Evaluate.values(List.of(value), evaluation(values, 1)).get(value)));
        }

        private static Evaluation evaluation(Map<String, HostArray> values, int batch) {
            return new Evaluation(values, Sizes.of("rows", ROWS).with("N", batch), 0, 0);
        }

        void compare(Batch batch) {
            for (int t = 0; t < STEPS; t++) {
                double rate = 0.1 / (1 + t);
                List<Integer> index = batch.draw(random);
                double[][] g = gradient(random, index.size());
                reference.step(sums(index, g), rate);
                step(index, g, rate);
                for (int r = 0; r < ROWS; r++) {
                    for (int k = 0; k < WIDTH; k++) {
                        assertEquals(reference.theta()[r][k], values.get("first.a").at(r, k), TOLERANCE,
                                title + ": row " + r + " in step " + t);
                    }
                }
            }
        }

        /** The sum of the rows of {@code g} by index; null for rows that no index names. */
        private static double[][] sums(List<Integer> index, double[][] g) {
            double[][] sums = new double[ROWS][];
            for (int n = 0; n < g.length; n++) {
                int r = index.get(n);
                if (r >= 0 && sums[r] == null) {
                    sums[r] = new double[WIDTH];
                }
                for (int k = 0; k < WIDTH && r >= 0; k++) {
                    sums[r][k] += g[n][k];
                }
            }
            return sums;
        }

        void step(List<Integer> index, double[][] g, double rate) {
            Map<String, HostArray> all = new HashMap<>(values);
            all.put("g", flat(g));
            all.put("index", new HostArray(DType.I32, new int[] {index.size()},
                    index.stream().mapToDouble(i -> i).toArray()));
            all.put("rate", HostArray.scalar(DType.F64, rate));
            Evaluate.updates(graph, evaluation(all, index.size()))
                    .forEach((leaf, value) -> values.put(((Leaf.Stored) leaf.op()).label(), value));
        }
    }
}
