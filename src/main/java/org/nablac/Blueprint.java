package org.nablac;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.nablac.graph.Arena;
import org.nablac.graph.Node;
import org.nablac.graph.Op;
import org.nablac.op.Input;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;
import org.nablac.tensor.Shape;
import org.nablac.tensor.TensorType;
import org.nablac.tensor.UserError;

/**
 * What one model declares while it is made: parameters with their initial values, named sizes, methods. Every front end
 * fills one, so that all make the same graph. While {@link #within} runs, the functions of {@link Nablac} that need a
 * model find it by their thread. Methods are kept by name, parameters in order of creation.
 */
public final class Blueprint {
    private static final ThreadLocal<Blueprint> CURRENT = new ThreadLocal<>();

    private final Arena arena = new Arena();
    private final DType dtype;
    private final Map<Node, Node> initial = new LinkedHashMap<>();
    /** Parameters that nothing was said about: they start by default. */
    private final Map<Node, Parameter> unsaid = new LinkedHashMap<>();
    private final Map<Node, String> names = new LinkedHashMap<>();
    private final Set<String> dims = new LinkedHashSet<>();
    private final Map<String, org.nablac.graph.Model.Method> methods = new TreeMap<>();
    private int streams;
    private boolean closed;

    /** @param dtype of parameters, literals and float inputs */
    public Blueprint(DType dtype) {
        if (!dtype.isFloat()) {
            throw new UserError("the dtype of a model is F32 or F64, given is " + dtype);
        }
        this.dtype = dtype;
    }

    /** The blueprint that is being filled on this thread. */
    static Blueprint current(String function) {
        Blueprint b = CURRENT.get();
        if (b == null) {
            throw new UserError(function
                    + " was called outside of a model: call it in the class of a model while it is traced,"
                    + " or inside of Nablac.model(name, …)");
        }
        return b;
    }

    /** Runs {@code body} with this as the blueprint of this thread. */
    public <T> T within(Supplier<T> body) {
        Blueprint before = CURRENT.get();
        CURRENT.set(this);
        try {
            return body.get();
        } finally {
            if (before == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(before);
            }
        }
    }

    public Arena arena() {
        return arena;
    }

    /** The type of floats in this model. */
    public DType dtype() {
        return dtype;
    }

    /** A float input, in a shape as {@code N, 784}. */
    public Tensor input(String name, String shape) {
        return input(name, Shape.parse(shape));
    }

    public Tensor input(String name, Shape shape) {
        return new Tensor(Input.input(arena, name, new TensorType(dtype, shape)));
    }

    /** An input of indices: its shape and last the bound they stay below, as {@code N, rows}. */
    public Tensor index(String name, String shapeAndBound) {
        return index(name, Shape.parse(shapeAndBound));
    }

    public Tensor index(String name, Shape shapeAndBound) {
        int last = shapeAndBound.rank() - 1;
        if (last < 0) {
            throw new UserError("the index " + name
                    + " has no bound: its shape and then the bound are given, as \"N, rows\"");
        }
        return new Tensor(Input.index(arena, name, shapeAndBound.without(List.of(last)), shapeAndBound.dim(last)));
    }

    /** An input of int32 labels, in a shape as {@code N}. */
    public Tensor labels(String name, String shape) {
        return labels(name, Shape.parse(shape));
    }

    public Tensor labels(String name, Shape shape) {
        return new Tensor(Input.input(arena, name, new TensorType(DType.I32, shape)));
    }

    /** A parameter with this name, as {@link Nablac#parameter}. */
    public Parameter parameter(String name, Object... sizes) {
        Parameter p = parameter(Sizes.shape(sizes));
        return name(p, name);
    }

    Parameter parameter(Shape shape) {
        if (closed) {
            throw new UserError("parameter(…) inside of a method: make parameters where the class is made,"
                    + " in a field or a constructor");
        }
        dims.addAll(shape.names());
        String unnamed = "?" + initial.size();
        Node leaf = Places.at(arena, () -> org.nablac.op.Parameter.parameter(arena, unnamed,
                new TensorType(dtype, shape)));
        Parameter p = new Parameter(this, leaf, initial.size());
        initial.put(leaf, leaf);
        unsaid.put(leaf, p);
        return p;
    }

    void start(Node leaf, Node value) {
        initial.put(leaf, value);
        unsaid.remove(leaf);
    }

    private Parameter name(Parameter p, String name) {
        if (names.containsValue(name)) {
            throw new UserError("two parameters are called " + name);
        }
        names.put(p.node(), name);
        return p;
    }

    /** The name of a parameter; empty for other nodes and for parameters without one yet. */
    public Optional<String> nameOf(Node leaf) {
        return Optional.ofNullable(names.get(leaf));
    }

    /** Every parameter, in order of creation. */
    public List<Tensor> parameters() {
        return initial.keySet().stream().map(Tensor::new).toList();
    }

