package org.nablac.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.nablac.Nablac.crossEntropy;
import static org.nablac.Nablac.model;
import static org.nablac.Nablac.tanh;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import models.Layers;
import models.Mlp;
import models.SignMatrix;
import models.Tricks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nablac.Tensor;
import org.nablac.graph.Arena;
import org.nablac.graph.GraphText;
import org.nablac.graph.Model;
import org.nablac.op.Catalogue;
import org.nablac.trace.Trace;

class DoorsTest {
    private static Model read(Class<?> type) {
        return Source.model(Path.of("src/test/java/models/" + type.getSimpleName() + ".java"), Map.of());
    }

    @ParameterizedTest
    @ValueSource(classes = {Mlp.class, SignMatrix.class, Layers.class, Tricks.class})
    void sourceAndClassGiveTheSameModel(Class<?> type) {
        Model traced = Trace.model(type);
        Model read = read(type);
        assertEquals(traced.toString(), read.toString());
        assertEquals(traced.defaults(), read.defaults());
        assertEquals(traced.dims(), read.dims());
        assertEquals(List.of(traced.name(), traced.packageName(), traced.sourceFile()),
                List.of(read.name(), read.packageName(), read.sourceFile()));
    }

    @ParameterizedTest
    @ValueSource(classes = {Mlp.class, SignMatrix.class, Layers.class, Tricks.class})
    void theTextOfAModelParsesBack(Class<?> type) {
        for (Model.Method m : read(type).methods()) {
            String text = m.graph().toString();
            assertEquals(text, GraphText.parse(text, new Arena(), Catalogue::find).toString());
        }
    }

    @Test
    void aModelWithoutAClassGivesTheSameGraphButForTheLines() {
        Model built = model("Mlp", m -> {
            Tensor a = m.parameter("first.a", 784, 128);
            Tensor b = m.parameter("first.b", 128);
            Tensor c = m.parameter("second.a", 128, 10);
            Tensor d = m.parameter("second.b", 10);
            Tensor x = m.input("x", "N, 784");
            Tensor y = m.labels("y", "N");
            Tensor logits = tanh(x.matmul(a).plus(b)).matmul(c).plus(d);
            m.method("logits", logits, x).loss("loss", crossEntropy(logits, y).mean(), x, y);
        });
        assertEquals(withoutLines(read(Mlp.class)), withoutLines(built));
    }

    private static String withoutLines(Model m) {
        return m.toString().replaceAll("  @\\S+", "");
    }
}
