package org.nablac.processor;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nablac.source.Diagnostic;
import org.nablac.source.SourceErrors;
import org.nablac.tensor.UserError;

/**
 * One thing that is wrong with a model.
 *
 * @param model canonical name of the model's class
 * @param place where in the source, if that is known
 * @param text with its own place and the line of the source, for where javac cannot show them
 * @param brief without them
 */
record Problem(String model, Optional<Place> place, String text, String brief) {
    private static final Pattern LINE = Pattern.compile("(\\S+\\.java):(\\d+)");

    /**
     * A place in the source.
     *
     * @param path of the file, as the compiler calls it
     * @param line from 1
     * @param column in characters, from 1
     * @param startsLine whether only blanks are before it
     */
    record Place(String path, int line, int column, boolean startsLine) {
    }

    static Problem of(String model, String text) {
        return new Problem(model, Optional.empty(), text, text);
    }

    /**
     * What a front end or the compiler says.
     *
     * @param path of the model's file: a message without a place of its own, as it may come from the compiler, that
     *     names a line of that file belongs there
     * @param source the file's text
     */
    static List<Problem> of(String model, UserError wrong, String path, String source) {
        if (wrong instanceof SourceErrors errors) {
            return errors.diagnostics().stream().map(d -> of(model, d)).toList();
        }
        String message = String.valueOf(wrong.getMessage());
        Matcher m = LINE.matcher(message);
        List<Place> places = new ArrayList<>();
        while (places.isEmpty() && m.find()) {
            int line = Integer.parseInt(m.group(2));
            if (path.endsWith(m.group(1))) {
                source.lines().skip(line - 1L).findFirst().ifPresent(text -> places.add(
                        new Place(path, line, text.length() - text.stripLeading().length() + 1, true)));
            }
        }
        return List.of(new Problem(model, places.stream().findFirst(), message, message));
    }

    /** What is said of a mistake of ours. */
    static String report(Throwable bug) {
        StringWriter trace = new StringWriter();
        bug.printStackTrace(new PrintWriter(trace));
        return "this model meets a mistake in Nablac; please report it with the model and these lines\n" + trace;
    }

    private static Problem of(String model, Diagnostic d) {
        StringBuilder brief = new StringBuilder(d.message());
        d.notes().forEach(n -> brief.append("\n  ").append(n));
        String before = d.sourceLine().substring(0, Math.min(d.column() - 1, d.sourceLine().length()));
        return new Problem(model, Optional.of(new Place(d.file(), d.line(), d.column(), before.isBlank())),
                d.toString(), brief.toString());
    }
}
