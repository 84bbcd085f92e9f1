package org.nablac.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nablac.code.ClassCode;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.code.Function;
import org.nablac.code.Scalar;
import org.nablac.code.Stmt;
import org.nablac.code.Type;
import org.nablac.graph.Node;
import org.nablac.op.Parameter;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;

/** Puts the class together: fields, creation, weights, the methods of the model, training. */
final class ModelClass {
    private static final List<String> RUNTIME = List.of("Arguments", "CounterRandom", "Safetensors", "TensorHeader",
            "TensorWriter", "HeaderText", "LaneChoice").stream().map(n -> "org.nablac.runtime." + n).toList();

    private final Parts parts;
    private final List<ClassCode.Field> fields = new ArrayList<>();
    private final List<Function> functions = new ArrayList<>();

    private ModelClass(Parts parts) {
        this.parts = parts;
    }

    /**
     * @param hash of the model's graph
     * @param optimizer name and settings, which state on disk must match
     * @param bounds what each index input stays below
     * @param isText whether it is the class as text, which holds kernels for scalars alone and runs on one thread
     */
    static ClassCode of(Parts parts, String sourceFile, String hash, String optimizer, Programs programs,
                        Map<Node, Dim> bounds, boolean isText) {
        ModelClass c = new ModelClass(parts);
        c.fields();
        boolean lanes = !isText && programs.haveLanes();
        if (lanes) {
            c.fields.add(Kernels.field(parts.self));
        }
        Optional<Threads> threads = programs.step().filter(s -> !isText && programs.canBeShared())
                .map(s -> new Threads(parts, lanes));
        Optional<ProgramCode> batch = programs.step().map(p -> new ProgramCode(p, parts, lanes, threads));
        Optional<ProgramCode> blocks = programs.inBlocks().map(p -> new ProgramCode(p, parts, lanes, threads));
        Optional<ProgramCode> one = programs.single().map(p -> new ProgramCode(p, parts, lanes, threads));
        Optional<Training> training = batch.map(b -> new Training(parts, b, blocks, one, bounds));
        ProgramCode start = new ProgramCode(programs.initial(), parts, lanes);
        c.functions.addAll(start.functions);
        List<ProgramCode> methods = programs.methods().stream().map(m -> new ProgramCode(m, parts, lanes)).toList();
        List<ClassCode.Field> empty = new ArrayList<>(training.map(t -> t.growing).orElse(List.of()));
        methods.forEach(m -> SpareArrays.of(m, parts).ifPresent(s -> empty.addAll(s.fields())));
        Function constructor = c.constructor(start, empty);
        c.functions.add(constructor);
        c.functions.add(c.create(constructor));
        Weights weights = new Weights(parts, hash, optimizer);
        c.functions.add(weights.load(constructor));
        c.functions.addAll(weights.helpers);
        c.functions.add(weights.save());
        c.accessors(programs.methods().stream().map(Program::name).toList());
        c.fields.addAll(parts.profiling.fields());
        c.fields.addAll(empty);
        c.functions.addAll(parts.profiling.functions());
        methods.forEach(m -> c.method(m, bounds));
        batch.ifPresent(p -> c.functions.addAll(p.functions));
        blocks.ifPresent(p -> c.functions.addAll(p.functions));
        one.ifPresent(p -> c.functions.addAll(p.functions));
        training.ifPresent(t -> {
            c.fields.addAll(t.fields);
            c.functions.addAll(t.functions);
            c.fields.addAll(threads.map(Threads::fields).orElse(List.of()));
            c.functions.addAll(threads.map(Threads::functions).orElse(Threads.ofOne()));
        });
        String doc = "The compiled form of the model in " + sourceFile
                + ". Methods of the model may be called by several threads at once as long as none of them trains; each"
                + " call of them computes on its caller's thread.";
        List<String> runtime = new ArrayList<>(RUNTIME);
        parts.arrays.ifPresent(a -> runtime.addAll(HeldArrays.RUNTIME));
        if (!parts.margins.tables.isEmpty()) {
            runtime.add(Margins.RUNTIME);
        }
        threads.ifPresent(t -> runtime.addAll(Threads.RUNTIME));
        return new ClassCode(parts.self.name(), sourceFile, doc, c.fields, c.functions, runtime);
    }

