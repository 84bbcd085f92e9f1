package org.nablac.source;

import java.util.List;
import java.util.stream.Collectors;
import org.nablac.tensor.UserError;

/** All that is wrong with the source of a model; the message shows every diagnostic. */
public final class SourceErrors extends UserError {
    private static final long serialVersionUID = 1;
    private final transient List<Diagnostic> diagnostics;

    public SourceErrors(List<Diagnostic> diagnostics) {
        super(diagnostics.stream().map(Diagnostic::toString).collect(Collectors.joining("\n")));
        this.diagnostics = List.copyOf(diagnostics);
    }

    /** In the order in which they were found. */
    public List<Diagnostic> diagnostics() {
        return diagnostics;
    }
}