    /** Names each parameter by the fields that hold it; no parameter can be made after this. */
    public void nameByFields(Object model, FieldNames.Reader fields) {
        FieldNames.of(model, fields).forEach((leaf, path) -> {
            if (initial.containsKey(leaf)) {
                names.put(leaf, path);
            }
        });
        for (Node leaf : initial.keySet()) {
            if (!names.containsKey(leaf)) {
                throw new UserError("a parameter " + leaf.shape() + (leaf.origin().isKnown()
                        ? ", made at " + leaf.origin().place() : "")
                        + ", has no name: keep it in a field");
            }
        }
        closed = true;
    }

    Dim dim(String name) {
        Dim dim = Sizes.named(name);
        dims.add(name);
        return dim;
    }

    int nextStream() {
        return streams++;
    }

    /**
     * A method with its inputs in order.
     *
     * @throws UserError if there is one with this name, or an input has the name of a parameter
     */
    public Blueprint method(String name, Tensor output, Tensor... inputs) {
        return method(name, output, false, List.of(inputs));
    }

    /** The method whose result, a scalar, is what training makes small. */
    public Blueprint loss(String name, Tensor output, Tensor... inputs) {
        return method(name, output, true, List.of(inputs));
    }

    /** @param isLoss whether it is the loss, which must be a float scalar */
    public Blueprint method(String name, Tensor output, boolean isLoss, List<Tensor> inputs) {
        if (methods.containsKey(name)) {
            throw new UserError("two methods are called " + name + ": each needs a name of its own");
        }
        if (isLoss && !(output.type().rank() == 0 && output.type().dtype().isFloat())) {
            throw new UserError(name + " is " + output.type()
                    + ", a loss is a float scalar: end it with .mean() or .sum()");
        }
        for (Tensor i : inputs) {
            String label = ((org.nablac.graph.Leaf.Stored) i.node().op()).label();
            if (names.containsValue(label)) {
                throw new UserError("the input " + label + " of " + name + " has the name of a parameter: rename one");
            }
        }
        methods.values().stream().filter(m -> isLoss && m.isLoss()).findFirst().ifPresent(m -> {
            throw new UserError("two losses, " + m.name() + " and " + name
                    + ": training makes one scalar small, add them in one method");
        });
        methods.put(name, new org.nablac.graph.Model.Method(name, inputs.stream().map(Tensor::node).toList(),
                output.node(), isLoss));
        return this;
    }

    /** The model, in an arena of its own that holds nothing else. */
    public org.nablac.graph.Model build(String name, String packageName, String sourceFile,
            Map<String, String> defaults) {
        if (methods.isEmpty()) {
            throw new UserError("the model " + name
                    + " has no method: declare one as 'public Tensor score(@Shape(\"N, 4\") Tensor x)'");
        }
        List.copyOf(unsaid.values()).forEach(p -> arena.at(p.node().origin(), p::byDefault));
        List<Node> roots = new ArrayList<>(initial.keySet());
        roots.addAll(initial.values());
        methods.values().forEach(m -> {
            roots.addAll(m.inputs());
            roots.add(m.output());
        });
        Map<Node, Node> image = copy(roots);
        return new org.nablac.graph.Model(name, packageName, sourceFile, image.values().iterator().next().arena(),
                List.copyOf(dims),
                initial.entrySet().stream()
                        .map(e -> new org.nablac.graph.Model.Parameter(image.get(e.getKey()), image.get(e.getValue())))
                        .toList(),
                methods.values().stream().map(m -> new org.nablac.graph.Model.Method(m.name(),
                        m.inputs().stream().map(image::get).toList(), image.get(m.output()), m.isLoss()))
                        .collect(Collectors.toList()),
                defaults);
    }

    /** What {@code roots} reach, in a new arena, each root after all it is made of; parameters under their names. */
    private Map<Node, Node> copy(List<Node> roots) {
        Arena fresh = new Arena();
        Map<Node, Node> image = new LinkedHashMap<>();
        Deque<Node> open = new ArrayDeque<>();
        for (Node root : roots) {
            open.push(root);
            while (!open.isEmpty()) {
                Node n = open.peek();
                Optional<Node> missing = n.inputs().stream().filter(i -> !image.containsKey(i)).findFirst();
                if (missing.isPresent()) {
                    open.push(missing.get());
                } else {
                    open.pop();
                    image.computeIfAbsent(n, k -> copy(k, fresh, image));
                }
            }
        }
        return image;
    }

    private Node copy(Node n, Arena fresh, Map<Node, Node> image) {
        Op op = names.containsKey(n) ? new org.nablac.op.Parameter(names.get(n), n.type(), true) : n.op();
        return fresh.at(n.origin(), () -> fresh.node(op, n.inputs().stream().map(image::get).toList()));
    }
}
