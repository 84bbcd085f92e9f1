package org.nablac.source;

import com.github.javaparser.Position;
import com.github.javaparser.ast.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The diagnostics found so far; the same mistake at the same place is kept once. */
final class Report {
    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();

    void add(SourceText text, Node at, String message, List<String> notes) {
        add(text, at.getBegin().orElse(new Position(1, 1)), message, notes);
    }

    void add(SourceText text, Position at, String message, List<String> notes) {
        if (seen.add(text.path() + at + message)) {
            diagnostics.add(new Diagnostic(text.path(), at.line, at.column, text.line(at.line), message, notes));
        }
    }

    List<Diagnostic> diagnostics() {
        return diagnostics;
    }

    /** @throws SourceErrors if anything was reported */
    void throwIfAny() {
        if (!diagnostics.isEmpty()) {
            throw new SourceErrors(diagnostics);
        }
    }
}
