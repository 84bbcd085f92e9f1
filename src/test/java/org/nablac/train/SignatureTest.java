package org.nablac.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nablac.data.Kind;
import org.nablac.graph.Model;
import org.nablac.source.Source;
import org.nablac.tensor.UserError;

class SignatureTest {
    @ParameterizedTest
    @CsvSource({"SignMatrix, SIGNS, score", "LogisticRegression, EXAMPLES, logits", "Mlp, EXAMPLES, logits",
            "Cp, TRIPLES, scores",
        "ComplEx, TRIPLES, scores"})
    void theExamplesSayWhatTheyLearnFrom(String name, Kind kind, String prediction) {
        Signature s = Signature.of(Source.model(Path.of("examples", name + ".java"), Map.of()));
        assertEquals(kind, s.kind());
        assertEquals(prediction, s.prediction().name());
        assertEquals("N", s.batch());
        assertEquals("loss", s.loss().name());
    }

    @Test
    void theBatchOfThePredictionMayHaveAnotherName() {
        Signature s = Signature.of(model("""
                public Tensor classes(@Shape("M, 4") Tensor z) { return z.matmul(a).argMax(1); }
                @Loss public Tensor loss(@Shape("N, 4") Tensor x, @Labels("N") Tensor y) { \
                return crossEntropy(x.matmul(a), y).mean(); }
                """));
        assertEquals("M", s.predictionBatch());
        assertEquals("classes", s.prediction().name());
    }

    @Test
    void aModelWithoutALossIsToldThatThereIsNothingToTrain() {
        refused("no method has @Loss", """
                public Tensor logits(@Shape("N, 4") Tensor x) { return x.matmul(a); }
                """);
    }

    @Test
    void aLossOfUnknownInputsIsShownTheKnownForms() {
        refused("loss(x f32[N, 4], y f32[N, 3]) is not a loss that train knows data for", """
                @Loss public Tensor loss(@Shape("N, 4") Tensor x, @Shape("N, 3") Tensor y) { \
                return squaredError(x.matmul(a), y).mean(); }
                """);
    }

    @Test
    void aLossWithoutABatchIsRefused() {
        refused("is not a loss that train knows", """
                @Loss public Tensor loss(@Shape("8, 4") Tensor x, @Labels("8") Tensor y) { \
                return crossEntropy(x.matmul(a), y).mean(); }
                """);
    }

    @Test
    void aModelThatPredictsNothingIsToldWhichMethodIsMissing() {
        refused("asks for a public method of (x) alone, with the same shapes, that returns the score of each class", """
                @Loss public Tensor loss(@Shape("N, 4") Tensor x, @Labels("N") Tensor y) { \
                return crossEntropy(x.matmul(a), y).mean(); }
                """);
    }

    private static void refused(String expected, String methods) {
        Model model = model(methods);
        String message = assertThrows(UserError.class, () -> Signature.of(model)).getMessage();
        assertTrue(message.contains(expected), message);
        assertTrue(message.startsWith("Small.java: "), message);
    }

    static Model model(String methods) {
        return Source.model("Small.java", """
                import static org.nablac.Nablac.*;
                import org.nablac.*;
                import org.nablac.tensor.Dim;
                @Model public class Small {
                    final Tensor a = parameter(4, 3);
                """ + methods + "}", Map.of());
    }
}
