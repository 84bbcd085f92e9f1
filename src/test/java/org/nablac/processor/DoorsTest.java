package org.nablac.processor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import models.Layers;
import models.Mlp;
import models.SignMatrix;
import models.Tricks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nablac.Nablac;
import org.nablac.compile.Compiled;
import org.nablac.compile.Compiler;
import org.nablac.compile.ModelInstance;
import org.nablac.compile.Options;
import org.nablac.graph.Model;
import org.nablac.source.Source;
import org.nablac.trace.Trace;

/** javac, the command line and a running program make the same graph of a model, and the same class. */
class DoorsTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(classes = {Mlp.class, SignMatrix.class, Layers.class, Tricks.class})
    void javacTheSourceAndTheClassGiveTheSameModelAndTheSameClassFile(Class<?> type) throws Exception {
        Path file = Path.of("src/test/java/models/" + type.getSimpleName() + ".java");
        Javac.Result r = new Javac().file("models/" + type.getSimpleName() + ".java", Files.readString(file))
                .with("-sourcepath", "src/test/java", "-implicit:none", "-Anablac.graph=" + folder).run();
        assertTrue(r.isSuccess(), r::text);
        Model read = Source.model(file, Map.of());
        assertEquals(read.toString(), Files.readString(folder.resolve(type.getName() + ".txt")));
        assertEquals(read.toString(), Trace.model(type).toString());
        String name = type.getName() + "ModelKernels";
        for (Model model : List.of(read, Trace.model(type))) {
            Map<String, byte[]> expected = Compiler.compile(model, Options.of(model).withClassName(name)).classFiles();
            expected.forEach((c, bytes) -> assertArrayEquals(bytes, r.files().get(c + ".class"), c));
        }
    }

    @Test
    void aModelIsCompiledAndTrainedInTheProgramThatDeclaresIt() {
        Compiled compiled = Nablac.compile(Mlp.class);
        assertEquals("models.MlpModel", compiled.className());
        ModelInstance mlp = compiled.create(3, Map.of());
        Object[] inputs = {new float[2 * 784], new int[] {1, 7}};
        float before = mlp.step(Map.of("N", 2), inputs, 0.5f);
        float after = mlp.step(Map.of("N", 2), inputs, 0.5f);
        assertTrue(after < before, before + " then " + after);
    }

    @Test
    void aModelIsCompiledAsTheProgramWantsIt() {
        Compiled compiled = Nablac.compile(Mlp.class, o -> o.withOptimizer("adam").withRoom(1 << 20));
        assertEquals("adam", compiled.options().optimizer());
        assertEquals(1 << 20, compiled.options().room());
    }
}
