package org.nablac.op;

import java.util.List;
import java.util.Optional;
import org.nablac.graph.Op;

/** Every op, one line each; what the contract tests, the graph text and the documentation go by. */
public final class Catalogue {
    private static final List<Entry> ENTRIES = List.of(
            new Entry("input", Input.class),
            new Entry("parameter", Parameter.class),
            new Entry("constant", Constant.class),
            new Entry("broadcast", Broadcast.class),
            new Entry("sum", Sum.class),
            new Entry("add", Add.class));

    private Catalogue() {
    }

    /** An op by its name in graph text. */
    public record Entry(String name, Class<? extends Op> type) {
    }

    public static List<Entry> entries() {
        return ENTRIES;
    }

    /** The record class of the op called {@code name}: what the graph text's parser needs. */
    public static Optional<Class<? extends Op>> find(String name) {
        return ENTRIES.stream().filter(e -> e.name().equals(name)).<Class<? extends Op>>map(Entry::type).findFirst();
    }
}
