package org.nablac.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nablac.differentiate.Differentiate;
import org.nablac.evaluate.Evaluate;
import org.nablac.graph.Arena;
import org.nablac.graph.Composite;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Graph;
import org.nablac.graph.Node;
import org.nablac.graph.Transform;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;
import org.nablac.tensor.HostArray;
import org.nablac.tensor.Shape;
import org.nablac.tensor.Sizes;
import org.nablac.tensor.TensorType;
import org.nablac.tensor.UserError;

/** What random samples do not meet: infinities, ties, duplicates, empty axes, scalars. */
class EdgeCaseTest {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;

    private final Arena arena = new Arena();
    private final Map<String, HostArray> values = new HashMap<>();

    @Test
    void logSumExpOfInfinitiesIsInfinite() {
        Node x = floats("[5, 2]", -INF, -INF, 0, -INF, INF, 0, 1000, 1000, NAN, 0);
        equal(LogSumExp.logSumExp(x, List.of(1)), -INF, 0, INF, 1000 + Math.log(2), NAN);
    }

    @Test
    void logSumExpOfNothingIsMinusInfinity() {
        equal(LogSumExp.logSumExp(floats("[2, 0]"), List.of(1)), -INF, -INF);
    }

    @Test
    void softmaxOfLargeLogitsDoesNotOverflow() {
        equal(Softmax.softmax(floats("[2, 2]", 1000, 1000, -1000, -INF), 1), 0.5, 0.5, 1, 0);
        equal(LogSoftmax.logSoftmax(floats("[2, 2]", 1000, 0, -1000, -INF), 1), 0, -1000, 0, -INF);
    }

    @Test
    void crossEntropyOfAMaskedClassHasAFiniteGradient() {
        Node x = floats("[1, 3]", 0, -INF, 0);
        Node loss = CrossEntropy.crossEntropy(x, ints("[1]", 2));
        equal(loss, Math.log(2));
        equal(gradient(Sum.sum(loss), x), 0.5, 0, -0.5);
    }

    @Test
    void crossEntropyOfOneListIsAScalar() {
        Node x = floats("[2]", 0, 0);
        Node loss = CrossEntropy.crossEntropy(x, ints("[]", 1));
        equal(loss, Math.log(2));
        equal(gradient(loss, x), 0.5, -0.5);
    }

    @Test
    void logisticLossOfAScoreFarOffIsLinear() {
        Node x = floats("[3]", -1000, 1000, 0);
        Node loss = LogisticLoss.logisticLoss(x, floats("[3]", 1, 1, -1));
        equal(loss, 1000, 0, Math.log(2));
        equal(gradient(Sum.sum(loss), x), -1, 0, 0.5);
    }

    @Test
    void theGradientOfAMaximumIsSharedByItsTies() {
        Node x = floats("[2, 3]", 1, 3, 3, 2, 2, 2);
        equal(gradient(Sum.sum(MaxOver.maxOver(x, List.of(1))), x), 0, 0.5, 0.5, 1 / 3.0, 1 / 3.0, 1 / 3.0);
    }

    @Test
    void theMaximumOfNothingIsTheLeastValue() {
        equal(MaxOver.maxOver(floats("[0]"), List.of(0)), -INF);
        equal(MaxOver.maxOver(ints("[0]"), List.of(0)), Integer.MIN_VALUE);
        equal(MaxOver.maxOver(floats("[2]", 1, NAN), List.of(0)), NAN);
    }

    @Test
    void argMaxIsTheFirstOfTiesAndTheFirstNaN() {
        equal(ArgMax.argMax(floats("[4, 3]", 1, 2, 2, -INF, -INF, -INF, 5, NAN, NAN, 0, -1, INF), 1), 1, 0, 1, 2);
        equal(ArgMax.argMax(ints("[2, 2]", 7, 7, Integer.MIN_VALUE, Integer.MIN_VALUE), 0), 0, 0);
        equal(ArgMax.argMax(floats("[1]", -3), 0), 0);
    }

    @Test
    void sumsOfNothingAreZeroAndMeansAreNaN() {
        equal(Sum.sum(floats("[2, 0]"), List.of(1)), 0, 0);
        equal(Mean.mean(floats("[2, 0]"), List.of(1)), NAN, NAN);
        Node scalar = floats("[]", 4);
        assertSame(scalar, Mean.mean(scalar));
    }

    @Test
    void aMatrixProductOverNothingIsZero() {
        equal(MatMul.matmul(floats("[2, 0]"), floats("[0, 1]")), 0, 0);
        equal(MatMul.matmul(floats("[0, 2]"), floats("[2, 3]", 1, 2, 3, 4, 5, 6)));
    }

    @Test
    void rowsNamedTwiceAreAddedAndRowMinusOneIsNone() {
        Node table = floats("[2, 2]", 1, 2, 3, 4);
        Node index = ints("[4]", 1, -1, 1, 0);
        Node rows = floats("[4, 2]", 10, 20, 30, 40, 50, 60, 70, 80);
        equal(AddRows.addRows(table, index, rows), 71, 82, 63, 84);
        equal(RowSparse.rowSparse(index, rows, Dim.of(2)), 70, 80, 60, 80);
        equal(Gather.gather(table, index), 3, 4, 0, 0, 3, 4, 1, 2);
        equal(FirstOccurrence.firstOccurrence(index, Dim.of(2)), 0, -1, 0, 3);
        equal(SetRows.setRows(table, ints("[2]", -1, 1), floats("[2, 2]", 5, 6, 7, 8)), 1, 2, 7, 8);
    }

