package org.nablac.differentiate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nablac.op.Add.add;
import static org.nablac.op.Gather.gather;
import static org.nablac.op.Mul.mul;
import static org.nablac.op.Sum.sum;
import static org.nablac.op.Tanh.tanh;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nablac.evaluate.Evaluate;
import org.nablac.graph.Arena;
import org.nablac.graph.Composite;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Graph;
import org.nablac.graph.GraphCheck;
import org.nablac.graph.Node;
import org.nablac.graph.Origin;
import org.nablac.op.AddRows;
import org.nablac.op.ArgMax;
import org.nablac.op.Constant;
import org.nablac.op.Input;
import org.nablac.op.LogSumExp;
import org.nablac.op.MatMul;
import org.nablac.op.Parameter;
import org.nablac.op.RowSparse;
import org.nablac.op.Square;
import org.nablac.op.StopGradient;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.Shape;
import org.nablac.tensor.Sizes;
import org.nablac.tensor.TensorType;
import org.nablac.tensor.UserError;

class DifferentiateTest {
    private final Arena arena = new Arena();
    private final Node x = Input.input(arena, "x", type("f64[3]"));
    private final Node table = Parameter.parameter(arena, "table", type("f64[R, 2]"));
    private final Node i = Input.index(arena, "i", Shape.parse("N"), Dim.named("R"));
    private final Node j = Input.index(arena, "j", Shape.parse("N"), Dim.named("R"));

    private static TensorType type(String text) {
        return TensorType.parse(text);
    }

    private static double[] value(Node n) {
        Evaluation e = new Evaluation(Map.of(
                "x", new HostArray(DType.F64, new int[] {3}, new double[] {1, 2, 3}),
                "table", new HostArray(DType.F64, new int[] {3, 2}, new double[] {1, 2, 3, 4, 5, 6}),
                "i", new HostArray(DType.I32, new int[] {2}, new double[] {2, 0}),
                "j", new HostArray(DType.I32, new int[] {2}, new double[] {2, 2})),
                Sizes.of("R", 3).with("N", 2), 0, 0);
        GraphCheck.check("differentiate", Graph.of("test", List.of(), Map.of("y", n)));
        return Evaluate.values(List.of(n), e).get(n).data();
    }

    private static Node gradient(Node loss, Node of) {
        return Differentiate.gradients(loss, List.of(of)).get(0);
    }

    private static void assertValue(Node n, double... expected) {
        double[] made = value(n);
        assertEquals(expected.length, made.length);
        for (int e = 0; e < made.length; e++) {
            assertEquals(expected[e], made[e], 1e-12);
        }
    }

    @Test
    void theGradientOfASumOfSquaresIsTwiceTheArgument() {
        assertValue(gradient(sum(Square.square(x)), x), 2, 4, 6);
    }

    @Test
    void everyUseOfANodeAddsToItsGradient() {
        assertValue(gradient(sum(add(mul(x, x), add(x, x))), x), 4, 6, 8);
    }

    @Test
    void theGradientOfAScalarByItselfIsOne() {
        Node s = sum(x);
        assertValue(gradient(s, s), 1);
    }

    @Test
    void anInnerNodeHasAGradientTooAndSoDoesWhatIsBelowIt() {
        Node y = mul(x, x);
        List<Node> g = Differentiate.gradients(sum(mul(y, y)), List.of(y, x));
        assertValue(g.get(0), 2, 8, 18);
        assertValue(g.get(1), 4, 32, 108);
    }

    @Test
    void aGradientThatNothingReachesIsZero() {
        assertValue(gradient(sum(x), table), 0, 0, 0, 0, 0, 0);
        assertValue(gradient(sum(StopGradient.stopGradient(x)), x), 0, 0, 0);
    }

    @Test
    void theGradientOfAGatheredTableIsRows() {
        Node g = gradient(sum(gather(table, i)), table);
        assertEquals(type("rows f64[R, 2]"), g.type());
        assertValue(g, 1, 1, 0, 0, 1, 1);
    }

    @Test
    void rowsFromTwoPlacesAreJoinedInOneList() {
        Node g = gradient(add(sum(gather(table, i)), sum(gather(table, j))), table);
        assertTrue(g.op() instanceof RowSparse);
        assertEquals(Shape.parse("2*N"), g.input(0).shape());
        assertValue(g, 1, 1, 0, 0, 3, 3);
    }

    @Test
    void rowsAndADenseGradientAreDense() {
        Node g = gradient(add(sum(gather(table, i)), sum(Square.square(table))), table);
        assertTrue(g.op() instanceof AddRows);
        assertValue(g, 3, 5, 6, 8, 11, 13);
    }

    @Test
    void rowsThatReachAComputedTableAreMadeDense() {
        Node g = gradient(sum(gather(Square.square(table), j)), table);
        assertTrue(g.type().isDense());
        assertValue(g, 0, 0, 0, 0, 20, 24);
    }

    @Test
    void theGradientOfRowsCanBeDifferentiatedAgain() {
        Node g = gradient(sum(Square.square(gather(table, j))), table);
        Node squares = sum(Square.square(RowSparse.dense(g)));
        // g = 4·t at row 2, 0 elsewhere; the squares' gradient is 2·4·4·t
        assertValue(gradient(squares, table), 0, 0, 0, 0, 160, 192);
    }

    @Test
    void theTangentAlongADirectionIsTheGradientTimesIt() {
        Node y = sum(tanh(mul(x, x)));
        Node direction = Constant.constantLike(x, 1);
        assertEquals(value(sum(gradient(y, x)))[0], value(Differentiate.jvp(y, Map.of(x, direction)))[0], 1e-15);
    }

