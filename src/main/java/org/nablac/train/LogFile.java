package org.nablac.train;

import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import org.nablac.tensor.UserError;

/**
 * A listener that writes a line an epoch, so that the loss curve can be watched and drawn: CSV with a header, or, if
 * the name ends in {@code .json} or {@code .jsonl}, a JSON object a line. Each line is there as soon as its epoch is
 * over.
 */
public final class LogFile implements Listener {
    private final Path file;
    private final boolean isJson;
    private final boolean isContinued;
    private Optional<Writer> writer = Optional.empty();

    /**
     * A log in {@code file}, which is opened when training starts.
     *
     * @param isContinued whether lines are added to those that the file has
     * @throws UserError if there is no such folder, or it cannot be written to
     */
    public LogFile(Path file, boolean isContinued) {
        this.file = file;
        this.isContinued = isContinued && Files.exists(file);
        String name = file.toString().toLowerCase(Locale.ROOT);
        this.isJson = name.endsWith(".json") || name.endsWith(".jsonl");
        Checkpoint.checkFolder("--log", file);
        if (!isLog(file)) {
            throw new UserError("--log " + file + ": this file holds something else than a log of epochs and is not"
                    + " replaced; name another, or remove it first");
        }
    }

    /** Whether a file is absent, empty, or begins as a log does. */
    private static boolean isLog(Path file) {
        if (!Files.isRegularFile(file)) {
            return true;
        }
        try (InputStream in = Files.newInputStream(file)) {
            String start = new String(in.readNBytes(11), StandardCharsets.UTF_8);
            return start.isEmpty() || start.equals("epoch,loss,") || start.startsWith("{\"epoch\":");
        } catch (IOException e) {
            throw new UserError("--log " + file + ": is there, but cannot be read: " + e.getMessage()
                    + "; name another", e);
        }
    }

    @Override
    public void started(Task task, Settings settings) {
        try {
            writer = Optional.of(isContinued ? Files.newBufferedWriter(file, StandardOpenOption.APPEND)
                    : Files.newBufferedWriter(file));
        } catch (IOException e) {
            throw cannotWrite(e);
        }
        if (!isJson && !isContinued) {
            write("epoch,loss," + task.figure() + ",rate,seconds\n");
        }
    }

    @Override
    public void epoch(Epoch e) {
        String valid = Double.isFinite(e.valid()) ? Double.toString(e.valid()) : isJson ? "null" : "";
        write(isJson
                ? String.format(Locale.ROOT,
                "{\"epoch\": %d, \"loss\": %s, \"%s\": %s, \"rate\": %s, \"seconds\": %.3f}%n",
                        e.number(), e.loss(), e.figure(), valid, e.rate(), e.seconds())
                : String.format(Locale.ROOT, "%d,%s,%s,%s,%.3f%n", e.number(), e.loss(), valid, e.rate(), e.seconds()));
    }

    @Override
    public void finished() {
        if (writer.isPresent()) {
            try {
                writer.get().close();
            } catch (IOException e) {
                throw cannotWrite(e);
            }
        }
    }

    private void write(String line) {
        try {
            Writer w = writer.orElseThrow();
            w.write(line);
            w.flush();
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    private UserError cannotWrite(IOException e) {
        return new UserError("--log " + file + ": cannot be written"
                + (e instanceof FileSystemException f && f.getReason() != null ? ": " + f.getReason() : "")
                + "; free space, or choose another folder", e);
    }
}
