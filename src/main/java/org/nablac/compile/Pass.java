package org.nablac.compile;

import java.util.Set;
import java.util.function.Consumer;
import org.nablac.graph.Graph;

/**
 * One line of the table of passes.
 *
 * @param name by which it is shown and switched off
 * @param why what it is for, and why it stands where it does
 * @param kinds the programs it is run on
 * @param function the pass
 */
record Pass(String name, String why, Set<Kind> kinds, Function function) {

    /** What a program is for. */
    enum Kind {
        /** A method of the model. */
        METHOD,
        /** A training step on a batch of any size. */
        STEP,
        /** A training step on one example. */
        SINGLE,
        /** The values that everything starts from. */
        INITIAL,
        /** What the table leaves of a method or a step, once more: for more rows than there is room for. */
        IN_BLOCKS
    }

    /** What a pass does to a graph; it may report. */
    interface Function {
        Graph apply(Graph graph, Derivation derivation, Consumer<String> log);
    }
}
