package org.nablac.compile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nablac.code.ClassCode;
import org.nablac.differentiate.Differentiate;
import org.nablac.graph.Arena;
import org.nablac.graph.Graph;
import org.nablac.graph.Model;
import org.nablac.graph.Node;
import org.nablac.op.Input;
import org.nablac.tensor.TensorType;

/**
 * A graph on its way through the passes.
 *
 * @param graph what the next pass gets
 */
record Derived(Model model, Graph graph, Derivation derivation) {

    /** What {@code pass} gets of the loss of {@code model} in a program of this kind. */
    static Derived before(Pass pass, Pass.Kind kind, Model model) {
        Derived d = kind == Pass.Kind.IN_BLOCKS ? finished(model) : start(kind, model);
        for (Pass p : Passes.TABLE.subList(0, Passes.TABLE.indexOf(pass))) {
            d = p.kinds().contains(kind) ? d.after(p) : d;
        }
        return d;
    }

    /** What all passes leave of the training step. */
    static Derived finished(Model model) {
        Derived d = start(Pass.Kind.STEP, model);
        return d.with(Passes.run(Pass.Kind.STEP, d.graph, d.derivation, new ArrayList<>(), new Stages()));
    }

    /** The loss and the gradient of each parameter as if that were its update: what the optimiser gets. */
    static Derived withGradients(Model model) {
        Derived d = start(Pass.Kind.STEP, model);
        List<Node> leaves = d.derivation.parameters();
        List<Node> gradients = Differentiate.gradients(model.methods().get(0).output(), leaves);
        Map<Node, Node> byParameter = new LinkedHashMap<>();
        for (int k = 0; k < leaves.size(); k++) {
            byParameter.put(leaves.get(k), gradients.get(k));
        }
        return d.with(d.graph.withUpdates(byParameter));
    }

    private static Derived start(Pass.Kind kind, Model model) {
        boolean isSingle = kind == Pass.Kind.SINGLE;
        return new Derived(model, model.methods().get(0).graph(), new Derivation(
                model.parameters().stream().map(Model.Parameter::leaf).toList(),
                Input.input(model.arena(), "rate", TensorType.parse("f32[]")),
                Options.of(model), isSingle ? "N" : "", isSingle, new LinkedHashMap<>()));
    }

    private Derived with(Graph g) {
        return new Derived(model, g, derivation);
    }

    Derived after(Pass p) {
        return with(p.function().apply(graph, derivation, fired -> { }));
    }

    /** The same in a new arena: in the old one a pass that runs again finds its nodes made. */
    Derived copy() {
        Arena arena = new Arena();
        List<Node> all = new ArrayList<>(graph.roots());
        all.addAll(graph.inputs());
        all.addAll(derivation.parameters());
        all.add(derivation.rate());
        Map<Node, Node> image = new HashMap<>();
        for (Node n : Graph.reachable(all)) {
            List<Node> inputs = n.inputs().stream().map(image::get).toList();
            image.put(n, arena.at(n.origin(), () -> arena.node(n.op(), inputs)));
        }
        Map<String, Node> outputs = new LinkedHashMap<>();
        graph.outputs().forEach((name, n) -> outputs.put(name, image.get(n)));
        Map<Node, Node> updates = new LinkedHashMap<>();
        graph.updates().forEach((leaf, n) -> updates.put(image.getOrDefault(leaf, leaf), image.get(n)));
        return new Derived(model,
                new Graph(graph.name(), arena, graph.inputs().stream().map(image::get).toList(), outputs, updates),
                new Derivation(derivation.parameters().stream().map(image::get).toList(),
                        image.get(derivation.rate()), derivation.options(), derivation.examples(),
                        derivation.isSingle(), new LinkedHashMap<>()));
    }

    /** Its kernels. */
    Program program() {
        return Program.of("step", graph, Program.Inputs.WHOLE, Options.ROOM, new Stages());
    }

    /** What the class is made of that does the training step. */
    Class asClass() {
        Map<Node, Node> values = new LinkedHashMap<>();
        model.parameters().forEach(p -> values.put(p.leaf(), p.initial()));
        values.putAll(derivation.states());
        Graph initial = Passes.run(Pass.Kind.INITIAL,
                new Graph("initial", model.arena(), List.of(), Map.of(), values), derivation, new ArrayList<>(),
                new Stages());
        Programs all = new Programs(Program.of("initial", initial, Program.Inputs.WHOLE, Options.ROOM, new Stages()),
                List.of(), Optional.of(program()), Optional.empty(), Optional.empty());
        return new Class(all, new Parts("DeepModel", List.of(), List.copyOf(values.keySet()), Margins.none(),
                List.of()));
    }

    /** All programs of a class, and the names of its parts. */
    record Class(Programs programs, Parts parts) {
        ClassCode shell() {
            return ModelClass.of(parts, "Deep.java", "", "", programs, Map.of(), false);
        }

        ClassCode companion(int width) {
            return Kernels.companion(parts.self, "Deep.java", programs.list(), width).orElseThrow();
        }
    }
}
