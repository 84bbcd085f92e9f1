package org.nablac.compile;

import java.util.List;
import org.nablac.graph.Graph;

/**
 * What one pass did to one graph.
 *
 * @param method the computation it was run on, as {@code logits} or {@code step}
 * @param name of the pass, by which it is switched off
 * @param why what it is for, and why it stands where it does
 * @param after the graph that it left
 * @param log what it reports, as the rules that fired and where
 */
public record PassRecord(String method, String name, String why, Graph after, List<String> log) {
    public PassRecord {
        log = List.copyOf(log);
    }
}
