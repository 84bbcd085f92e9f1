package org.nablac.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nablac.data.Bundled;
import org.nablac.data.Split;
import org.nablac.graph.Model;
import org.nablac.source.Source;
import org.nablac.tensor.UserError;

class TaskTest {
    @Test
    void rowsAndColumnsAreThoseOfTheData() {
        Task task = Task.of(example("SignMatrix", Map.of()), Bundled.zoo(), Constants.UNKNOWN);
        assertEquals(Map.of("rows", 101, "columns", 28), task.dims());
        assertEquals(Bundled.zoo().train().size(), task.examples());
        assertEquals("auc", task.figure());
    }

    @Test
    void everyRelationCountsTwice() {
        Task task = Task.of(example("ComplEx", Map.of()), Bundled.umls(), Constants.UNKNOWN);
        assertEquals(Map.of("entities", 135, "relations", 92), task.dims());
        assertEquals(2 * 5216, task.examples());
    }

    @Test
    void aSizeThatIsAMultipleIsSolvedFor() {
        Task task = Task.of(triples("2*relations"), Bundled.nations(), Constants.UNKNOWN);
        assertEquals(Map.of("entities", 14, "relations", 55), task.dims());
    }

    @Test
    void aSizeThatNoNumberSolvesIsRefused() {
        String message = refused(triples("2*relations + 1"), Bundled.nations());
        assertTrue(message.contains("2*relations + 1, the data have 110 relations"), message);
    }

    @Test
    void moreFeaturesInTheModelThanInTheDataNameBothAndTheCure() {
        Signature mlp = example("Mlp", Map.of());
        String message = assertThrows(UserError.class,
                () -> Task.of(mlp, Bundled.digits(), v -> v == 784 ? Optional.of("PIXELS") : Optional.empty()))
                .getMessage();
        assertEquals("Mlp.java: the size of x f32[N, 784] in loss is 784, but the data have 64 features an example; "
                + "--define PIXELS=64 makes the model fit", message);
    }

    @Test
    void fewerClassesInTheModelThanInTheDataAreRefused() {
        String message = refused(example("LogisticRegression", Map.of("CLASSES", "7")), Bundled.digits());
        assertTrue(message.contains("the number of classes in logits f32[N, 7] is 7, but the data have 10 classes"),
                message);
    }

    @Test
    void aTableWithTooFewRowsIsRefused() {
        Signature s = Signature.of(SignatureTest.model("""
                public Tensor score(@Index("N, 4") Tensor i, @Index("N, 100") Tensor j) { \
                return dot(a.rows(i), a.rows(i)); }
                @Loss public Tensor loss(@Index("N, 4") Tensor i, @Index("N, 100") Tensor j, @Shape("N") Tensor s) {
                    return logisticLoss(score(i, j), s).mean();
                }
                """));
        String message = refused(s, Bundled.zoo());
        assertTrue(message.contains("the bound of i in loss is 4, but the data have 101 rows"), message);
    }

    @Test
    void oneSizeForRowsAndColumnsThatDifferIsRefused() {
        Signature s = Signature.of(Source.model("Small.java", """
                import static org.nablac.Nablac.*;
                import org.nablac.*;
                import org.nablac.tensor.Dim;
                @Model public class Small {
                    final Dim nodes = dim("nodes");
                    final Tensor a = parameter(nodes, 3);
                    public Tensor score(@Index("N, nodes") Tensor i, @Index("N, nodes") Tensor j) { \
                return dot(a.rows(i), a.rows(j)); }
                    @Loss public Tensor loss(@Index("N, nodes") Tensor i, @Index("N, nodes") Tensor j, \
                @Shape("N") Tensor s) {
                        return logisticLoss(score(i, j), s).mean();
                    }
                }
                """, Map.of()));
        String message = refused(s, Bundled.zoo());
        assertTrue(message.contains("i and j of loss share the size nodes, but the data have 101 rows, 28 columns"),
                message);
    }

    @Test
    void aSizeThatTheDataLeaveOpenIsNamedWithTheCure() {
        Signature s = Signature.of(Source.model("Small.java", """
                import static org.nablac.Nablac.*;
                import org.nablac.*;
                import org.nablac.tensor.Dim;
                @Model public class Small {
                    final Dim hidden = dim("hidden");
                    final Tensor a = parameter(64, hidden).normal(1), b = parameter(hidden, 10).normal(1);
                    public Tensor logits(@Shape("N, 64") Tensor x) { return x.matmul(a).matmul(b); }
                    @Loss public Tensor loss(@Shape("N, 64") Tensor x, @Labels("N") Tensor y) { \
                return crossEntropy(logits(x), y).mean(); }
                }
                """, Map.of()));
        String message = refused(s, Bundled.digits());
        assertTrue(message.contains("the data do not determine the size 'hidden'")
                && message.contains("--define HIDDEN=32"), message);
    }

    @Test
    void dataOfAnotherKindAreRefused() {
        String message = refused(example("Mlp", Map.of()), Bundled.zoo());
        assertEquals("the data are signs of a matrix, but Mlp learns from classified examples", message);
    }

    private static String refused(Signature signature, Split<?> data) {
        return assertThrows(UserError.class, () -> Task.of(signature, data, Constants.UNKNOWN)).getMessage();
    }

    static Signature example(String name, Map<String, String> defines) {
        return Signature.of(Source.model(Path.of("examples", name + ".java"), defines));
    }

    private static Signature triples(String relations) {
        Model model = Source.model("Small.java", """
                import static org.nablac.Nablac.*;
                import org.nablac.*;
                import org.nablac.tensor.Dim;
                @Model public class Small {
                    final Dim entities = dim("entities"), relations = dim("relations");
                    final Tensor a = parameter(entities, 3), w = parameter(relations, 3);
                    public Tensor scores(@Index("N, entities") Tensor h, @Index("N, RELATIONS") Tensor r) {
                        return a.rows(h).matmul(a.transpose());
                    }
                    @Loss public Tensor loss(@Index("N, entities") Tensor h, @Index("N, RELATIONS") Tensor r, \
                @Labels("N") Tensor t) {
                        return crossEntropy(scores(h, r), t).mean();
                    }
                }
                """.replace("RELATIONS", relations), Map.of());
        return Signature.of(model);
    }
}
