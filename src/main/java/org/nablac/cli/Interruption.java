package org.nablac.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;
import org.nablac.compile.ModelInstance;
import org.nablac.tensor.UserError;
import org.nablac.train.Checkpoint;
import org.nablac.train.Trainer;

/**
 * What happens when the process is told to end (Ctrl-C, kill) while it trains: what there is, is kept, and the
 * user is told where.
 */
final class Interruption {
    private Interruption() {
    }

    /** Runs {@code training} and gives its result. */
    static <T> T watched(ModelInstance model, Trainer trainer, Checkpoint checkpoint, PrintWriter err,
            Supplier<T> training) {
        Thread hook = new Thread(() -> checkpoint.file().ifPresent(f -> tell(model, trainer, f, err)),
                "nablac interrupted");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return training.get();
        } finally {
            forget(hook);
        }
    }

    /** Removes the hook, unless the process is ending already and the hook runs. */
    private static boolean forget(Thread hook) {
        try {
            return Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private static void tell(ModelInstance model, Trainer trainer, Path file, PrintWriter err) {
        Checkpoint.close();
        Trainer.Best best = trainer.best();
        if (best.epoch() > 0) {
            err.println(String.format(Locale.ROOT,
                    "%ninterrupted: %s holds epoch %d, the best so far; go on with --resume %s",
                    file, best.epoch(), file));
        } else {
            try {
                model.save(file);
                err.println(System.lineSeparator() + "interrupted: " + file
                        + " holds the weights of an unfinished first epoch");
            } catch (UserError e) {
                err.println(System.lineSeparator() + "interrupted: " + e.getMessage());
            }
        }
        err.flush();
    }
}
