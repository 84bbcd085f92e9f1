package org.nablac.compile;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * @param code the class in its form for scalars, before it was printed
 * @param bytes the class file, which chooses among this form and those for lanes, and among one thread and several
 * @param companions the classes beside it for lanes and for threads; it finds them if they are there and runs without
 *     them if not
 * @param step the training step as a graph: its outputs, and its updates; nothing if the model has no loss
 * @param passes what each pass did, in order
 * @param timings how long each stage took, in order: passes, and what comes after them
 * @param profiled the kernels whose calls the class counts; none unless {@link Options#withProfile()} asked for it
 */
public record Compiled(Model model, Options options, ClassCode code, byte[] bytes, List<Companion> companions,
                       Optional<Graph> step, List<PassRecord> passes, List<Timing> timings,
                       List<ProfiledKernel> profiled) {
    public Compiled {
        companions = List.copyOf(companions);
        passes = List.copyOf(passes);
        timings = List.copyOf(timings);
        profiled = List.copyOf(profiled);
    }

    /** A class beside the model's, by its binary name: its kernels for vectors of one width, or its workers. */
    public record Companion(String name, byte[] bytes) {
    }

    /** Every class file by the binary name of its class, the model's first. */
    public Map<String, byte[]> classFiles() {
        Map<String, byte[]> all = new LinkedHashMap<>();
        all.put(className(), bytes);
        companions.forEach(c -> all.put(c.name(), c.bytes()));
        return all;
    }

    /** Binary name of the class. */
    public String className() {
        return code.name();
    }

    /** The same class as Java to read. */
    public String javaText() {
        return JavaText.emit(code);
    }

    /** Defines the class and those beside it, in a loader of its own that knows the JDK alone. */
    public Class<?> load() {
        Map<String, byte[]> files = classFiles();
        ClassLoader loader = new ClassLoader(ClassLoader.getPlatformClassLoader()) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                byte[] file = files.get(name);
                if (file == null) {
                    throw new ClassNotFoundException(name);
                }
                return defineClass(name, file, 0, file.length);
            }
        };
        try {
            return loader.loadClass(className());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("the class was just made", e);
        }
    }

    /**
     * A new model of this class.
     *
     * @param sizes each size of the model, by name, as {@code rows}
     * @throws org.nablac.tensor.UserError if a size is missing, unknown or not positive
     */
    public ModelInstance create(long seed, Map<String, Integer> sizes) {
        return ModelInstance.create(this, seed, sizes);
    }
}
