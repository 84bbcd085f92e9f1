package org.nablac.train;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.nablac.compile.ModelInstance;
import org.nablac.tensor.UserError;

/**
 * The file of {@code --save}: it holds the best epoch so far, with the optimiser's state and the step counter, so that
 * training goes on from there and a kill at any time leaves a whole file.
 *
 * @param file empty: nothing is saved
 */
public record Checkpoint(Optional<Path> file) {
    public static final Checkpoint NONE = new Checkpoint(Optional.empty());
    private static final ReentrantLock SAVING = new ReentrantLock();

    /**
     * A checkpoint that is kept in {@code file}.
     *
     * @throws UserError if its folder is missing or cannot be written to: better now than after hours of training
     */
    public static Checkpoint at(Path file) {
        checkFolder("--save", file);
        if (Files.isRegularFile(file) && !isWeights(file)) {
            throw new UserError("--save " + file + ": this file holds something else than weights and is not replaced;"
                    + " name another, or remove it first");
        }
        return new Checkpoint(Optional.of(file));
    }

    /** Whether a file begins as safetensors do, eight bytes of length and a brace, or is empty. */
    private static boolean isWeights(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(9);
            return start.length == 0 || start.length == 9 && start[8] == '{';
        } catch (IOException e) {
            throw new UserError("--save " + file + ": is there, but cannot be read: " + e.getMessage()
                    + "; name another", e);
        }
    }

    /** Refuses a file that cannot be made: the option that names it is wrong. */
    static void checkFolder(String option, Path file) {
        Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
        if (Files.isDirectory(file)) {
            throw new UserError(option + " " + file + ": is a folder; name a file in it");
        }
        if (!Files.isDirectory(folder)) {
            throw new UserError(option + " " + file + ": there is no folder " + folder + "; make it first");
        }
        if (!Files.isWritable(folder)) {
            throw new UserError(option + " " + file + ": the folder " + folder + " cannot be written to");
        }
    }

    /** Replaces the file by this model, all or nothing. */
    void save(ModelInstance model) {
        SAVING.lock();
        try {
            file.ifPresent(model::save);
        } finally {
            SAVING.unlock();
        }
    }

    /** Waits for a save that runs, and lets no other begin: for a process that is about to end. */
    public static void close() {
        SAVING.lock();
    }
}
