package org.nablac.source;

import java.util.List;

/**
 * One mistake at one place.
 *
 * @param file path, as the user gave it
 * @param line from 1
 * @param column from 1
 * @param sourceLine the text of that line
 * @param message what is wrong
 * @param notes what was found, where it comes from, and what would fit; one line each
 */
public record Diagnostic(String file, int line, int column, String sourceLine, String message, List<String> notes) {
    public Diagnostic {
        notes = List.copyOf(notes);
    }

    /**
     * <pre>
     * examples/Mlp.java:22: error: matmul: inner dimensions differ
     *     Tensor apply(Tensor x) { return x.matmul(a).plus(b); }
     *                                              ^
     *     784 is not 128; first.a [784, 128] would fit
     * </pre>
     */
    @Override
    public String toString() {
        StringBuilder s = new StringBuilder(file).append(':').append(line).append(": error: ").append(message);
        if (!sourceLine.isBlank()) {
            String indent = sourceLine.substring(0, Math.min(column - 1, sourceLine.length())).replaceAll("[^\t]", " ");
            s.append('\n').append(sourceLine.stripTrailing()).append('\n').append(indent).append('^');
        }
        notes.forEach(n -> s.append("\n    ").append(n));
        return s.toString();
    }
}
