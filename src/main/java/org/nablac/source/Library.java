package org.nablac.source;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the source of classes that a model uses from other files. */
@FunctionalInterface
public interface Library {
    /** No other files. */
    Library NONE = name -> Optional.empty();

    /** The file that declares the top-level class with this qualified name, as {@code layers.Dense}. */
    Optional<SourceText> find(String qualifiedName);

    /** What lies beside {@code file}: in the nearest folder, its own or one above, that has a file for the class. */
    static Library beside(Path file) {
        return name -> Stream.iterate(file.toAbsolutePath().getParent(), java.util.Objects::nonNull, Path::getParent)
                .map(folder -> below(folder).find(name)).flatMap(Optional::stream).findFirst();
    }

    /** The files below a folder, each class in the file of its name. */
    static Library below(Path root) {
        return name -> {
            Path file = root.resolve(name.replace('.', '/') + ".java");
            return Files.isRegularFile(file) ? Optional.of(SourceText.read(shown(file))) : Optional.empty();
        };
    }

    /** As a user names it: from the working folder, if it is below that. */
    private static Path shown(Path file) {
        Path here = Path.of("").toAbsolutePath();
        return file.startsWith(here) ? here.relativize(file) : file;
    }
}
