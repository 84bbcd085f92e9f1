package org.nablac.compile;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.nablac.code.ClassCode;
import org.nablac.code.Verify;
import org.nablac.emit.Bytecode;
import org.nablac.graph.Graph;
import org.nablac.graph.Model;
import org.nablac.graph.Node;
import org.nablac.lower.KernelCode;
import org.nablac.op.Input;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;
import org.nablac.tensor.Shape;
import org.nablac.tensor.TensorType;
import org.nablac.tensor.UserError;

/** A model in, a class out. */
public final class Compiler {
    private static final Set<String> TAKEN = Set.of("create", "load", "save", "step", "steps", "epoch", "epochInOrder",
            "single", "batch", "stepInBlocks", "batchInBlocks", "initial", "threads", "close", "isShared", "sharedPart",
            "kernelTimes", "countKernel", "toString", "hashCode", "equals", "getClass", "notify", "notifyAll", "wait",
            "finalize", "clone");
    /** HotSpot never compiles a method of more than 8,000 bytes; half of it leaves room. */
    private static final int METHOD_BYTES = 4_000;
    /** Parameters and states above which a class file has surely too many constants. */
    private static final int MOST_HELD = 200_000;
    /** What is called once for each larger batch, a line for each array, and need not be compiled by HotSpot. */
    private static final Pattern ONCE = Pattern.compile("<init>.*|new\\p{Upper}\\w*(Floats|Doubles|Ints)");

    private final Model model;
    private final Options options;
    private final List<PassRecord> records = new ArrayList<>();
    private final Stages stages = new Stages();
    private final Map<Node, Node> states = new LinkedHashMap<>();

    private Compiler(Model model, Options options) {
        this.model = model;
        this.options = options;
    }

    /**
     * Compiles {@code model}.
     *
     * @throws UserError if the model cannot be trained as it is: a parameter without a path to the loss, a loss that is
     *     no scalar, two losses, a name that the class needs itself
     */
    public static Compiled compile(Model model, Options options) {
        return new Compiler(model, options).compile();
    }

    private Compiled compile() {
        model.methods().forEach(m -> {
            if (TAKEN.contains(m.name())) {
                throw new UserError(model.sourceFile() + ": the method " + m.name() + "(…) has a name that the class "
                        + options.className() + " needs for itself; give it another");
            }
        });
        sizes();
        Optional<Model.Method> loss = loss();
        Optional<Model.Method> ofExamples = loss.filter(m -> !examples(m).isEmpty());
        Program.Inputs batch = ofExamples.isPresent() ? Program.Inputs.SOME_OF_ALL : Program.Inputs.WHOLE;
        Optional<Program> step = loss.map(m -> step(m, "", batch));
        Optional<Graph> training = step.map(Program::graph);
        Optional<Program> single = ofExamples.map(m -> step(m, examples(m), Program.Inputs.ONE_OF_ALL));
        List<Program> methods = new ArrayList<>();
        Derivation none = derivation("");
        for (Model.Method m : model.methods()) {
            Program method = program(Pass.Kind.METHOD, m.name(), m.graph(), none, Program.Inputs.WHOLE);
            methods.add(inBlocks(method, m.name(), Program.Inputs.WHOLE).orElse(method));
        }
        List<Node> held = new ArrayList<>(model.parameters().stream().map(Model.Parameter::leaf).toList());
        held.addAll(states.keySet());
        refuseMoreThanOneClassHolds(held.size());
        Program initial = initial(held, none);
        Optional<Program> inBlocks = step.flatMap(s -> inBlocks(s, "stepInBlocks", batch));
        Programs before = new Programs(initial, methods, step, inBlocks, single);
        Margins.Moved moved = stages.time(options.className(), "margins",
                () -> Parts.isFieldEach(held) ? Margins.move(before) : new Margins.Moved(before, Margins.none()),
                m -> Stages.count(m.margins().tables.size(), "table"));
        Programs all = moved.programs();
        Parts parts = new Parts(options.className(), model.dims(), held, moved.margins(),
                options.isProfiled() ? all.list() : List.of());
        List<Compiled.Companion> companions = new ArrayList<>();
        for (int width : KernelCode.WIDTHS) {
            Optional<Compiled.Companion> made = companion(parts, all, width);
            Set<String> tooLong = made.map(c -> tooLong(c.bytes())).orElse(Set.of());
            if (!tooLong.isEmpty()) {
                all = all.without(width, tooLong);
                made = companion(parts, all, width);
            }
            made.ifPresent(c -> {
                check(c.name(), c.bytes());
                companions.add(c);
            });
        }
        if (all.canBeShared()) {
            companions.add(Threads.companion(parts.self, options.classFileVersion()));
        }
        ClassCode plain = modelClass(parts, all, true);
        ClassCode choosing = companions.isEmpty() ? plain : modelClass(parts, all, false);
        byte[] bytes = bytes(choosing);
        check(choosing.name(), bytes);
        return new Compiled(model, options, plain, bytes, companions, training, records, stages.timings(),
                parts.profiling.kernels);
    }

