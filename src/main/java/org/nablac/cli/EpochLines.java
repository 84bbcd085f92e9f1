package org.nablac.cli;

import java.io.PrintWriter;
import java.util.Locale;
import org.nablac.train.Epoch;
import org.nablac.train.Listener;

/** A line an epoch; a star marks the best so far. */
final class EpochLines implements Listener {
    private final PrintWriter out;
    private final Runnable before;

    /** @param before is run before each line: what makes room for it */
    EpochLines(PrintWriter out, Runnable before) {
        this.out = out;
        this.before = before;
    }

    @Override
    public void epoch(Epoch e) {
        before.run();
        String width = "%" + Integer.toString(e.of()).length() + "d";
        out.println(String.format(Locale.ROOT, "epoch " + width + "/%d  loss %.4f  valid %s=%.4f%s  rate %.3g  %.2f s",
                e.number(),
                e.of(), e.loss(), e.figure(), e.valid(), e.isBest() ? " *" : "  ", e.rate(), e.seconds()));
    }
}
