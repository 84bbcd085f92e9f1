package org.nablac.testing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.nablac.evaluate.Evaluate;
import org.nablac.graph.Composite;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Graph;
import org.nablac.graph.Leaf;
import org.nablac.graph.Node;
import org.nablac.graph.Transform;
import org.nablac.tensor.HostArray;

/** A way to compute the outputs of a graph. All agree, to rounding; {@link #ALL} is what the contract tests go by. */
public interface Oracle {
    String name();

    /** The outputs by name, and what each updated leaf becomes, as {@code update} and its label. */
    Map<String, HostArray> run(Graph graph, Evaluation evaluation);

    /** The reference interpreter, which the others are compared with. */
    Oracle INTERPRETER = of("interpreter", Oracle::evaluate);

    /** The interpreter on a graph without composites. */
    Oracle EXPANDED = of("expansions", (g, e) -> evaluate(expanded(g), e));

    /** The kernels, as bytecode. */
    Oracle BYTECODE = of("bytecode", (g, e) -> new CompiledGraph(expanded(g)).run(e));

    List<Oracle> ALL = List.of(EXPANDED, BYTECODE);

    static Oracle of(String name, BiFunction<Graph, Evaluation, Map<String, HostArray>> run) {
        return new Oracle() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Map<String, HostArray> run(Graph graph, Evaluation evaluation) {
                return run.apply(graph, evaluation);
            }
        };
    }

    private static Map<String, HostArray> evaluate(Graph g, Evaluation e) {
        Map<String, HostArray> all = new LinkedHashMap<>(Evaluate.run(g, e));
        Evaluate.updates(g, e).forEach((leaf, value) -> all.put("update " + ((Leaf.Stored) leaf.op()).label(), value));
        return all;
    }

    /** {@code g} with every composite replaced by its expansion. */
    static Graph expanded(Graph g) {
        Graph expanded = g;
        while (expanded.nodes().stream().anyMatch(n -> n.op() instanceof Composite)) {
            expanded = Transform.graph(expanded, Oracle::expansion);
        }
        return expanded;
    }

    private static Node expansion(Node n) {
        return n.op() instanceof Composite c ? c.expand(n) : n;
    }
}
