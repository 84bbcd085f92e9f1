package org.nablac.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * javac on a text, without files: {@code --release 17}, all warnings, an empty class path, so that the text must stand
 * alone.
 */
public final class InMemoryJavac {
    private InMemoryJavac() {
    }

    /**
     * Compiles one top-level class and loads it with a class loader of its own; an error or a warning of javac is
     * thrown.
     */
    public static Class<?> load(String binaryName, String source) {
        return load(binaryName, compile(binaryName, source));
    }

    /** Defines {@code classes} (by binary name) in a fresh class loader and loads {@code binaryName}. */
    public static Class<?> load(String binaryName, Map<String, byte[]> classes) {
        ClassLoader loader = new ClassLoader(ClassLoader.getPlatformClassLoader()) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                byte[] bytes = classes.get(name);
                if (bytes == null) {
                    throw new ClassNotFoundException(name);
                }
                return defineClass(name, bytes, 0, bytes.length);
            }
        };
        try {
            return Class.forName(binaryName, true, loader);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    /** The class files, by binary name; nested classes too. */
    public static Map<String, byte[]> compile(String binaryName, String source) {
        return compile(Map.of(binaryName, source));
    }

    /** The class files of several sources, by binary name. */
    public static Map<String, byte[]> compile(Map<String, String> sources, String... moreOptions) {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        Map<String, ByteArrayOutputStream> classes = new HashMap<>();
        StringWriter messages = new StringWriter();
        List<String> options = new ArrayList<>(List.of("--release", "17", "-proc:none", "-parameters", "-g",
                "-Xlint:all,-options,-path,-divzero",
                "-Werror", "-classpath", ""));
        options.addAll(List.of(moreOptions));
        List<Source> files = sources.entrySet().stream().map(e -> new Source(e.getKey(), e.getValue())).toList();
        try (StandardJavaFileManager manager = javac.getStandardFileManager(null, null, null)) {
            boolean compiled = javac.getTask(messages, new Outputs(manager, classes), null, options, null, files).call(
                    );
            if (!compiled) {
                throw new AssertionError("javac refuses:\n" + messages + "\n" + String.join("\n", sources.values()));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        Map<String, byte[]> bytes = new HashMap<>();
        classes.forEach((name, out) -> bytes.put(name, out.toByteArray()));
        return bytes;
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String binaryName, String text) {
            super(URI.create("string:///" + binaryName.replace('.', '/') + Kind.SOURCE.extension), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class Outputs extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> classes;

        Outputs(JavaFileManager files, Map<String, ByteArrayOutputStream> classes) {
            super(files);
            this.classes = classes;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(Location location, String name, JavaFileObject.Kind kind,
                                                   FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("bytes:///" + name.replace('.', '/') + kind.extension), kind) {
                @Override
                public OutputStream openOutputStream() {
                    ByteArrayOutputStream out = new ByteArrayOutputStream();
                    classes.put(name, out);
                    return out;
                }
            };
        }
    }
}
