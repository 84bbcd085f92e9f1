package org.nablac;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nablac.Nablac.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nablac.graph.Graph;
import org.nablac.graph.ShapeError;
import org.nablac.op.Catalogue;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;
import org.nablac.tensor.UserError;

class TensorTest {
    /** Ops that no author writes, and why. */
    private static final Map<String, String> INTERNAL = Map.of(
            "fma", "what a product that is added becomes, after all rules",
            "hole", "stands in rules and custom gradients",
            "addRows", "what an optimiser's update writes",
            "setRows", "what an optimiser's update writes",
            "firstOccurrence", "what a row-sparse update is made of",
            "rowSparse", "what the gradient of rows(index) is");

    private static <T> T in(Function<Blueprint, T> body) {
        Blueprint b = new Blueprint(DType.F32);
        return b.within(() -> body.apply(b));
    }

    @Test
    void everyOpOfTheCatalogueCanBeWritten() {
        List<Tensor> written = in(b -> {
            Tensor x = b.input("x", "N, 4");
            Tensor y = b.input("y", "4");
            Tensor i = b.index("i", "N, 4");
            Tensor c = b.labels("c", "N");
            Tensor w = b.parameter("w", 4, 4).uniform(-1, 1);
            List<Tensor> all = new ArrayList<>(List.of(x.plus(y), x.minus(1), x.times(y), x.dividedBy(y), x.negate(),
                    x.pow(3), x.square(), x.sqrt(), x.reciprocal(), x.abs(), x.sign(), x.exp(), x.log(), x.expm1(),
                    x.log1p(),
                    x.tanh(), x.sigmoid(), x.softplus(), x.relu(), x.leakyRelu(0.1), x.erf(), x.gelu(), x.sin(),
                    x.cos(),
                    x.minimum(y),
                    x.maximum(0), x.clip(-1, 1), x.convert(DType.F64), x.stopGradient(), x.dropout(0.5)));
            Tensor p = x.less(y);
            all.addAll(List.of(p, x.lessEqual(0), x.greater(y), x.greaterEqual(0), x.equalTo(y), x.notEqualTo(0),
                    p.and(p.not()), p.or(p.not()), select(p, x, y), x.sum(), x.mean(0), x.max(-1), x.argMax(1),
                    x.logSumExp(),
                    x.softmax(), x.logSoftmax(0), x.matmul(w), x.transpose(), x.reshape(4, x.dim(0)), x.slice(1, 0, 2),
                    x.dot(y),
                    x.pick(i), w.rows(i), concat(1, x, x.square()), crossEntropy(x, c), logisticLoss(x, y),
                    squaredError(x, y),
                    range(4), sizeOf(x.dim(0)), normal(4), Nablac.uniform(4),
                    customGradient(x.sign(), x, g -> g.times(2))));
            return all;
        });
        Set<String> missing = new TreeSet<>();
        Catalogue.entries().forEach(e -> missing.add(e.name()));
        Graph.reachable(written.stream().map(Tensor::node).toList()).forEach(n -> missing.remove(n.op().name()));
        missing.removeAll(INTERNAL.keySet());
        assertEquals(Set.of(), missing);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "N, 4 | 4       | [N, 4]",
        "N, 4 | ''      | [N, 4]",
        "N, 1 | 4       | [N, 4]",
        "N, 1 | 1, 4    | [N, 4]",
        "4    | M, N, 1 | [M, N, 4]",
        "1    | 1       | [1]"})
    void shapesMeetAsInNumpy(String a, String b, String result) {
        in(m -> {
            assertEquals(result, m.input("a", a).plus(m.input("b", b)).shape().toString());
            assertEquals(result, m.input("b", b).plus(m.input("a", a)).shape().toString());
            return m;
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "N, 4    | N       | plus: shapes do not meet: [N, 4] and [N], counted from the right: 4 is not N; [N] with"
                + " .expand(-1) would fit",
        "N, 4    | 3       | plus: shapes do not meet: [N, 4] and [3], counted from the right: 4 is not 3",
        "N, 4    | M, 4    | plus: shapes do not meet: [N, 4] and [M, 4], counted from the right: N is not M"})
    void shapesThatDoNotMeetAreRefused(String a, String b, String message) {
        in(m -> {
            assertEquals(message, assertThrows(ShapeError.class, () -> m.input("a", a).plus(m.input("b", b)))
                    .getMessage());
            return m;
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "N, 4    | 4, 3    | [N, 3]",
        "4       | 4, 3    | [3]",
        "N, 4    | 4       | [N]",
        "4       | 4       | []",
        "B, N, 4 | 4, 3    | [B, N, 3]",
        "B, N, 4 | B, 4, 3 | [B, N, 3]",
        "N, 4    | B, 4, 3 | [B, N, 3]",
        "B, 1, N, 4 | H, 4, 3 | [B, H, N, 3]"})
    void matricesMultiplyOverBatches(String a, String b, String result) {
        in(m -> {
            assertEquals(result, m.input("a", a).matmul(m.input("b", b)).shape().toString());
            return m;
        });
    }

    @Test
    void aNumberTakesTheTypeOfTheTensor() {
        Blueprint b = new Blueprint(DType.F64);
        b.within(() -> {
            assertEquals(DType.F64, b.input("x", "N").times(2).type().dtype());
            assertEquals(DType.F64, one().plus(b.input("x", "N")).type().dtype());
            assertEquals(DType.I32, b.labels("y", "N").plus(1).type().dtype());
            assertEquals("plus: dtypes differ: 0.5 is not of dtype i32; convert the tensor first",
                    assertThrows(ShapeError.class, () -> b.labels("y", "N").plus(0.5)).getMessage());
            return b;
        });
    }

    @Test
    void axesCountFromTheEndToo() {
        in(b -> {
            Tensor x = b.input("x", "N, 3, 4");
            assertSame(x.sum(1).node(), x.sum(-2).node());
            assertSame(x.sum().node(), x.sum(0, 1, 2).node());
            assertSame(x.sum(2, 0).node(), x.sum(0, -1).node());
            assertEquals("[N, 4, 3]", x.transpose().shape().toString());
            assertEquals("[4, N, 3]", x.transpose(2, 0, 1).shape().toString());
            assertEquals("[N, 1, 3, 4]", x.expand(1).shape().toString());
            assertEquals("[N, 3, 4, 1]", x.expand(-1).shape().toString());
            assertEquals("[2, N, 3, 4]", stack(0, x, x.negate()).shape().toString());
            assertEquals("[N, 2, 3, 4]", x.expand(1).broadcastTo(x.dim(0), 2, 3, 4).shape().toString());
            assertThrows(ShapeError.class, () -> x.sum(3));
            assertThrows(ShapeError.class, () -> x.expand(5));
            return b;
        });
    }

    @Test
    void aParameterStartsFromWhatIsSaid() {
        org.nablac.graph.Model m = model("M", b -> {
            Dim rows = dim("rows");
            Tensor all = b.parameter("glorot", 3, 5).sum().plus(b.parameter("zeros", 5).sum())
                    .plus(b.parameter("table", rows, 16).sum())
                    .plus(b.parameter("said", rows, 16).normal(0.3).sum()).plus(b.parameter("he", 8, 2).he().sum())
                    .plus(b.parameter("ones", 2).ones().sum());
            b.method("f", all);
        });
        List<String> starts = m.parameters().stream().map(p -> p.name() + " " + Graph.reachable(List.of(p.initial()))
                .stream()
                .map(n -> n.op().name() + (n.op() instanceof org.nablac.op.Constant c ? " " + (float) c.value() : ""))
                .filter(s -> !s.equals("broadcast")).toList()).toList();
        assertEquals(List.of(
                "glorot [uniform, constant " + (float) (2 * Math.sqrt(6 / 8.0)) + ", mul, constant "
                + (float) -Math.sqrt(6 / 8.0) + ", add]",
                "zeros [constant 0.0]",
                "table [normal, constant 0.25, mul]",
                "said [normal, constant 0.3, mul]",
                "he [normal, constant 0.5, mul]",
                "ones [constant 1.0]"), starts);
        assertEquals(List.of("rows"), m.dims());
    }

    @Test
    void eachDropoutAndEachParameterHasItsOwnRandomNumbers() {
        in(b -> {
            Tensor x = b.input("x", "N");
            assertTrue(x.dropout(0.5).node() != x.dropout(0.5).node());
            assertTrue(normal(3).node() != normal(3).node());
            return b;
        });
    }

    @Test
    void whatNeedsAModelSaysSo() {
        assertEquals("one was called outside of a model: call it in the class of a model while it is traced,"
                + " or inside of Nablac.model(name, …)", assertThrows(UserError.class, Nablac::one).getMessage());
        Tensor x = in(b -> b.input("x", "N"));
        Tensor y = in(b -> b.input("y", "N"));
        assertEquals("plus: the tensors belong to two models that were made apart",
                assertThrows(UserError.class, () -> x.plus(y)).getMessage());
        assertThrows(UserError.class, () -> in(b -> parameter("4")));
        assertThrows(UserError.class, () -> in(b -> parameter(0)));
        assertThrows(UserError.class, () -> in(b -> dim("2 rows")));
        assertThrows(UserError.class, () -> new Blueprint(DType.I32));
    }
}