    private static ClassCode.Field field(boolean isFinal, String name, Type type) {
        return new ClassCode.Field(isFinal, name, type, Optional.empty(), "");
    }

    private void fields() {
        parts.modelSizes.forEach(s -> fields.add(field(true, Parts.sizeField(s), Scalar.I32)));
        fields.addAll(parts.arrays.map(HeldArrays::fields).orElseGet(() -> parts.held.stream()
                .map(n -> field(true, parts.valuesName(n), Parts.array(n.type().dtype()))).toList()));
        fields.add(field(true, "seed", Scalar.I64));
        fields.add(field(false, "steps", Scalar.I64));
        fields.add(field(false, "epochs", Scalar.I64));
    }

    /** Makes the arrays, and fills them if {@code fresh}; what is in {@code empty} is so at first. */
    private Function constructor(ProgramCode start, List<ClassCode.Field> empty) {
        Var seed = Code.v("seed", Scalar.I64);
        Var fresh = Code.v("fresh", Scalar.BOOL);
        List<Var> parameters = new ArrayList<>(List.of(seed));
        List<Stmt> body = new ArrayList<>(parts.profiling.start(parts.me));
        for (String s : parts.modelSizes) {
            Var size = Code.i(Parts.sizeName(s));
            parameters.add(size);
            body.add(Code.evaluate(Parts.checkPositive(Parts.sizeName(s), size)));
            body.add(new Stmt.SetField(parts.me, Parts.sizeField(s), Scalar.I32, size));
        }
        parameters.add(fresh);
        body.add(new Stmt.SetField(parts.me, "seed", Scalar.I64, seed));
        parts.arrays.ifPresentOrElse(a -> body.addAll(a.make(functions)), () -> makeFields(body));
        List<Stmt> fill = new ArrayList<>();
        start.workspace.held().forEach(d -> fill.add(
                Code.let(start.workspace.variable(d), start.workspace.create(d))));
        fill.addAll(start.call());
        body.add(new Stmt.If(fresh, fill, List.of()));
        for (ClassCode.Field f : empty) {
            body.add(new Stmt.SetField(parts.me, f.name(), f.type(), f.type() instanceof Type.ArrayOf array
                    ? new Expr.NewArray(array.element(), Code.c(0)) : SpareArrays.unset()));
        }
        return new Function(Function.Access.PRIVATE, false, "<init>", parameters, Scalar.VOID, List.of(), "", body);
    }

    private void makeFields(List<Stmt> body) {
        for (Node n : parts.held) {
            Type array = Parts.array(n.type().dtype());
            body.add(new Stmt.SetField(parts.me, parts.valuesName(n), array, parts.margins.before(n) > 0
                    ? Parts.runtime("Tables", "newTable", array, List.of(Type.STRING, Type.INTS),
                            Code.c(Parts.label(n)), parts.shape(n))
                    : new Expr.NewArray(Parts.element(n.type().dtype()), n.type().rank() == 0 ? Code.c(1)
                            : Parts.runtime("Arguments", "checkElements", Scalar.I32,
                                    List.of(Type.STRING, Type.INTS), Code.c(Parts.label(n)), parts.shape(n)))));
        }
    }

    private Function create(Function constructor) {
        Var seed = Code.v("seed", Scalar.I64);
        List<Var> parameters = new ArrayList<>(List.of(seed));
        parts.modelSizes.forEach(s -> parameters.add(Code.i(Parts.sizeName(s))));
        List<Expr> arguments = new ArrayList<>(parameters);
        arguments.add(Code.c(true));
        return new Function(Function.Access.PUBLIC, true, "create", parameters, parts.self, List.of(),
                "A new model; its random numbers follow from {@code seed} alone.",
                List.of(Code.returns(new Expr.New(parts.self, constructor.parameterTypes(), arguments))));
    }

