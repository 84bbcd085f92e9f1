package org.nablac.graph;

import java.util.Optional;

/**
 * Where a node comes from.
 *
 * @param file the model's source file, or empty if unknown
 * @param line from 1; 0 if unknown
 * @param column from 1; 0 if unknown
 * @param derivation how it was derived, if it was not written by the user
 */
public record Origin(String file, int line, int column, Optional<Derivation> derivation) {
    public static final Origin UNKNOWN = new Origin("", 0, 0, Optional.empty());

    /** The rule that made the node, and the forward node that it was made for. */
    public record Derivation(String rule, Node forward) {
        @Override
        public boolean equals(Object o) {
            return o instanceof Derivation d && rule.equals(d.rule) && forward == d.forward;
        }

        @Override
        public int hashCode() {
            return rule.hashCode() * 31 + forward.id();
        }

        @Override
        public String toString() {
            return rule + " of %" + forward.id();
        }
    }

    public static Origin at(String file, int line, int column) {
        return new Origin(file, line, column, Optional.empty());
    }

    /** The origin of what {@code rule} makes for {@code forward}: the same place in the source. */
    public static Origin derived(String rule, Node forward) {
        Origin from = forward.origin();
        return new Origin(from.file, from.line, from.column, Optional.of(new Derivation(rule, forward)));
    }

    public boolean isKnown() {
        return line > 0;
    }

    /** {@code Mlp.java:22}, or nothing. */
    public String place() {
        return isKnown() ? file + ":" + line : "";
    }
}
