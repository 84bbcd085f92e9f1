package org.nablac.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.nablac.tensor.UserError;

/**
 * A listener that writes a line an epoch, so that the loss curve can be watched and drawn: CSV with a header, or, if the name ends
 * in {@code .json} or {@code .jsonl}, a JSON object a line. Each line is there as soon as its epoch is over.
 */
public final class LogFile implements Listener {
    private final Path file;
    private final boolean isJson;
    private final Writer writer;

    /** @throws UserError if the file cannot be written */
    public LogFile(Path file) {
        this.file = file;
        String name = file.toString().toLowerCase(Locale.ROOT);
        this.isJson = name.endsWith(".json") || name.endsWith(".jsonl");
        try {
            this.writer = Files.newBufferedWriter(file);
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    @Override
    public void started(Task task, Settings settings) {
        if (!isJson) {
            write("epoch,loss," + task.figure() + ",rate,seconds\n");
        }
    }

    @Override
    public void epoch(Epoch e) {
        String valid = Double.isFinite(e.valid()) ? Double.toString(e.valid()) : isJson ? "null" : "";
        write(isJson
                ? String.format(Locale.ROOT, "{\"epoch\": %d, \"loss\": %s, \"%s\": %s, \"rate\": %s, \"seconds\": %.3f}%n",
                        e.number(), e.loss(), e.figure(), valid, e.rate(), e.seconds())
                : String.format(Locale.ROOT, "%d,%s,%s,%s,%.3f%n", e.number(), e.loss(), valid, e.rate(), e.seconds()));
    }

    @Override
    public void finished() {
        try {
            writer.close();
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    private void write(String line) {
        try {
            writer.write(line);
            writer.flush();
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    private UserError cannotWrite(IOException e) {
        return new UserError("--log " + file + ": cannot be written: " + e.getMessage(), new UncheckedIOException(e));
    }
}
