package org.nablac.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nablac.op.Add.add;
import static org.nablac.op.Broadcast.broadcast;
import static org.nablac.op.Exp.exp;
import static org.nablac.op.Log.log;
import static org.nablac.op.Mul.mul;
import static org.nablac.op.Neg.neg;
import static org.nablac.op.Pow.pow;
import static org.nablac.op.Sub.sub;
import static org.nablac.op.Sum.sum;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nablac.graph.Arena;
import org.nablac.graph.Composite;
import org.nablac.graph.Graph;
import org.nablac.graph.GraphCheck;
import org.nablac.graph.Node;
import org.nablac.graph.Origin;
import org.nablac.op.Constant;
import org.nablac.op.CrossEntropy;
import org.nablac.op.Div;
import org.nablac.op.Dropout;
import org.nablac.op.Input;
import org.nablac.op.Less;
import org.nablac.op.LogSoftmax;
import org.nablac.op.LogSumExp;
import org.nablac.op.Mean;
import org.nablac.op.Pick;
import org.nablac.op.Relu;
import org.nablac.op.Reshape;
import org.nablac.op.Select;
import org.nablac.op.Softplus;
import org.nablac.op.Sqrt;
import org.nablac.op.Square;
import org.nablac.op.StopGradient;
import org.nablac.op.Tanh;
import org.nablac.rewrite.rules.Rules;
import org.nablac.tensor.Shape;
import org.nablac.tensor.TensorType;

class RewriteTest {
    private Arena arena;
    private Node x;
    private Node y;
    private List<Fired> log;

    @BeforeEach
    void newGraph() {
        arena = new Arena();
        x = input("x", "f32[N, 4]");
        y = input("y", "f32[N, 4]");
        log = new ArrayList<>();
    }

    private Node input(String label, String type) {
        return Input.input(arena, label, TensorType.parse(type));
    }

    private Node rewrite(Node root, List<Rule> rules) {
        Graph g = Rewrite.apply(Graph.of("g", List.of(), Map.of("y", root)), rules, log::add);
        return GraphCheck.check("rewrite", g).outputs().get("y");
    }

    private Node stable(Node root) {
        return rewrite(root, Rules.beforeGradient());
    }

    @Test
    void whatOneWritesForTheLogisticLossBecomesSoftplus() {
        Node one = Constant.constantLike(x, 1);
        assertSame(Softplus.softplus(neg(mul(y, x))), stable(log(add(exp(neg(mul(y, x))), one))));
    }

    @Test
    void operandsOfCommutativeOpsAreFoundInEitherOrderWhicheverIsOlder() {
        Node e = exp(x);
        Node one = Constant.constantLike(x, 1);
        Node other = Constant.constantLike(y, 1);
        assertSame(Softplus.softplus(x), stable(log(add(one, e))));
        assertSame(Softplus.softplus(y), stable(log(add(exp(y), other))));
    }

    @Test
    void aScalarIsRewrittenAsATensorIs() {
        Node s = input("s", "f64[]");
        assertSame(Softplus.softplus(s), stable(log(add(Constant.constantLike(s, 1), exp(s)))));
    }

    @Test
    void softmaxThenLogarithmThenPickIsCrossEntropyWhereverItIsWritten() {
        Node i = input("i", "i32[N]");
        Node total = broadcast(sum(exp(x), List.of(1)), x.shape(), List.of(0));
        Node softmax = Div.div(exp(x), total);
        assertSame(CrossEntropy.crossEntropy(x, i), stable(neg(Pick.pick(log(softmax), i))));
    }

    @Test
    void reductionsAreFoundOverAnyAxesAndKeptThere() {
        assertSame(LogSumExp.logSumExp(x, List.of(0, 1)), stable(log(sum(exp(x)))));
        Node lse = broadcast(log(sum(exp(x), List.of(0))), x.shape(), List.of(1));
        assertSame(LogSoftmax.logSoftmax(x, 0), stable(sub(x, lse)));
    }

    @Test
    void anAxisThatIsTakenAwayAndPutBackIsNotInTheWay() {
        Node lse = Reshape.reshape(LogSumExp.logSumExp(x, List.of(1)), Shape.parse("[N, 1]"));
        Node repeated = broadcast(Reshape.reshape(lse, Shape.parse("[N]")), x.shape(), List.of(0));
        assertSame(LogSoftmax.logSoftmax(x, 1), stable(sub(x, repeated)));
    }

    @Test
    void threeFactorsThatAreRootsAreOnePower() {
        Node root = Sqrt.sqrt(add(mul(x, x), mul(y, y)));
        Node sum = add(Square.square(x), Square.square(y));
        assertSame(pow(sum, 1.5), stable(mul(mul(root, root), root)));
        assertSame(pow(sum, 1.5), stable(pow(root, 3)));
    }

    @Test
    void aRuleForOneAxisLeavesAloneWhatGoesOverTwo() {
        Node lse = LogSumExp.logSumExp(x, List.of(0, 1));
        Node root = sub(x, broadcast(lse, x.shape(), List.of()));
        assertSame(root, stable(root));
    }

