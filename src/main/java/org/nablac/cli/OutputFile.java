package org.nablac.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.nablac.tensor.UserError;

/** A file that is written whole or not at all: what was there before stays until the new one is complete. */
final class OutputFile {
    private OutputFile() {
    }

    static void write(Path file, String text) {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Makes the folder if it is missing, writes beside the file, and moves it there.
     *
     * @throws UserError naming the file, if that fails
     */
    static void write(Path file, byte[] content) {
        Path folder = file.toAbsolutePath().getParent();
        try {
            Files.createDirectories(folder);
            Path beside = folder.resolve("." + file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
            try {
                Files.write(beside, content);
                Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (IOException e) {
            throw new UserError(file + " was not written: " + Failures.inWords(e)
                    + "; what was there is unchanged, choose another folder", e);
        }
    }
}
