package org.nablac.graph;

import java.util.List;
import java.util.Map;

/**
 * A whole model, as any of the front ends makes it.
 *
 * @param name simple class name, as {@code Mlp}
 * @param packageName of the class; empty for the unnamed one
 * @param sourceFile file name, as {@code Mlp.java}
 * @param arena where all its nodes are
 * @param dims named sizes bound when a model is created, in order of declaration
 * @param parameters in order of creation
 * @param methods by name
 * @param defaults what the model says of its own training, by option name: {@code optimizer},
 *     {@code rate}, {@code epochs}, …
 */
public record Model(String name, String packageName, String sourceFile, Arena arena, List<String> dims,
                    List<Parameter> parameters, List<Method> methods, Map<String, String> defaults) {
    public Model {
        dims = List.copyOf(dims);
        parameters = List.copyOf(parameters);
        methods = List.copyOf(methods);
        defaults = Map.copyOf(defaults);
    }

    /** A table of weights: its leaf, and the value it starts from. */
    public record Parameter(Node leaf, Node initial) {
        public String name() {
            return ((Leaf.Stored) leaf.op()).label();
        }
    }

    /**
     * A method that can be called: its inputs in order, what it returns, and whether it is what training makes small.
     */
    public record Method(String name, List<Node> inputs, Node output, boolean isLoss) {
        public Method {
            inputs = List.copyOf(inputs);
        }

        public Graph graph() {
            return Graph.of(name, inputs, Map.of(name, output));
        }
    }

    /** The graph text of every parameter's initial value and every method. */
    @Override
    public String toString() {
        StringBuilder s = new StringBuilder("model " + name + "\n");
        for (Parameter p : parameters) {
            s.append('\n').append(Graph.of(p.name(), List.of(), Map.of(p.name(), p.initial())));
        }
        methods.forEach(m -> s.append('\n').append(m.graph()));
        return s.toString();
    }
}
