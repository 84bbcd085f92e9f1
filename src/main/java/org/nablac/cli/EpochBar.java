package org.nablac.cli;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.nablac.train.Epoch;
import org.nablac.train.Listener;
import org.nablac.train.Settings;
import org.nablac.train.Task;

/**
 * A progress bar over the steps of all epochs, with the loss and the validation figure; it moves within an epoch too.
 */
final class EpochBar implements Listener {
    private static final int WIDTH = 110;
    private static final int EVERY_MILLIS = 200;
    private static final String CLEAR_LINE = "\r\u001b[K";
    private final PrintStream err;
    private final LongSupplier steps;
    private Optional<ProgressBar> bar = Optional.empty();
    private Optional<ScheduledExecutorService> watch = Optional.empty();

    /** @param steps how many the model has made; asked from another thread */
    EpochBar(PrintStream err, LongSupplier steps) {
        this.err = err;
        this.steps = steps;
    }

    @Override
    public void started(Task task, Settings settings) {
        long perEpoch = (task.examples() + (long) settings.batch() - 1) / settings.batch();
        ProgressBar made = new ProgressBarBuilder().setTaskName("training")
                .setInitialMax(perEpoch * settings.epochs()).setUnit(" steps", 1)
                .setStyle(ProgressBarStyle.ASCII).setUpdateIntervalMillis(EVERY_MILLIS)
                .setConsumer(new ConsoleProgressBarConsumer(err, WIDTH)).build();
        ScheduledExecutorService watching = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("nablac progress").factory());
        watching.scheduleAtFixedRate(() -> made.stepTo(steps.getAsLong()), EVERY_MILLIS, EVERY_MILLIS, MILLISECONDS);
        bar = Optional.of(made);
        watch = Optional.of(watching);
    }

    @Override
    public void epoch(Epoch e) {
        bar.ifPresent(b -> b.setExtraMessage(String.format(Locale.ROOT, " epoch %d loss %.4f %s %.4f", e.number(),
                e.loss(), e.figure(), e.valid())));
    }

    @Override
    public void finished() {
        watch.ifPresent(ScheduledExecutorService::shutdownNow);
        bar.ifPresent(b -> {
            b.stepTo(steps.getAsLong());
            b.close();
        });
        bar = Optional.empty();
        watch = Optional.empty();
    }

    /** Clears the bar's line, so that another can be written; the bar comes again below. */
    void clear() {
        err.print(CLEAR_LINE);
    }
}
