package org.nablac.compile;

import java.util.List;
import org.nablac.graph.Node;

/**
 * A kernel whose calls a class counts.
 *
 * @param program the computation it belongs to: a method of the model, {@code step}, {@code single} or {@code initial}
 * @param text as the schedule prints it
 * @param place the line of the model that it comes from, as {@code Mlp.java:22}; empty if unknown
 * @param nodes what it computes
 * @param isInBlocks whether one call is for a block of the rows
 */
public record ProfiledKernel(String program, String text, String place, List<Node> nodes, boolean isInBlocks) {
    public ProfiledKernel {
        nodes = List.copyOf(nodes);
    }
}
