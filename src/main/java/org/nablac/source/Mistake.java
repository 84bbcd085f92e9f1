package org.nablac.source;

import com.github.javaparser.ast.Node;
import java.util.List;
import org.nablac.tensor.UserError;

/** Something is wrong at {@code at}; the expression that it stops reports it. */
final class Mistake extends UserError {
    private static final long serialVersionUID = 1;
    private final transient Node at;
    private final transient List<String> notes;

    Mistake(Node at, String message, List<String> notes) {
        super(message);
        this.at = at;
        this.notes = notes;
    }

    Mistake(Node at, String message) {
        this(at, message, List.of());
    }

    Node at() {
        return at;
    }

    List<String> notes() {
        return notes;
    }
}
