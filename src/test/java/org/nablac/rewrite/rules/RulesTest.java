package org.nablac.rewrite.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nablac.evaluate.Evaluate;
import org.nablac.graph.Arena;
import org.nablac.graph.Composite;
import org.nablac.graph.Contract;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Graph;
import org.nablac.graph.GraphCheck;
import org.nablac.graph.Leaf;
import org.nablac.graph.Node;
import org.nablac.graph.Reduce;
import org.nablac.op.Broadcast;
import org.nablac.op.Div;
import org.nablac.op.Exp;
import org.nablac.op.Expm1;
import org.nablac.op.Input;
import org.nablac.op.Log;
import org.nablac.op.Log1p;
import org.nablac.op.Pow;
import org.nablac.op.Reciprocal;
import org.nablac.op.Reshape;
import org.nablac.op.Sigmoid;
import org.nablac.op.Softplus;
import org.nablac.op.Sqrt;
import org.nablac.op.Tanh;
import org.nablac.rewrite.Expand;
import org.nablac.rewrite.Fired;
import org.nablac.rewrite.Holes;
import org.nablac.rewrite.Promise;
import org.nablac.rewrite.Rewrite;
import org.nablac.rewrite.Rule;
import org.nablac.tensor.DType;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.Sizes;

/** Every rule, by what it promises. */
class RulesTest {
    private static final Sizes SIZES = Sizes.of("A", 3).with("B", 4);
    private static final double[] UGLY = {0.0, -0.0, 1, -1, 3, -0.5, Double.NaN, Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY, 2,
            Float.MIN_VALUE, -Float.MIN_VALUE, Float.MIN_NORMAL, Float.MAX_VALUE, -Float.MAX_VALUE, 1e-30f, 0.1f};

    static Stream<Rule> rules() {
        return Rules.groups().values().stream().flatMap(List::stream);
    }

    static Stream<Arguments> stabilities() {
        return Stream.concat(Stability.NAMED.stream(), Stability.RULES.stream()).map(Arguments::of);
    }

    static Stream<Arguments> lists() {
        return Stream.of(Arguments.of("beforeGradient", Rules.beforeGradient()),
                Arguments.of("afterGradient", Rules.afterGradient()), Arguments.of("single", Rules.single()),
                Arguments.of("afterExpansion", Rules.afterExpansion()),
                Arguments.of("singleAfterExpansion", Rules.singleAfterExpansion()));
    }

    /** Both sides of a rule over inputs. */
    private record Sides(Rule rule, Node left, Node right) {
        static Sides of(Rule rule) {
            Node left = rule.example(Holes.ofInputs(new Arena()));
            Node right = rule.apply(left).orElseThrow(() -> new AssertionError(rule.equation()
                    + " does not fire on its left side " + left));
            return new Sides(rule, left, right);
        }

