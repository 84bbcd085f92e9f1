package org.nablac.schedule;

import java.util.List;
import org.nablac.code.Expr;
import org.nablac.graph.Node;

/**
 * One read of a buffer.
 *
 * @param buffer a stored node or leaf
 * @param index one expression per axis, over the loop variables of the reader's space; a variable that is none of them
 *     stands for a row that is looked up
 */
record Access(Node buffer, List<Expr> index) {

    /** Whether the outermost index is the reader's row, so that rows may be done one after the other. */
    boolean inRow() {
        return !index.isEmpty() && index.get(0).equals(Accesses.axis(0));
    }

    /** Whether the outermost index is the term that a matrix product adds. */
    boolean inTerm() {
        return !index.isEmpty() && index.get(0).equals(Accesses.TERM);
    }

    /** Whether it reads the very element that the reader is at, in a space of {@code rank} axes. */
    boolean inPlace(int rank) {
        return index.size() == rank && columnsFrom(0);
    }

    /** Whether it reads some row, but in it the very element that the reader is at. */
    boolean inColumn() {
        return columnsFrom(1);
    }

    private boolean columnsFrom(int first) {
        for (int a = first; a < index.size(); a++) {
            if (!index.get(a).equals(Accesses.axis(a))) {
                return false;
            }
        }
        return true;
    }
}
