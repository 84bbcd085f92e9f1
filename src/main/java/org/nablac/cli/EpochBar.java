package org.nablac.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.nablac.train.Epoch;
import org.nablac.train.Listener;
import org.nablac.train.Settings;
import org.nablac.train.Task;

/** A progress bar over the epochs, with the loss and the validation figure. */
final class EpochBar implements Listener {
    private static final int WIDTH = 100;
    private static final String CLEAR_LINE = "\r\u001b[K";
    private final PrintStream err;
    private Optional<ProgressBar> bar = Optional.empty();

    EpochBar(PrintStream err) {
        this.err = err;
    }

    @Override
    public void started(Task task, Settings settings) {
        bar = Optional.of(new ProgressBarBuilder().setTaskName("training").setInitialMax(settings.epochs())
                .setUnit(" epochs", 1)
                .setStyle(ProgressBarStyle.ASCII).setUpdateIntervalMillis(200)
                .setConsumer(new ConsoleProgressBarConsumer(err, WIDTH)).build());
    }

    @Override
    public void epoch(Epoch e) {
        bar.ifPresent(b -> {
            b.stepTo(e.number());
            b.setExtraMessage(String.format(Locale.ROOT, " loss %.4f %s %.4f", e.loss(), e.figure(), e.valid()));
        });
    }

    @Override
    public void finished() {
        bar.ifPresent(ProgressBar::close);
        bar = Optional.empty();
    }

    /** Clears the bar's line, so that another can be written; the bar comes again below. */
    void clear() {
        err.print(CLEAR_LINE);
    }
}
