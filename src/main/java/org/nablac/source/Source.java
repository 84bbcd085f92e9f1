package org.nablac.source;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nablac.graph.Model;
import org.nablac.tensor.UserError;

/** Reads models from Java source. */
public final class Source {
    private Source() {
    }

    /**
     * The model of a file: its class with {@code @Model}; of several the one named like the file. Classes of other
     * files are found by {@link Library#beside}.
     *
     * @param defines values, by name, that take the place of those of the model's {@code static final} constants
     * @throws SourceErrors with all that is wrong in the source
     * @throws UserError if the file cannot be read, or a name of {@code defines} is no constant of the model
     */
    public static Model model(Path file, Map<String, ?> defines) {
        return model(SourceText.read(file), "", Library.beside(file), defines);
    }

    /** The model of a text, with no other files. */
    public static Model model(String name, String text, Map<String, ?> defines) {
        return model(new SourceText(name, text), "", Library.NONE, defines);
    }

    /**
     * The model of a text.
     *
     * @param className simple name of the model's class; empty if it is the only one, or the one named like the file
     * @param library where classes of other files are found
     */
    public static Model model(SourceText text, String className, Library library, Map<String, ?> defines) {
        try {
            Report report = new Report();
            Program program = new Program(library, report);
            Optional<SourceFile> file = program.parse(text);
            report.throwIfAny();
            return new ModelReader(program, report, choose(file.orElseThrow(), className), defines).read();
        } catch (StackOverflowError e) {
            throw new UserError(text.path() + ": an expression is nested too deeply to be read; name its parts", e);
        }
    }

    private static TypeInfo choose(SourceFile file, String className) {
        List<TypeInfo> models = file.allTypes().stream()
                .filter(t -> className.isEmpty() ? SourceFile.isModel(t.declaration()) : t.name().equals(className))
                .toList();
        String stem = file.text().fileName().replaceFirst("\\.java$", "");
        Optional<TypeInfo> named = models.stream().filter(t -> t.name().equals(stem)).findFirst();
        if (models.isEmpty()) {
            throw new UserError(file.text().path() + ": there is no " + (className.isEmpty()
                    ? "class with @Model; write it before the class that holds the parameters" : "class " + className));
        }
        if (models.size() > 1 && named.isEmpty()) {
            throw new UserError(file.text().path() + ": there are several models, "
                    + String.join(", ", models.stream().map(TypeInfo::name).toList())
                    + "; keep one of them in the file, or name the file like the one you mean: "
                    + models.get(0).name() + ".java");
        }
        return named.orElse(models.get(0));
    }
}