        Evaluation draw(ToDoubleFunction<Random> value, long seed) {
            Random random = new Random(seed);
            Map<String, HostArray> values = new HashMap<>();
            for (Node n : Graph.reachable(List.of(left, right))) {
                if (n.op() instanceof Input in) {
                    double[] data = new double[n.shape().size(SIZES)];
                    Arrays.setAll(data, i -> in.type().dtype().isFloat() ? (float) value.applyAsDouble(random)
                            : random.nextInt(2));
                    values.put(in.label(), new HostArray(in.type().dtype(), n.shape().values(SIZES), data));
                }
            }
            return new Evaluation(values, SIZES, 0, 0);
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void bothSidesHaveOneType(Rule rule) {
        Sides s = Sides.of(rule);
        assertEquals(s.left.type(), s.right.type());
        GraphCheck.check(rule.equation(), Graph.of("right", List.of(), Map.of("y", s.right)));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void anExactRuleKeepsEveryBitOfUglyNumbers(Rule rule) {
        Sides s = Sides.of(rule);
        for (long seed = 0; seed < 100 && rule.promise().isExact(); seed++) {
            Evaluation e = s.draw(r -> UGLY[r.nextInt(UGLY.length)], seed);
            HostArray left = Float32.value(s.left, e);
            HostArray right = Float32.value(s.right, e);
            for (int i = 0; i < left.count(); i++) {
                assertEquals(Float.floatToIntBits((float) left.data()[i]),
                        Float.floatToIntBits((float) right.data()[i]),
                        rule.equation() + ": " + left + " is not " + right + ", seed " + seed + ", " + e.values());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void aFastRuleIsEqualInRealNumbersAndAsAccurateAsItSays(Rule rule) {
        Sides s = Sides.of(rule);
        Node right = expanded(s.right);
        int compared = 0;
        for (long seed = 0; seed < 100 && !rule.promise().isExact(); seed++) {
            Evaluation e = s.draw(within(rule.promise()), seed);
            HostArray left = Evaluate.values(List.of(s.left), e).get(s.left);
            HostArray exact = Evaluate.values(List.of(s.right), e).get(s.right);
            HostArray computed = Float32.value(right, e);
            double operand = largest(e);
            for (int i = 0; i < left.count(); i++) {
                double x = exact.data()[i];
                if (Double.isNaN(left.data()[i]) || Double.isInfinite(left.data()[i])) {
                    continue;
                }
                compared++;
                String what = rule.equation() + ", seed " + seed + ": " + left.data()[i] + " " + x
                        + " " + computed.data()[i];
                assertEquals(left.data()[i], x, 1e-6 * Math.abs(x) + 1e-13 * Math.max(1, operand), what);
                double allowed = (rule.promise().ulps() + 0.5) * Math.ulp((float) x)
                        + rule.promise().ulpsOfOperand() * Math.ulp((float) operand);
                assertEquals(x, computed.data()[i], allowed, what);
            }
        }
        assertTrue(rule.promise().isExact() || compared > 50,
                rule.equation() + " was compared at " + compared + " places only");
    }

    /** Half of them even, half of any magnitude. */
    private static ToDoubleFunction<Random> within(Promise p) {
        return random -> {
            double even = p.low() + (p.high() - p.low()) * random.nextDouble();
            double x = random.nextBoolean() ? even : even * Math.pow(10, -7 * random.nextDouble());
            return x >= p.low() && x <= p.high() ? x : even;
        };
    }

    private static double largest(Evaluation e) {
        return e.values().values().stream().filter(v -> v.dtype() == DType.F32)
                .flatMapToDouble(v -> Arrays.stream(v.data())).map(Math::abs).max().orElse(0);
    }

    @ParameterizedTest
    @MethodSource("stabilities")
    void aStableFormIsAtLeastAsAccurateAsTheNaiveOneInFloat32(Rule rule) {
        Sides s = Sides.of(rule);
        Node naiveForm = expanded(s.left);
        Node stableForm = expanded(s.right);
        double naive = 0;
        double stable = 0;
        for (long seed = 0; seed < 100; seed++) {
            Evaluation e = s.draw(within(rule.promise()), seed);
            HostArray exact = Evaluate.values(List.of(s.right), e).get(s.right);
            HostArray left = Float32.value(naiveForm, e);
            HostArray right = Float32.value(stableForm, e);
            for (int i = 0; i < exact.count(); i++) {
                double unit = Math.ulp((float) exact.data()[i]);
                if (!Double.isNaN(exact.data()[i])) {
                    naive = Math.max(naive, error(left.data()[i], exact.data()[i]) / unit);
                    stable = Math.max(stable, error(right.data()[i], exact.data()[i]) / unit);
                }
            }
        }
        assertTrue(stable <= naive + 1, "%s on [%s, %s]: naive %.1f ulp, rewritten %.1f ulp".formatted(
                rule.equation(), rule.promise().low(), rule.promise().high(), naive, stable));
    }

    private static Node expanded(Node n) {
        return Expand.composites(Graph.of("g", List.of(), Map.of("y", n))).outputs().get("y");
    }

    private static double error(double x, double exact) {
        return x == exact ? 0 : Double.isNaN(x) ? Double.POSITIVE_INFINITY : Math.abs(x - exact);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theRightSideIsNeverDearer(Rule rule) {
        Sides s = Sides.of(rule);
        boolean mayTradeNodesForFewer = Rules.groups().get("stability").contains(rule);
        assertTrue(cost(s.right, true) <= cost(s.left, true)
                || mayTradeNodesForFewer && cost(s.right, false) <= cost(s.left, false),
                rule.equation() + ": " + cost(s.left, true) + " becomes " + cost(s.right, true));
    }

    private static int cost(Node root, boolean isWeighted) {
        return Graph.reachable(List.of(root)).stream().mapToInt(n -> isWeighted ? weight(n) : Math.min(1, weight(n)))
                .sum();
    }

    /** Roughly, additions per element; numbers and their repetition cost nothing. */
    private static int weight(Node n) {
        return switch (n.op()) {
            case Leaf l -> 0;
            case Broadcast b -> 0;
            case Reshape r -> 0;
            case Pow p -> 20;
            case Exp x -> 8;
            case Expm1 x -> 8;
            case Log x -> 8;
            case Log1p x -> 8;
            case Tanh x -> 8;
            case Sigmoid x -> 8;
            case Softplus x -> 8;
            case Composite c -> 8;
            case Div d -> 4;
            case Sqrt q -> 4;
            case Reciprocal r -> 4;
            case Contract c -> 4;
            case Reduce r -> 2;
            default -> 1;
        };
    }

    @ParameterizedTest
    @MethodSource("lists")
    void noRuleIsDeadAndEachFiresOnItsOwnLeftSide(String name, List<Rule> list) {
        for (Rule rule : list) {
            List<Rule> fired = new ArrayList<>();
            rewritten(rule.example(Holes.ofInputs(new Arena())), list, f -> fired.add(f.rule()));
            assertTrue(fired.contains(rule), "in " + name + ", " + rule.equation() + " is shadowed by " + fired);
        }
    }

    @ParameterizedTest
    @MethodSource("lists")
    void whatIsRewrittenStaysAsItIs(String name, List<Rule> list) {
        for (Rule rule : list) {
            Graph once = rewritten(rule.example(Holes.ofInputs(new Arena())), list, f -> { });
            List<Fired> again = new ArrayList<>();
            Rewrite.apply(once, list, again::add);
            assertEquals(List.of(), again, rule.equation());
        }
    }

    private static Graph rewritten(Node root, List<Rule> list, java.util.function.Consumer<Fired> log) {
        return Rewrite.apply(Graph.of("g", List.of(), Map.of("y", root)), list, log);
    }

    @Test
    void everyEquationIsWrittenOnce() {
        List<String> all = rules().map(Rule::equation).toList();
        assertEquals(all.stream().distinct().toList(), all);
    }
}
