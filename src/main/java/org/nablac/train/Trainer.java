package org.nablac.train;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.nablac.compile.ModelInstance;
import org.nablac.tensor.UserError;

/**
 * The loop: an epoch of compiled steps, the figure on the validation set, and so on; at the end the model has the
 * weights of the best epoch. A model that has made steps before goes on where it is.
 */
public final class Trainer {
    private final ModelInstance model;
    private final Task task;
    private final Settings settings;
    private final Checkpoint checkpoint;
    private final List<Listener> listeners;
    private final Object[] inputs;
    private final long stepsPerEpoch;
    private volatile Best best = Best.NONE;

    /**
     * The best epoch so far.
     *
     * @param epoch from 1; 0 before the first
     */
    public record Best(int epoch, double figure, Optional<Weights> weights) {
        static final Best NONE = new Best(0, Double.NEGATIVE_INFINITY, Optional.empty());
    }

    public Trainer(ModelInstance model, Task task, Settings settings, Checkpoint checkpoint, List<Listener> listeners) {
        this.model = model;
        this.task = task;
        this.settings = settings;
        this.checkpoint = checkpoint;
        this.listeners = List.copyOf(listeners);
        this.inputs = task.inputs();
        this.stepsPerEpoch = (task.examples() + (long) settings.batch() - 1) / settings.batch();
    }

    /**
     * Trains, and leaves the weights of the best epoch in the model.
     *
     * @throws UserError if the loss is no number any more, after the best weights are put back; or if a resumed model
     *     is through
     */
    public Best run() {
        int done = (int) Math.min(Integer.MAX_VALUE, model.steps() / stepsPerEpoch);
        if (done >= settings.epochs()) {
            throw new UserError("the resumed model has had " + done + " epochs already, and epochs is "
                    + settings.epochs()
                    + ": --epochs " + (done + 10) + " goes on for 10 more");
        }
        if (done > 0) {
            keep(done, task.validate(model));
        }
        listeners.forEach(l -> l.started(task, settings));
        try {
            for (int e = done; e < settings.epochs(); e++) {
                epoch(e);
            }
        } finally {
            best.weights().ifPresent(w -> w.restore(model));
            listeners.forEach(Listener::finished);
        }
        return best;
    }

    /** The best epoch so far; any thread may ask. */
    public Best best() {
        return best;
    }

    private void epoch(int e) {
        long start = System.nanoTime();
        float rate = settings.rateAt(e, stepsPerEpoch);
        float rateAfter = settings.rateAfter(e, stepsPerEpoch);
        double loss = settings.isInOrder()
                ? model.epochInOrder(task.examples(), inputs, settings.batch(), rate, rateAfter)
                : model.epoch(task.examples(), inputs, settings.batch(), rate, rateAfter);
        double seconds = (System.nanoTime() - start) / 1e9;
        if (!Double.isFinite(loss)) {
            throw diverged(e + 1, loss);
        }
        double figure = task.validate(model);
        boolean isBest = keep(e + 1, figure);
        Epoch report = new Epoch(e + 1, settings.epochs(), loss, task.figure(), figure, isBest, rate, seconds);
        listeners.forEach(l -> l.epoch(report));
    }

    /** Whether {@code figure} is the best so far; then the weights are copied and saved. */
    private boolean keep(int epoch, double figure) {
        boolean isFirst = best.weights().isEmpty();
        if (!(isFirst || figure > best.figure())) {
            return false;
        }
        checkpoint.save(model);                 // first, so that who is told of the best epoch finds it in the file
        best = new Best(epoch, Double.isNaN(figure) ? Double.NEGATIVE_INFINITY : figure,
                Optional.of(Weights.of(task.signature().model(), model)));
        return true;
    }

    private UserError diverged(int epoch, double loss) {
        String kept = best.epoch() == 0 ? "; nothing was kept"
                : String.format(Locale.ROOT, "; the weights of epoch %d (valid %s=%.4f) are kept%s", best.epoch(),
                task.figure(),
                        best.figure(), checkpoint.file().map(f -> " in " + f).orElse(""));
        return new UserError(String.format(Locale.ROOT,
                "epoch %d: the loss is %s%s. A lower rate helps, now it is %s: --rate %s",
                epoch, loss, kept, trimmed(settings.rate()), trimmed(settings.rate() / 10)));
    }

    private static String trimmed(double value) {
        return String.format(Locale.ROOT, "%.3g", value).replaceAll("(\\.\\d*?)0+$", "$1").replaceAll("\\.$", "");
    }
}
