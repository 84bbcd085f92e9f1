package org.nablac.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import org.junit.jupiter.api.Test;

/** Compilers that hide what javac shows, as editors do that wrap it, and those in which something breaks. */
class OtherCompilersTest {
    private static final String WRONG = """
            @Model class M {
                public Tensor f(@Shape("N") Tensor x) { return x.sum(3); }
                public Tensor g(@Shape("N") Tensor x) { return x.sum(4); }
            }
            """;

    /** The processor in an environment that is not javac's own, where asking for source throws {@code broken}. */
    private static final class Wrapped extends AbstractProcessor {
        private final ModelProcessor processor = new ModelProcessor();
        private final Supplier<RuntimeException> broken;

        Wrapped(Supplier<RuntimeException> broken) {
            this.broken = broken;
        }

        @Override
        public Set<String> getSupportedAnnotationTypes() {
            return processor.getSupportedAnnotationTypes();
        }

        @Override
        public SourceVersion getSupportedSourceVersion() {
            return processor.getSupportedSourceVersion();
        }

        @Override
        public void init(ProcessingEnvironment environment) {
            super.init(environment);
            Elements elements = wrapped(Elements.class, environment.getElementUtils(), "getFileObjectOf", () -> {
                throw broken.get();
            });
            boolean breaks = broken.get() != null;
            processor.init(wrapped(ProcessingEnvironment.class, environment, breaks ? "getElementUtils" : "none",
                    () -> elements));
        }

        private static <T> T wrapped(Class<T> type, T real, String method, Supplier<Object> instead) {
            return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, m,
                    arguments) -> {
                if (m.getName().equals(method)) {
                    return instead.get();
                }
                try {
                    return m.invoke(real, arguments);
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            }));
        }

        @Override
        public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
            return processor.process(annotations, round);
        }
    }

    private static Javac.Result run(String model, Supplier<RuntimeException> broken) {
        return new Javac().model("M.java", model).onlyWith(new Wrapped(broken)).run();
    }

    @Test
    void withoutPlacesAllErrorsAreAtTheClassAndSayTheirOwnPlaces() {
        Javac.Result r = run(WRONG, () -> null);
        assertEquals(2, r.errors().size(), r::text);
        for (int k = 0; k < 2; k++) {
            assertEquals(3, r.errors().get(k).getLineNumber());
            String text = r.errors().get(k).getMessage(Locale.ROOT);
            assertTrue(text.startsWith("/M.java:" + (4 + k) + ": error: sum: no such axis\n      public Tensor "),
                    text);
        }
    }

    @Test
    void aModelIsCompiledWithoutPlacesToo() {
        Javac.Result r = run(WRONG.replaceAll("sum\\(\\d\\)", "exp()"), () -> null);
        assertTrue(r.isSuccess() && r.messages().isEmpty(), r::text);
    }

    @Test
    void aCompilerThatHidesTheSourceIsNamed() {
        Javac.Result r = run(WRONG, UnsupportedOperationException::new);
        assertEquals(1, r.errors().size(), r::text);
        assertTrue(r.text().contains("this compiler does not show the source of M to a processor"), r::text);
    }

    @Test
    void aMistakeOfOursIsOneErrorToReport() {
        Javac.Result r = run(WRONG, () -> new IllegalStateException("boom"));
        assertEquals(1, r.errors().size(), r::text);
        assertTrue(r.text().startsWith("/M.java:3: error: this model meets a mistake in Nablac; please report it"),
                r::text);
        assertTrue(r.text().contains("IllegalStateException: boom"), r::text);
    }
}