    /** @param methods names of the model's own */
    private void accessors(List<String> methods) {
        for (String s : parts.modelSizes) {
            functions.add(getter(Parts.sizeName(s), Scalar.I32, parts.size(s), "The size " + s + "."));
        }
        parts.arrays.ifPresent(a -> functions.addAll(a.accessors()));
        List<Node> parameters = parts.held.stream().filter(n -> ((Parameter) n.op()).isTrainable()).toList();
        Map<String, String> setters = Parts.setters(parameters.stream().map(Parts::label).toList(), methods);
        for (Node n : parts.arrays.isPresent() ? List.<Node>of() : parameters) {
            functions.add(getter(parts.accessor(n), Parts.array(n.type().dtype()),
                    Parts.copyOf(parts.values(n), Code.c(parts.margins.before(n)),
                            Code.add(elements(n), Code.c(parts.margins.before(n)))),
                    "A copy of the values of " + Parts.label(n) + " " + n.shape() + ", row-major."));
            functions.add(setter(n, setters.get(Parts.label(n))));
        }
        functions.add(getter("steps", Scalar.I64, parts.field("steps", Scalar.I64),
                "How many training steps were taken."));
    }

    private Expr elements(Node n) {
        return parts.margins.before(n) == 0 ? Code.length(parts.values(n)) : parts.size(n.shape().count());
    }

    private Function setter(Node n, String name) {
        Expr before = Code.c(parts.margins.before(n));
        Var values = Code.v("values", Parts.array(n.type().dtype()));
        String what = "values of " + name;
        return new Function(Function.Access.PUBLIC, false, name, List.of(values), Scalar.VOID, List.of(),
                "Sets " + Parts.label(n) + " " + n.shape() + " to these finite numbers, row-major.", List.of(
                Code.evaluate(Parts.checkLength(what, values, elements(n))),
                Code.evaluate(Parts.checkNumbers(what, values)),
                Code.evaluate(Parts.copy(values, Code.c(0), parts.values(n), before, Code.length(values)))));
    }

    private static Function getter(String name, Type type, Expr value, String doc) {
        return new Function(Function.Access.PUBLIC, false, name, List.of(), type, List.of(), doc,
                List.of(Code.returns(value)));
    }

    /** A method of the model: each call has a workspace that no other has at that time, so that threads do not meet. */
    private void method(ProgramCode p, Map<Node, Dim> bounds) {
        functions.addAll(p.functions);
        List<String> sizes = sizesOf(p);
        List<Var> parameters = new ArrayList<>();
        sizes.forEach(s -> parameters.add(Code.i(Parts.sizeName(s))));
        p.program.inputs().forEach(i -> parameters.add(ProgramCode.input(i)));
        List<Stmt> body = new ArrayList<>(Checks.of(parts, p.program.name(), sizes, p.program.inputs(), bounds));
        Optional<SpareArrays> spare = SpareArrays.of(p, parts);
        p.workspace.held().stream().filter(d -> spare.isEmpty() || d != DType.F32).forEach(d ->
                body.add(Code.let(p.workspace.variable(d), p.workspace.create(d))));
        spare.ifPresent(s -> body.addAll(s.take()));
        body.addAll(p.call());
        Node out = p.program.graph().outputs().get(p.program.name());
        Expr values = p.output(p.program.name());
        boolean scalar = out.type().rank() == 0;
        Type type = scalar ? Parts.element(out.type().dtype()) : Parts.array(out.type().dtype());
        Expr result = scalar ? Code.load(values, Code.c(0)) : values;
        if (spare.isPresent()) {
            Var computed = Code.v("computed", type);
            body.add(Code.let(computed, result));
            body.addAll(spare.get().give());
            result = computed;
        }
        body.add(Code.returns(result));
        functions.add(new Function(Function.Access.PUBLIC, false, p.program.name(), parameters, type, List.of(),
                "Computes " + p.program.name() + " " + out.shape() + ", row-major.", body));
    }

    /** Sizes of the call, in the order in which the inputs name them. */
    private List<String> sizesOf(ProgramCode p) {
        List<String> names = new ArrayList<>();
        for (Node i : p.program.inputs()) {
            for (Dim d : i.shape().dims()) {
                d.names().stream().filter(s -> !parts.modelSizes.contains(s) && !names.contains(s)).forEach(names::add);
            }
        }
        p.workspace.sizes.stream().filter(s -> !names.contains(s)).forEach(names::add);
        return names;
    }
}