    @Test
    void theTangentOfAVectorHasItsShape() {
        Node t = Differentiate.jvp(mul(x, x), Map.of(x, x));
        assertValue(t, 2, 8, 18);
        assertValue(Differentiate.jvp(x, Map.of(table, table)), 0, 0, 0);
    }

    @Test
    void theTangentOfARowSparseGradientIsTheHessianTimesADirection() {
        Node g = gradient(sum(Square.square(gather(table, j))), table);
        assertValue(Differentiate.jvp(g, Map.of(table, Constant.constantLike(table, 1))), 0, 0, 0, 0, 4, 4);
    }

    @Test
    void tangentsThatAreRowsAddUp() {
        Node g = gradient(sum(Square.square(gather(table, j))), table);
        Node t = Differentiate.jvp(add(table, table), Map.of(table, g));
        assertValue(t, 0, 0, 0, 0, 40, 48);
    }

    @Test
    void noPlaceholderIsLeftInATangent() {
        Node y = LogSumExp.logSumExp(MatMul.matmul(table, Input.input(arena, "m", type("f64[2, 2]"))), List.of(1));
        Node t = Differentiate.jvp(y, Map.of(table, table));
        assertFalse(Graph.reachable(List.of(t)).stream().anyMatch(n -> n.op().name().equals("hole")));
    }

    @Test
    void derivedNodesNameTheRuleTheForwardNodeAndTheSource() {
        Node y = arena.at(Origin.at("Mlp.java", 8, 3), () -> tanh(x));
        Node g = gradient(sum(y), x);
        assertEquals("Mlp.java:8", g.origin().place());
        assertEquals("tanh", g.origin().derivation().orElseThrow().rule());
        assertSame(y, g.origin().derivation().orElseThrow().forward());
    }

    @Test
    void tenThousandLayersAreDifferentiatedWithoutRecursion() {
        Node y = x;
        for (int layer = 0; layer < 10_000; layer++) {
            y = tanh(add(y, x));
        }
        Node loss = sum(y);
        assertEquals(3, value(gradient(loss, x)).length);
        assertEquals(1, value(Differentiate.jvp(loss, Map.of(x, x))).length);
    }

    @Test
    void aLossThatIsNotAScalarIsRefusedWithItsShape() {
        UserError e = assertThrows(UserError.class, () -> gradient(mul(x, x), x));
        assertEquals("mul is f64[3], and only a scalar of floats has a gradient; take its mean or its sum",
                e.getMessage());
    }

    @Test
    void anIntegerHasNoGradient() {
        UserError e = assertThrows(UserError.class, () -> gradient(sum(x), i));
        assertEquals("i is i32[N], and only floats have derivatives", e.getMessage());
    }

    @Test
    void aCotangentOfAnotherShapeIsRefused() {
        UserError e = assertThrows(UserError.class, () -> Differentiate.vjp(mul(x, x), sum(x), List.of(x)));
        assertEquals("a cotangent of mul is f64[3], given is f64[]", e.getMessage());
    }

    @Test
    void aParameterThatTheLossDoesNotUseIsNamed() {
        UserError e = assertThrows(UserError.class, () -> Differentiate.checkPaths(sum(x), List.of(table)));
        assertEquals("table has no path to the loss sum: training could not change it; use it, or leave it out",
                e.getMessage());
    }

    @Test
    void aParameterThatOnlyAnArgmaxUsesIsNamedWithThePath() {
        Node best = arena.at(Origin.at("Mlp.java", 12, 9), () -> arena.node(new ArgMax(1), table));
        Node loss = sum(gather(table.arena().node(new Parameter("other", type("f64[2, 2]"), true)), best));
        UserError e = assertThrows(UserError.class, () -> Differentiate.checkPaths(loss, List.of(table)));
        assertTrue(e.getMessage().startsWith("no gradient reaches table: argMax at Mlp.java:12 stands between"),
                e.getMessage());
        assertTrue(e.getMessage().endsWith("\n    table : f64[R, 2]\n    argMax at Mlp.java:12 : i32[R]\n"
                + "    gather : f64[R, 2]\n    sum : f64[]"), e.getMessage());
    }

    @Test
    void onePathThatPassesIsEnoughAndAStoppedGradientIsTheUsersWish() {
        Node best = arena.node(new ArgMax(1), table);
        Differentiate.checkPaths(add(sum(gather(table, i)), sum(gather(table, best))), List.of(table));
        Differentiate.checkPaths(sum(StopGradient.stopGradient(table)), List.of(table));
    }

    /** x·y, which says nothing of its gradient itself. */
    private record Product() implements Composite {
        @Override
        public String name() {
            return "product";
        }

        @Override
        public TensorType type(List<TensorType> inputs) {
            return inputs.get(0);
        }

        @Override
        public boolean differentiatesByExpansion() {
            return true;
        }

        @Override
        public Node expand(Node node) {
            return mul(node.input(0), node.input(1));
        }

        @Override
        public List<java.util.Optional<Node>> gradient(Node node, Node cotangent) {
            throw new AssertionError("not to be asked");
        }

        @Override
        public HostArray value(Evaluation evaluation, List<HostArray> inputs) {
            throw new AssertionError("not to be asked");
        }

        @Override
        public String doc() {
            return "x·y";
        }
    }

    @Test
    void aCompositeWithoutARuleIsDifferentiatedByItsExpansion() {
        Node dependent = Square.square(x);
        Node y = arena.node(new Product(), x, dependent);
        assertValue(gradient(sum(y), x), 3, 12, 27);
        assertValue(gradient(sum(arena.node(new Product(), x, x)), x), 2, 4, 6);
        assertValue(Differentiate.jvp(y, Map.of(x, x)), 3, 24, 81);
    }
}
