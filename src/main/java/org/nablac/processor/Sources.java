package org.nablac.processor;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.annotation.processing.Filer;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import javax.tools.FileObject;
import javax.tools.JavaFileObject;
import javax.tools.StandardLocation;
import org.nablac.source.Library;
import org.nablac.source.SourceText;
import org.nablac.tensor.UserError;

/** The source of classes of the compilation, as the compiler itself has it. */
final class Sources implements Library {
    private final Elements elements;
    private final Filer filer;
    private final Map<String, String> types = new HashMap<>();

    Sources(ProcessingEnvironment environment) {
        this.elements = environment.getElementUtils();
        this.filer = environment.getFiler();
    }

    @Override
    public Optional<SourceText> find(String qualifiedName) {
        return Optional.ofNullable(elements.getTypeElement(qualifiedName)).map(this::text);
    }

    /** Canonical name of a type of the file with this path, if it was read here. */
    Optional<String> typeOf(String path) {
        return Optional.ofNullable(types.get(path));
    }

    /** The text of the file that declares {@code type}. @throws UserError if there is none, or it cannot be read */
    SourceText text(TypeElement type) {
        try {
            FileObject file = file(type);
            SourceText text = new SourceText(file.getName(), file.getCharContent(true).toString());
            types.put(text.path(), type.getQualifiedName().toString());
            return text;
        } catch (IOException e) {
            throw new UserError("the source of " + type.getQualifiedName() + " cannot be read: " + e.getMessage(), e);
        } catch (UnsupportedOperationException e) {
            throw new UserError("this compiler does not show the source of " + type.getQualifiedName()
                    + " to a processor; use javac of JDK 21 or later, or the command 'nablac compile'", e);
        }
    }

    /** The compiler's own file if that is source, else what the source path has. */
    private FileObject file(TypeElement type) {
        JavaFileObject own = elements.getFileObjectOf(type);
        if (own.getKind() == JavaFileObject.Kind.SOURCE) {
            return own;
        }
        try {
            return filer.getResource(StandardLocation.SOURCE_PATH, elements.getPackageOf(type).getQualifiedName(),
                    type.getSimpleName() + ".java");
        } catch (IOException | IllegalArgumentException e) {
            throw new UserError(type.getQualifiedName()
                    + " is here as a class file only, and a model is read from source;"
                    + " compile its source in the same call, or add its folder to the source path (-sourcepath)", e);
        }
    }
}
