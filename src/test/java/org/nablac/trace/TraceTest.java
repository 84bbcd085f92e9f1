package org.nablac.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nablac.Nablac.*;

import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;
import models.Mlp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nablac.Labels;
import org.nablac.Loss;
import org.nablac.Model;
import org.nablac.Shape;
import org.nablac.Tensor;
import org.nablac.tensor.UserError;

class TraceTest {
    @Model
    static class WrongProduct {
        final Tensor a = parameter(3, 2);

        public Tensor f(@Shape("N, 4") Tensor x) {
            return x.matmul(a);
        }
    }

    static class Unnamed {
        Unnamed() {
            parameter(3);
        }
    }

    static class NoShape {
        public Tensor f(Tensor x) {
            return x;
        }
    }

    static class Broken {
        public Tensor f(@Shape("N") Tensor x) {
            return List.of(x).get(1);
        }
    }

    static class Vector {
        @Loss
        public Tensor loss(@Shape("N, 2") Tensor x, @Labels("N") Tensor y) {
            return crossEntropy(x, y);
        }
    }

    record NoConstructor(Tensor a) {
    }

    private static String refusal(Class<?> type) {
        return assertThrows(UserError.class, () -> Trace.model(type)).getMessage();
    }

    @Test
    void aRefusalNamesTheLineOfTheModel() {
        assertEquals("TraceTest.java:31: error: matmul: inner dimensions differ: 4 is not 3; [4, 2] would fit",
                refusal(WrongProduct.class));
        assertTrue(refusal(Unnamed.class).startsWith("a parameter [3], made at TraceTest.java:37, has no name"),
                refusal(Unnamed.class));
        assertTrue(refusal(NoShape.class).startsWith("the input x of f needs its shape"), refusal(NoShape.class));
        assertTrue(refusal(Broken.class)
                .startsWith("TraceTest.java:49: error: f failed: java.lang.IndexOutOfBoundsException"));
        assertEquals("loss is f32[N], a loss is a float scalar: end it with .mean() or .sum()", refusal(Vector.class));
        assertTrue(refusal(NoConstructor.class).contains("a constructor without parameters"),
                refusal(NoConstructor.class));
    }

    @Test
    void inputsKeepTheirNamesWithDebugInformationAlone(@TempDir Path out) throws Exception {
        assertEquals(Trace.model(Mlp.class).toString(), Trace.model(compiled(out, "-g")).toString());
        String message = refusal(compiled(out, "-g:none"));
        assertEquals("the class Mlp does not say what the inputs of logits are called: compile it with -parameters or"
                + " -g", message);
    }

    private static Class<?> compiled(Path out, String option) throws Exception {
        StringWriter messages = new StringWriter();
        var javac = ToolProvider.getSystemJavaCompiler();
        try (var files = javac.getStandardFileManager(null, null, null)) {
            boolean done = javac.getTask(messages, files, null,
                    List.of(option, "-proc:none", "-d", out.toString(), "-cp", System.getProperty("java.class.path")),
                    null,
                    files.getJavaFileObjects(Path.of("src/test/java/models/Mlp.java"))).call();
            assertTrue(done, messages.toString());
        }
        // looks at the folder first: the test's own class path has the same class
        ClassLoader loader = new URLClassLoader(new URL[] {out.toUri().toURL()}, TraceTest.class.getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                return name.startsWith("models.") && findLoadedClass(name) == null ? findClass(name)
                        : super.loadClass(name, resolve);
            }

            @Override
            public URL getResource(String name) {
                return name.startsWith("models/") ? findResource(name) : super.getResource(name);
            }
        };
        return loader.loadClass("models.Mlp");
    }

    @Test
    void aModelWithoutDefaultsHasNone() {
        assertEquals(Map.of(), Trace.model(Mlp.class).defaults());
    }
}
