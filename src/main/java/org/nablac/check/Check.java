package org.nablac.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.nablac.compile.Compiled;
import org.nablac.compile.Compiler;
import org.nablac.compile.ModelInstance;
import org.nablac.compile.Options;
import org.nablac.differentiate.Differentiate;
import org.nablac.evaluate.Evaluate;
import org.nablac.graph.Composite;
import org.nablac.graph.Evaluation;
import org.nablac.graph.Graph;
import org.nablac.graph.Model;
import org.nablac.graph.Node;
import org.nablac.graph.Transform;
import org.nablac.tensor.DType;
import org.nablac.tensor.HostArray;

/** Checks a model, every parameter and every method of it. */
public final class Check {
    private static final float RATE = 1;

    private final Model model;
    private final Values values;
    private final Random random;
    private final long seed;
    private final Map<String, HostArray> parameters = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();

    private Check(Model model, long seed) {
        this.model = model;
        this.seed = seed;
        this.random = new Random(seed);
        this.values = new Values(model, random);
    }

    /**
     * Compares, on random values: the gradient of the loss with central differences; what each method of the compiled
     * class returns, and the parameters after one step of plain gradient descent, with the interpreter.
     *
     * @param options of the compiler, but for the optimiser, which is SGD: θ − η·∇
     * @param seed of the random values
     */
    public static List<Finding> run(Model model, Options options, long seed) {
        Check check = new Check(model, seed);
        for (Model.Parameter p : model.parameters()) {
            check.parameters.put(p.name(),
                    check.values.draw(p.leaf(), Graph.of(p.name(), List.of(), Map.of(p.name(), p.leaf()))));
        }
        Options plain = new Options("sgd", Map.of(), options.className(), options.classFileVersion(),
                false, options.room(), options.without());
        Compiled compiled = Compiler.compile(model, plain);
        ModelInstance instance = ModelInstance.create(compiled, seed, check.values.ofModel(model));
        check.parameters.forEach((name, x) -> instance.parameter(name, JavaArrays.of(x)));
        model.methods().forEach(m -> check.output(m, instance));
        model.methods().stream().filter(Model.Method::isLoss).forEach(m -> check.loss(m, instance));
        return check.findings;
    }

    /** A method's result, where nothing is being trained. */
    private void output(Model.Method method, ModelInstance instance) {
        Graph graph = Transform.graph(method.graph(), n -> n.op() instanceof Composite c ? c.atInference(n) : n);
        Evaluation at = evaluation(method.graph(), instance.steps());
        Node out = graph.outputs().get(method.name());
        double[] expected = Evaluate.values(List.of(out), at).get(out).data();
        double[] found = JavaArrays.doubles(instance.call(method.name(), values.ofCall(model, graph),
                inputs(graph, at)));
        findings.add(new Finding(method.name() + "(…)", out.type().toString(), "interpreter",
                Differences.of(expected, found).error(), JavaArrays.tolerance(out.type().dtype())));
    }

    private void loss(Model.Method method, ModelInstance instance) {
        Graph graph = method.graph();
        Evaluation at = evaluation(graph, instance.steps() + 1);              // a step counts itself
        findings.addAll(new GradientCheck(graph, at, random).run(model));
        step(graph, at, instance);
    }

    /** The loss that a step returns, and each parameter after it. */
    private void step(Graph graph, Evaluation at, ModelInstance instance) {
        List<Node> leaves = model.parameters().stream().map(Model.Parameter::leaf).toList();
        Node loss = graph.outputs().get(graph.name());
        List<Node> gradients = Differentiate.gradients(loss, leaves);
        List<Node> roots = new ArrayList<>(gradients);
        roots.add(loss);
        Map<Node, HostArray> expected = Evaluate.values(roots, at);
        double found = instance.step(values.ofCall(model, graph), inputs(graph, at), RATE);
        findings.add(new Finding("loss of a step", loss.type().toString(), "interpreter",
                Differences.of(expected.get(loss).data(), new double[] {found}).error(),
                JavaArrays.tolerance(DType.F32)));
        for (int p = 0; p < leaves.size(); p++) {
            updated(leaves.get(p), expected.get(gradients.get(p)).data(), instance);
        }
    }

    // θ' − θ against −η·∇, by the largest of |η·∇| and what rounding of θ' allows
    private void updated(Node leaf, double[] gradient, ModelInstance instance) {
        String name = Values.label(leaf);
        double[] before = parameters.get(name).data();
        double[] after = JavaArrays.doubles(instance.parameter(name));
        double[] change = new double[before.length];
        double[] expected = new double[before.length];
        double scale = 0;
        for (int k = 0; k < before.length; k++) {
            change[k] = after[k] - before[k];
            expected[k] = -RATE * gradient[k];
            scale = Math.max(scale, Math.max(Math.abs(expected[k]), 1e-3 * Math.abs(before[k])));
        }
        findings.add(new Finding("step of " + name, leaf.type().toString(), "interpreter",
                Differences.of(expected, change).error(scale), JavaArrays.tolerance(leaf.type().dtype())));
    }

    private Evaluation evaluation(Graph graph, long step) {
        Map<String, HostArray> all = new HashMap<>(parameters);
        graph.inputs().forEach(i -> all.put(Values.label(i), values.draw(i, graph)));
        return new Evaluation(all, values.sizes(), seed, step);
    }

    private static Object[] inputs(Graph graph, Evaluation at) {
        return graph.inputs().stream().map(i -> JavaArrays.of(at.values().get(Values.label(i)))).toArray();
    }
}