    private ClassCode modelClass(Parts parts, Programs all, boolean isText) {
        return stages.time(options.className(), "shell",
                () -> ModelClass.of(
                        parts, model.sourceFile(), hash(), options.optimizerText(), all, bounds(), isText),
                c -> Stages.count(c.functions().size(), "function"));
    }

    private Optional<Compiled.Companion> companion(Parts parts, Programs all, int width) {
        return Kernels.companion(parts.self, model.sourceFile(), all.list(), width)
                .map(c -> new Compiled.Companion(c.name(), bytes(c)));
    }

    private byte[] bytes(ClassCode code) {
        stages.time(code.name(), "verify", () -> {
            Verify.check(code);
            return code;
        }, c -> "");
        return stages.time(code.name(), "emit", () -> Bytecode.emit(code, options.classFileVersion()),
                b -> Stages.count(b.length, "byte"));
    }

    private static Set<String> tooLong(byte[] classFile) {
        Set<String> names = new LinkedHashSet<>();
        Bytecode.sizes(classFile).forEach((method, size) -> {
            if (size > METHOD_BYTES && !ONCE.matcher(method).matches()) {
                names.add(method);
            }
        });
        return names;
    }

    private static void check(String name, byte[] bytes) {
        Set<String> tooLong = tooLong(bytes);
        if (!tooLong.isEmpty()) {
            throw new IllegalStateException(name + ": more than " + METHOD_BYTES
                    + " bytes have the methods " + tooLong);
        }
    }

    private void refuseMoreThanOneClassHolds(int held) {
        if (held <= MOST_HELD) {
            return;
        }
        throw new UserError(model.sourceFile() + ": " + model.name() + " has " + model.parameters().size()
                + " parameters; with the state of the optimizer " + options.optimizer()
                + " they are more than one class holds: use fewer,"
                + " as a single parameter(LAYERS, IN, OUT) for layers of one shape");
    }

    /** Refuses what no class and no array holds before any work is done on it. */
    private void sizes() {
        refuseMoreThanOneClassHolds(model.parameters().size());
        Set<String> getters = new HashSet<>();
        for (String size : model.dims()) {
            String name = Parts.sizeName(size);
            if (Parts.isTaken(name) || !getters.add(name)) {
                throw new UserError(model.sourceFile() + ": the class " + options.className() + " has a method " + name
                        + "() already, and so none for the size " + size + ": give it another name");
            }
        }
        for (Model.Parameter p : model.parameters()) {
            Dim count = p.leaf().shape().count();
            if (count.isConstant() && count.constant() > Parts.MOST_ELEMENTS) {
                throw new UserError(place(p.leaf()) + "the parameter " + p.name() + " " + p.leaf().shape()
                        + " has " + count + " elements, an array holds at most " + Parts.MOST_ELEMENTS
                        + ": choose smaller sizes");
            }
        }
    }

    private Optional<Model.Method> loss() {
        List<Model.Method> losses = model.methods().stream().filter(Model.Method::isLoss).toList();
        if (losses.size() > 1) {
            throw new UserError(model.sourceFile() + ": there are " + losses.size() + " methods with @Loss, "
                    + String.join(" and ", losses.stream().map(Model.Method::name).toList())
                    + "; one is what training makes small");
        }
        return losses.stream().findFirst();
    }

