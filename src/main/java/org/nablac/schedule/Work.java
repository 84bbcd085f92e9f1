package org.nablac.schedule;

import java.util.ArrayList;
import java.util.List;
import org.nablac.code.Expr;
import org.nablac.graph.Node;
import org.nablac.graph.Reduce;
import org.nablac.tensor.Dim;
import org.nablac.tensor.Shape;

/** One loop nest's reason to be: it writes (a part of) one stored node. */
public sealed interface Work {
    /** The node whose storage it writes. */
    Node node();

    /** The space it loops over, outermost first; the first axis is the kernel's rows. */
    Shape space();

    /** How many of the last axes of the space are reduced. */
    default int reduced() {
        return 0;
    }

    /** Writes each element of the node from its cone. */
    record Element(Node node) implements Work {
        @Override
        public Shape space() {
            return node.shape();
        }
    }

    /** A reduction: loops over the kept axes, then over the reduced ones. */
    record Fold(Node node) implements Work {
        @Override
        public Shape space() {
            List<Integer> axes = ((Reduce) node.op()).axes();
            List<Dim> dims = new ArrayList<>(node.shape().dims());
            axes.forEach(a -> dims.add(node.input(0).shape().dim(a)));
            return new Shape(dims);
        }

        @Override
        public int reduced() {
            return ((Reduce) node.op()).axes().size();
        }

        /** The index into the reduced node, from that of the space: kept axes first, then the reduced ones. */
        public List<Expr> inputIndex(List<Expr> space) {
            List<Integer> axes = ((Reduce) node.op()).axes();
            List<Expr> index = new ArrayList<>();
            int kept = 0;
            int folded = node.type().rank();
            for (int a = 0; a < node.input(0).type().rank(); a++) {
                index.add(axes.contains(a) ? space.get(folded++) : space.get(kept++));
            }
            return index;
        }
    }

    /** The table that rows are then written to, where it is not in place already. */
    record Fill(Node node) implements Work {
        @Override
        public Shape space() {
            return node.shape();
        }
    }

    /** Writes rows of a table by index: loops over the index, then over a row. */
    record Scatter(Node node) implements Work {
        @Override
        public Shape space() {
            return node.input(2).shape();
        }
    }

    /** Moves one input of several to its region: loops over that input. */
    record Part(Node node, int input) implements Work {
        @Override
        public Shape space() {
            return node.input(input).shape();
        }
    }

    /**
     * A matrix product, and the elementwise node {@code node} that finishes each of its elements. Elements in the same
     * kernel finish it too.
     */
    record Product(Node node, Node product) implements Work {
        @Override
        public Shape space() {
            return node.shape();
        }
    }

    /**
     * Copies a node to where it cannot be written at once: a leaf whose old value is still read,
     * or a second destination.
     */
    record Copy(Node node, Destination to) implements Work {
        @Override
        public Shape space() {
            return node.shape();
        }
    }

    /** Where a value goes that is wanted outside: into a stored leaf, or to the caller as the output of this name. */
    sealed interface Destination {
        record Leaf(Node leaf) implements Destination {
        }

        record Output(String name) implements Destination {
        }
    }

    /** For each index the position of its first occurrence. */
    record Lead(Node node) implements Work {
        @Override
        public Shape space() {
            return node.shape();
        }
    }
}
