package org.nablac.compile;

import java.util.List;
import java.util.Optional;
import org.nablac.code.ClassCode;
import org.nablac.emit.JavaText;
import org.nablac.graph.Graph;
import org.nablac.graph.Model;

/**
 * A compiled model.
 *
 * @param model what was compiled
 * @param options how
 * @param code the class, before it was printed
 * @param bytes the class file
 * @param step the training step as a graph: its outputs, and its updates; nothing if the model has no loss
 * @param passes what each pass did, in order
 */
public record Compiled(Model model, Options options, ClassCode code, byte[] bytes, Optional<Graph> step, List<PassRecord> passes) {
    public Compiled {
        passes = List.copyOf(passes);
    }

    /** Binary name of the class. */
    public String className() {
        return code.name();
    }

    /** The same class as Java to read. */
    public String javaText() {
        return JavaText.emit(code);
    }

    /** Defines the class, in a loader of its own that knows only {@code java.base}. */
    public Class<?> load() {
        return new ClassLoader(ClassLoader.getPlatformClassLoader()) {
            Class<?> define() {
                return defineClass(className(), bytes, 0, bytes.length);
            }
        }.define();
    }

}