    private Program step(Model.Method loss, String examples, Program.Inputs held) {
        if (loss.output().type().rank() != 0 || !loss.output().type().dtype().isFloat()) {
            throw new UserError(place(loss.output()) + "the loss " + loss.name() + " is " + loss.output().type()
                    + ", not a scalar; end it in .mean() or .sum()");
        }
        boolean single = !examples.isEmpty();
        Graph graph = new Graph(single ? "single" : "step", model.arena(), loss.inputs(),
                Map.of("loss", loss.output()), Map.of());
        Derivation derivation = derivation(examples);
        return program(single ? Pass.Kind.SINGLE : Pass.Kind.STEP, graph.name(), graph, derivation, held);
    }

    private static String place(Node n) {
        return n.origin().isKnown() ? n.origin().place() + ": " : "";
    }

    private Derivation derivation(String examples) {
        List<Node> parameters = model.parameters().stream().map(Model.Parameter::leaf).toList();
        return new Derivation(parameters, rate(), options, examples, !examples.isEmpty(), states);
    }

    /** An input that no method of the model calls the same; of the loss's dtype. */
    private Node rate() {
        DType dtype = loss().map(m -> m.output().type().dtype()).orElse(DType.F32);
        String label = "rate";
        while (true) {
            String name = label;
            if (model.methods().stream().flatMap(m -> m.inputs().stream())
                    .noneMatch(i -> Parts.label(i).equals(name))) {
                return Input.input(model.arena(), name, new TensorType(dtype, Shape.SCALAR));
            }
            label += "_";
        }
    }

    private Program program(Pass.Kind kind, String name, Graph graph, Derivation derivation,
            Program.Inputs held) {
        Graph finished = Passes.run(kind, graph, derivation, records, stages);
        return Program.of(name, finished, held, options.room(), stages);
    }

    /** {@code whole} for more rows than there is room for, if it is another: with {@code name} in its functions. */
    private Optional<Program> inBlocks(Program whole, String name, Program.Inputs held) {
        if (!whole.isWide()) {
            return Optional.empty();
        }
        List<PassRecord> made = new ArrayList<>();
        Graph graph = Passes.run(Pass.Kind.IN_BLOCKS, whole.graph().named(whole.name() + "InBlocks"), derivation(""),
                made, stages);
        Optional<Program> many = whole.forManyRows(name, graph, held, stages);
        many.ifPresent(p -> records.addAll(made));
        return many;
    }

    private Program initial(List<Node> held, Derivation none) {
        Map<Node, Node> values = new LinkedHashMap<>();
        model.parameters().forEach(p -> values.put(p.leaf(), p.initial()));
        values.putAll(states);
        return program(Pass.Kind.INITIAL, "initial",
                new Graph("initial", model.arena(), List.of(), Map.of(), values), none, Program.Inputs.WHOLE);
    }

    /** The named size that leads every input of the loss, if there is one and it is not of the model. */
    private String examples(Model.Method loss) {
        Set<String> leading = new java.util.LinkedHashSet<>();
        for (Node i : loss.inputs()) {
            leading.add(i.type().rank() == 0 ? "" : i.shape().dim(0).toString());
            for (Dim d : i.shape().dims().subList(Math.min(1, i.type().rank()), i.type().rank())) {
                d.names().stream().filter(s -> !model.dims().contains(s)).forEach(s -> leading.add(""));
            }
        }
        String name = leading.size() == 1 ? leading.iterator().next() : "";
        return !name.isEmpty() && Dim.parse(name).equals(Dim.named(name)) && !model.dims().contains(name) ? name : "";
    }

    /** What each index input stays below: as it says itself, else as the ops that read it demand. */
    private Map<Node, Dim> bounds() {
        Map<Node, Dim> bounds = new LinkedHashMap<>();
        for (Model.Method m : model.methods()) {
            for (Node n : m.graph().nodes()) {
                if (n.op() instanceof Input i && !i.bound().equals(Dim.ZERO)) {
                    bounds.put(n, i.bound());
                }
                List<TensorType> types = n.inputs().stream().map(Node::type).toList();
                for (int i = 0; i < n.inputs().size(); i++) {
                    Node input = n.input(i);
                    if (input.op() instanceof Input in && in.bound().equals(Dim.ZERO)) {
                        n.op().indexBound(i, types).ifPresent(b -> bounds.putIfAbsent(input, b));
                    }
                }
            }
        }
        return bounds;
    }

    /** SHA-256 of the model's graph text without places in the source. */
    private String hash() {
        try {
            String text = model.toString().replaceAll("  @\\S+:\\d+", "");
            return HexFormat.of().formatHex(
                    MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
