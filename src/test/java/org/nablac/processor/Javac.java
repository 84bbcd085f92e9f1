package org.nablac.processor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import javax.annotation.processing.Processor;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.nablac.testing.InMemoryJavac;

/** javac with the processor, on texts, as a strict user calls it: all warnings, each an error. */
final class Javac {
    private static final String HEAD = "import static org.nablac.Nablac.*;\nimport org.nablac.*;\n";

    private final Map<String, String> sources = new TreeMap<>();
    private final List<String> options = new ArrayList<>(List.of("-proc:full", "-Xlint:all", "-Werror", "--release",
            "17", "-classpath",
            System.getProperty("java.class.path")));
    private final List<Processor> processors = new ArrayList<>(List.of(new ModelProcessor()));
    private Predicate<String> writable = name -> true;

    /** What came of it: messages in order, and files by binary name with its extension. */
    record Result(boolean isSuccess, List<Diagnostic<? extends JavaFileObject>> messages, Map<String, byte[]> files,
            String printed) {
        List<Diagnostic<? extends JavaFileObject>> errors() {
            return messages.stream().filter(m -> m.getKind() == Diagnostic.Kind.ERROR).toList();
        }

        String text() {
            return String.join("\n", messages.stream().map(m -> m.toString()).toList()) + printed;
        }

        String source(String name) {
            return new String(files.get(name + ".java"), StandardCharsets.UTF_8);
        }

        Class<?> load(String name) {
            Map<String, byte[]> classes = new TreeMap<>();
            files.forEach((file, bytes) -> {
                if (file.endsWith(".class")) {
                    classes.put(file.substring(0, file.length() - ".class".length()), bytes);
                }
            });
            return InMemoryJavac.load(name, classes);
        }
    }

    /** A file, by its path, with the imports of a model as its first two lines. */
    Javac model(String path, String text) {
        return file(path, HEAD + text);
    }

    Javac file(String path, String text) {
        sources.put(path, text);
        return this;
    }

    Javac with(String... more) {
        options.addAll(List.of(more));
        return this;
    }

    /** A processor that has its turn before Nablac's. */
    Javac with(Processor processor) {
        processors.add(0, processor);
        return this;
    }

    /** This processor in place of all others. */
    Javac onlyWith(Processor processor) {
        processors.clear();
        return with(processor);
    }

    /** The classes, by binary name, that may be written. */
    Javac writing(Predicate<String> which) {
        writable = which;
        return this;
    }

    Result run() {
        Map<String, ByteArrayOutputStream> files = new TreeMap<>();
        DiagnosticCollector<JavaFileObject> messages = new DiagnosticCollector<>();
        StringWriter printed = new StringWriter();
        var javac = ToolProvider.getSystemJavaCompiler();
        try (JavaFileManager standard = javac.getStandardFileManager(messages, Locale.ROOT, StandardCharsets.UTF_8)) {
            var task = javac.getTask(printed, new Outputs(standard, files), messages, options, null,
                    sources.entrySet().stream().map(s -> new Text(s.getKey(), s.getValue())).toList());
            task.setLocale(Locale.ROOT);
            task.setProcessors(processors);
            boolean success = task.call();
            Map<String, byte[]> bytes = new TreeMap<>();
            files.forEach((name, out) -> bytes.put(name, out.toByteArray()));
            return new Result(success, List.copyOf(messages.getDiagnostics()), bytes, printed.toString());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static final class Text extends SimpleJavaFileObject {
        private final String text;

        Text(String path, String text) {
            super(URI.create("text:///" + path), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    /** Keeps what is written; generated source can be read again. */
    private final class Outputs extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> files;

        Outputs(JavaFileManager standard, Map<String, ByteArrayOutputStream> files) {
            super(standard);
            this.files = files;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(Location location, String name, JavaFileObject.Kind kind,
                FileObject sibling)
                throws IOException {
            if (!writable.test(name)) {
                throw new IOException("No space left on device");
            }
            return new Output(name.replace('.', '/') + kind.extension, kind, name + kind.extension, files);
        }

        @Override
        public String inferBinaryName(Location location, JavaFileObject file) {
            return file instanceof Output o ? o.name.substring(0, o.name.lastIndexOf('.'))
                    : super.inferBinaryName(location, file);
        }
    }

    private static final class Output extends SimpleJavaFileObject {
        private final String name;
        private final Map<String, ByteArrayOutputStream> files;

        Output(String path, Kind kind, String name, Map<String, ByteArrayOutputStream> files) {
            super(URI.create("text:///" + path), kind);
            this.name = name;
            this.files = files;
        }

        @Override
        public OutputStream openOutputStream() {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            files.put(name, out);
            return out;
        }

        @Override
        public java.io.InputStream openInputStream() {
            return new java.io.ByteArrayInputStream(files.get(name).toByteArray());
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return files.get(name).toString(StandardCharsets.UTF_8);
        }
    }
}