    @Test
    void theGradientOfGatheredRowsIsTheSumOfTheirOccurrences() {
        Node table = floats("[3, 1]", 1, 2, 3);
        Node gathered = Gather.gather(table, ints("[2, 2]", 1, 1, 2, -1));
        Node weights = floats("[2, 2, 1]", 10, 20, 30, 40);
        equal(gradient(Sum.sum(Mul.mul(gathered, weights)), table), 0, 30, 30);
    }

    @Test
    void theGradientOfSetRowsGoesToTheNewRowsAndTheOldRest() {
        Node table = floats("[3]", 1, 2, 3);
        Node rows = floats("[2]", 4, 5);
        Node y = SetRows.setRows(table, ints("[2]", 2, 0), rows);
        Node loss = Sum.sum(Mul.mul(y, floats("[3]", 10, 20, 30)));
        equal(y, 5, 2, 4);
        equal(gradient(loss, table), 0, 20, 0);
        equal(gradient(loss, rows), 30, 10);
    }

    @Test
    void anIndexBeyondTheTableIsRefused() {
        Node y = Gather.gather(floats("[2]", 1, 2), ints("[1]", 2));
        assertEquals("index 2 is not in [0, 2)",
                assertThrows(UserError.class, () -> Evaluate.values(List.of(y), evaluation())).getMessage());
    }

    @Test
    void rowsOfATableOfScalarsAreScalars() {
        Node table = floats("[3]", 5, 6, 7);
        equal(Gather.gather(table, ints("[]", 2)), 7);
        assertEquals("f64[]", Gather.gather(table, ints("[]", 1)).type().toString());
    }

    @Test
    void theLastRowOfABatchOfUnknownSizeCanBeSliced() {
        Node x = Iota.iota(arena, DType.F64, Shape.parse("[N]"), 0);
        Node last = Slice.slice(x, 0, Dim.parse("N - 1"), Dim.ONE);
        Evaluation ofFour = new Evaluation(Map.of(), Sizes.of("N", 4), 0, 0);
        assertArrayEquals(new double[] {3}, Evaluate.values(List.of(last), ofFour).get(last).data());
    }

    @Test
    void anOpThatWouldDoNothingIsItsInput() {
        Node x = floats("[2, 3]", 1, 2, 3, 4, 5, 6);
        assertSame(x, Reshape.reshape(x, x.shape()));
        assertSame(x, Transpose.transpose(x, List.of(0, 1)));
        assertSame(x, Slice.slice(x, 1, Dim.ZERO, Dim.of(3)));
        assertSame(x, Concat.concat(List.of(x), 0));
        assertSame(x, Dropout.dropout(x, 0, 1));
        assertSame(x, LogSumExp.logSumExp(x, List.of()));
        assertSame(x, RowSparse.dense(x));
    }

    @Test
    void aPartOfNothingAndAJoinWithNothingAreEmptyAndWhole() {
        Node x = floats("[2, 1]", 1, 2);
        Node nothing = Slice.slice(x, 0, Dim.of(2), Dim.ZERO);
        equal(nothing);
        equal(Concat.concat(List.of(x, nothing), 0), 1, 2);
        equal(gradient(Sum.sum(nothing), x), 0, 0);
    }

    @Test
    void dropoutKeepsTheMeanAndItsGradientDropsTheSamePlaces() {
        double[] ones = new double[4000];
        Arrays.fill(ones, 1);
        Node x = floats("[4000]", ones);
        Node y = Dropout.dropout(x, 0.25, 3);
        double[] dropped = value(y).data();
        assertEquals(1, Arrays.stream(dropped).average().orElseThrow(), 0.05);
        assertArrayEquals(new double[] {0, 4 / 3.0}, Arrays.stream(dropped).sorted().distinct().toArray(), 1e-15);
        assertArrayEquals(dropped, value(gradient(Sum.sum(y), x)).data());
        assertSame(x, ((Composite) y.op()).atInference(y));
    }

    private Node floats(String shape, double... data) {
        return leaf(DType.F64, shape, data);
    }

    private Node ints(String shape, double... data) {
        return leaf(DType.I32, shape, data);
    }

    private Node leaf(DType dtype, String text, double... data) {
        String label = "x" + values.size();
        Shape shape = Shape.parse(text);
        values.put(label, new HostArray(dtype, shape.values(Sizes.NONE), data));
        return Parameter.parameter(arena, label, new TensorType(dtype, shape));
    }

    private Node gradient(Node loss, Node x) {
        return Differentiate.gradients(loss, List.of(x)).get(0);
    }

    private Evaluation evaluation() {
        return new Evaluation(values, Sizes.NONE, 1, 1);
    }

    private HostArray value(Node n) {
        return Evaluate.values(List.of(n), evaluation()).get(n);
    }

    /** The value of {@code n} by definition and by expansion. */
    private void equal(Node n, double... expected) {
        assertArrayEquals(expected, value(n).data(), 1e-12);
        assertArrayEquals(expected, value(expanded(n)).data(), 1e-12, "expanded");
    }

    private static Node expanded(Node n) {
        Node whole = n;
        while (Graph.reachable(List.of(whole)).stream().anyMatch(k -> k.op() instanceof Composite)) {
            whole = Transform.nodes(List.of(whole), k -> k.op() instanceof Composite c ? c.expand(k) : k).get(whole);
        }
        return whole;
    }
}
