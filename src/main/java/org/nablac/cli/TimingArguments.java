package org.nablac.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.nablac.compile.Compiled;
import org.nablac.compile.Timing;
import org.nablac.graph.Model;
import org.nablac.inspect.Columns;
import picocli.CommandLine.Option;

/** Whether to tell how long compiling took. */
final class TimingArguments {
    private static final String LINE = "%9.3f";

    @Option(names = "--timings",
            description = "how long reading took, and each stage of the compiler, on standard error")
    private boolean isWanted;

    private long readNanos;

    /** Reads the model, and remembers how long that took. */
    Model model(ModelArguments arguments) {
        long start = System.nanoTime();
        Model model = arguments.model();
        readNanos = System.nanoTime() - start;
        return model;
    }

    /** Prints a line for each stage that {@code compiled} went through, if that is wanted. */
    void print(Compiled compiled, PrintWriter err) {
        if (!isWanted) {
            return;
        }
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {"of", "stage", "       ms", "left"});
        rows.add(new String[] {compiled.model().sourceFile(), "read", milliseconds(readNanos),
            compiled.model().arena().size() + " nodes made in all"});
        long all = readNanos;
        for (Timing t : compiled.timings()) {
            rows.add(new String[] {t.method(), t.stage(), milliseconds(t.nanos()), t.left()});
            all += t.nanos();
        }
        rows.add(new String[] {compiled.className(), "all", milliseconds(all), ""});
        err.print(Columns.text(rows));
        err.flush();
    }

    private static String milliseconds(long nanos) {
        return String.format(Locale.ROOT, LINE, nanos / 1e6);
    }
}
