package org.nablac.processor;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.annotation.processing.Filer;
import javax.annotation.processing.FilerException;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import org.nablac.compile.Compiled;
import org.nablac.compile.Compiler;
import org.nablac.compile.Options;
import org.nablac.graph.Model;
import org.nablac.source.Source;
import org.nablac.source.SourceText;
import org.nablac.tensor.UserError;

/** Compiles models and writes what comes of them. */
final class ModelFiles {
    /** The folder for graphs. */
    static final String GRAPH = "nablac.graph";
    /** The memory for the values of wide layers in a step, in MB. */
    static final String MEMORY = "nablac.memory";
    /** What the options that change constants begin with. */
    static final String DEFINE = "nablac.define.";
    /** The major version of a class file of Java n is n + 44. */
    private static final int CLASS_FILE = 44;

    private final ProcessingEnvironment environment;
    private final Sources sources;
    private final Set<String> used = new TreeSet<>();
    private boolean anyModel;

    ModelFiles(ProcessingEnvironment environment, Sources sources) {
        this.environment = environment;
        this.sources = sources;
    }

    /** What came of a model. */
    sealed interface Outcome {
        /** Its files are there. */
        record Written() implements Outcome {
        }

        /** It is wrong as it stands; in a later round, with other classes, it may be right. */
        record Wrong(List<Problem> problems) implements Outcome {
        }

        /** It was not written, and will not be. */
        record Lost(Problem problem) implements Outcome {
        }
    }

    Sources sources() {
        return sources;
    }

    /** Compiles the model with this canonical name and writes its facade and its kernels. */
    Outcome write(String name) {
        anyModel = true;
        TypeElement type = environment.getElementUtils().getTypeElement(name);
        String path = "";
        String source = "";
        try {
            if (!type.getKind().isClass()) {
                throw new UserError("a model is a class, and " + type.getSimpleName() + " is an interface");
            }
            SourceText text = sources.text(type);
            path = text.path();
            source = text.text();
            return write(type, Source.model(text, type.getSimpleName().toString(), sources, defines(type)));
        } catch (UserError wrong) {
            return new Outcome.Wrong(Problem.of(name, wrong, path, source));
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError bug) {
            return new Outcome.Lost(Problem.of(name, Problem.report(bug)));
        }
    }

    private Outcome write(TypeElement type, Model model) {
        Options options = Options.of(model).withClassFileVersion(classFileVersion()).withRoom(room());
        String facade = options.className();
        Compiled compiled = Compiler.compile(model, options.withClassName(facade + "Kernels"));
        try {
            graph(type, model);
            Filer filer = environment.getFiler();
            for (Map.Entry<String, byte[]> file : compiled.classFiles().entrySet()) {
                try (OutputStream out = filer.createClassFile(file.getKey(), type).openOutputStream()) {
                    out.write(file.getValue());
                }
            }
            try (Writer out = filer.createSourceFile(facade, type).openWriter()) {
                out.write(Facade.javaText(facade, compiled.code()));
            }
            return new Outcome.Written();
        } catch (FilerException e) {
            return lost(type, "of this model come the classes " + facade + " and " + compiled.className()
                    + ", and one of that name is here already; call the model or that class something else");
        } catch (IOException e) {
            return lost(type, facade + " cannot be written: " + e.getMessage());
        }
    }

    private static Outcome lost(TypeElement type, String text) {
        return new Outcome.Lost(Problem.of(type.getQualifiedName().toString(), text));
    }

    /** That of {@code --release}. */
    private int classFileVersion() {
        SourceVersion release = environment.getSourceVersion();
        if (release.compareTo(SourceVersion.RELEASE_17) < 0) {
            throw new UserError("a compiled model needs Java 17 or later, and this compilation is for Java "
                    + release.ordinal()
                    + "; say --release 17");
        }
        return CLASS_FILE + release.ordinal();
    }

    private long room() {
        String said = String.valueOf(environment.getOptions().getOrDefault(MEMORY, "" + (Options.ROOM >> 20)));
        try {
            int megabytes = Integer.parseInt(said);
            if (megabytes > 0) {
                return (long) megabytes << 20;
            }
        } catch (NumberFormatException e) {
            // told below, as is a number below 1
        }
        throw new UserError("-A" + MEMORY + " is '" + said + "', not a number of MB, as " + (Options.ROOM >> 20));
    }

    private void graph(TypeElement type, Model model) throws IOException {
        String folder = environment.getOptions().get(GRAPH);
        if (folder != null) {
            Path file = Path.of(folder, type.getQualifiedName() + ".txt");
            Files.createDirectories(file.getParent());
            Files.writeString(file, model.toString());
        }
    }

    /** The values from the command line for those constants that the model has. */
    private Map<String, String> defines(TypeElement type) {
        Map<String, String> defines = new TreeMap<>();
        ElementFilter.fieldsIn(type.getEnclosedElements()).stream()
                .filter(f -> f.getModifiers().containsAll(Set.of(Modifier.STATIC, Modifier.FINAL)))
                .map(f -> f.getSimpleName().toString()).forEach(name -> {
                    if (environment.getOptions().containsKey(DEFINE + name)) {
                        used.add(DEFINE + name);
                        defines.put(name, String.valueOf(environment.getOptions().get(DEFINE + name)));
                    }
                });
        return defines;
    }

    /** What is to be said of options that no model took. */
    List<String> unusedDefines() {
        return environment.getOptions().keySet().stream()
                .filter(o -> anyModel && o.startsWith(DEFINE) && !used.contains(o)).sorted()
                .map(o -> "-A" + o + ": no model of this compilation has a constant (static final) "
                + o.substring(DEFINE.length()))
                .toList();
    }
}
