package org.nablac.source;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the source of classes that a model uses from other files. */
@FunctionalInterface
public interface Library {
    /** No other files. */
    Library NONE = name -> Optional.empty();

    /** The file that declares the top-level class with this qualified name, as {@code layers.Dense}. */
    Optional<SourceText> find(String qualifiedName);

    /** The files below a folder, each class in the file of its name. */
    static Library below(Path root) {
        return name -> {
            Path file = root.resolve(name.replace('.', '/') + ".java");
            return Files.isRegularFile(file) ? Optional.of(SourceText.read(file)) : Optional.empty();
        };
    }
}