    @Test
    void whatOnlyLooksLikeALeftSideIsLeftAlone() {
        Node almost = log(add(Constant.constantLike(x, 1.0000001), exp(x)));
        assertSame(almost, stable(almost));
        Node differs = sub(x, y);
        assertSame(differs, stable(differs));
    }

    @Test
    void opsThatDoNotCommuteKeepTheOrderOfTheirOperands() {
        assertNotEquals(sub(x, y), sub(y, x));
        assertNotEquals(pow(x, 2), pow(x, 3));
        Node root = add(sub(y, x), sub(x, y));
        assertSame(root, rewrite(root, Rules.afterGradient()));
        Node selected = Select.select(Less.less(x, y), x, y);
        assertNotEquals(selected, Select.select(Less.less(y, x), x, y));
        assertSame(selected, rewrite(selected, Rules.afterGradient()));
    }

    @Test
    void theLogSaysWhatFiredAtWhichLine() {
        Node root = arena.at(Origin.at("Mlp.java", 22, 5), () -> log(add(Constant.constantLike(x, 1), exp(x))));
        Node by = stable(root);
        assertEquals(1, log.size());
        assertEquals("Mlp.java:22: log(1 + exp x) = softplus x (" + root + " becomes " + by + ")",
                log.get(0).toString());
        assertEquals(root.origin(), by.origin());
    }

    @Test
    void stopGradientStaysUntilGradientsAreTaken() {
        Node root = mul(StopGradient.stopGradient(x), x);
        assertSame(root, stable(root));
        assertSame(Square.square(x), rewrite(root, Rules.afterGradient()));
    }

    @Test
    void rulesThatUndoEachOtherAreNamed() {
        List<Rule> rules = List.of(
                Rule.rule("x + y = x − −y", Promise.EXACT, h -> add(h.x(), h.y()), h -> sub(h.x(), neg(h.y()))),
                Rule.rule("x − −y = x + y", Promise.EXACT, h -> sub(h.x(), neg(h.y())), h -> add(h.x(), h.y())));
        IllegalStateException e = assertThrows(IllegalStateException.class, () -> rewrite(add(x, y), rules));
        assertEquals("rules undo each other without end: x + y = x − −y; x − −y = x + y", e.getMessage());
    }

    @Test
    void aRuleThatGrowsWithoutEndIsNamed() {
        Rule in = Rule.rule("tanh x = tanh relu x", Promise.FAST, h -> Tanh.tanh(h.x()),
                h -> Tanh.tanh(Relu.relu(h.x())));
        IllegalStateException e = assertThrows(IllegalStateException.class, () -> rewrite(Tanh.tanh(x), List.of(in)));
        assertEquals("rules undo each other without end: tanh x = tanh relu x", e.getMessage());
        Rule out = Rule.rule("tanh x = relu tanh x", Promise.FAST, h -> Tanh.tanh(h.x()),
                h -> Relu.relu(Tanh.tanh(h.x())));
        e = assertThrows(IllegalStateException.class, () -> rewrite(Tanh.tanh(x), List.of(out)));
        assertEquals("rules undo each other without end: tanh x = relu tanh x", e.getMessage());
    }

    @Test
    void aRuleThatChangesTheTypeIsNamed() {
        Rule bad = Rule.rule("Σ x = x", Promise.FAST, h -> sum(h.x(), h.axes()), h -> h.x());
        IllegalStateException e = assertThrows(IllegalStateException.class,
                () -> rewrite(sum(x, List.of(1)), List.of(bad)));
        assertTrue(e.getMessage().startsWith("the rule Σ x = x makes"), e.getMessage());
    }

    @Test
    void aGraphOfTenThousandLayersTakesNoRecursionAndLinearTime() {
        Node n = x;
        for (int i = 0; i < 10_000; i++) {
            n = log(add(Constant.constantLike(x, 1), exp(mul(n, Constant.constantLike(n, 1)))));
        }
        Node deep = n;
        Node flat = assertTimeout(Duration.ofSeconds(20), () -> stable(deep));
        assertEquals(20_000, log.size());
        assertEquals(10_001, Graph.reachable(List.of(flat)).size());
    }

    @Test
    void expandingLeavesNoComposite() {
        Node i = input("i", "i32[N]");
        Node root = Mean.mean(CrossEntropy.crossEntropy(Dropout.dropout(x, 0.5, 1), i));
        Graph g = Expand.composites(Graph.of("g", List.of(), Map.of("y", root)));
        GraphCheck.check("expand", g);
        assertTrue(g.nodes().stream().noneMatch(n -> n.op() instanceof Composite), g.toString());
    }

    @Test
    void nothingIsDroppedAtInference() {
        Node root = Relu.relu(Dropout.dropout(Dropout.dropout(x, 0.5, 1), 0.25, 2));
        Graph g = Expand.inference(Graph.of("g", List.of(), Map.of("y", root)));
        assertSame(Relu.relu(x), g.outputs().get("y"));
    }
}
