package org.nablac.source;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.nablac.tensor.UserError;

/**
 * The text of one Java file.
 *
 * @param path as messages show it
 */
public record SourceText(String path, String text) {

    /** The text of a file in UTF-8. @throws UserError if it cannot be read */
    public static SourceText read(Path file) {
        try {
            return new SourceText(file.toString(), Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new UserError("there is no file " + file, e);
        } catch (CharacterCodingException e) {
            throw new UserError(file + " is not text in UTF-8; give the Java source of a model, saved as UTF-8", e);
        } catch (IOException e) {
            throw new UserError(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** {@code Mlp.java} */
    public String fileName() {
        return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    }

    /** The line with this number, from 1; empty if there is none. */
    String line(int number) {
        return text.lines().skip(Math.max(0, number - 1)).findFirst().orElse("");
    }
}
