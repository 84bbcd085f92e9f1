package org.nablac.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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

/**
 * Saving and loading. A file holds every parameter and the optimiser's state, and as metadata the hash of the model's
 * graph, the optimiser, the sizes of the model, the seed and the counters: what is needed to go on as if nothing had
 * happened. State is read only if it is of the same optimiser.
 */
final class Weights {
    private static final String GRAPH = "nablac.graph";
    private static final String OPTIMIZER = "nablac.optimizer";
    private static final String SIZE = "nablac.size.";
    /** Tensors that one function reads or lists: some hundred bytes of code each. */
    private static final int TOGETHER = 24;
    private static final List<String> COUNTERS = List.of("seed", "steps", "epochs");

    private final Parts parts;
    private final String hash;
    private final String optimizer;
    private final Var file = Code.v("file", Type.PATH);
    /** What {@link #load} and {@link #save} call. */
    final List<Function> helpers = new ArrayList<>();

    Weights(Parts parts, String hash, String optimizer) {
        this.parts = parts;
        this.hash = hash;
        this.optimizer = optimizer;
    }

    Function save() {
        List<Stmt> body = parts.arrays.map(a -> a.save(file, new Expr.ArrayLiteral(Type.STRING, metadata())))
                .orElseGet(this::saveFields);
        return new Function(Function.Access.PUBLIC, false, "save", List.of(file), Scalar.VOID,
                List.of(Parts.IO_EXCEPTION),
                "Writes parameters, optimiser state and counters as safetensors; whatever was there is replaced at once"
                        + " or not at all.", body);
    }

    private List<Stmt> saveFields() {
        Var names = Code.v("names", new Type.ArrayOf(Type.STRING));
        Var shapes = Code.v("shapes", new Type.ArrayOf(Type.INTS));
        Var arrays = Code.v("arrays", new Type.ArrayOf(Type.OBJECT));
        Expr count = Code.c(parts.held.size());
        List<Stmt> body = new ArrayList<>();
        body.add(Code.let(names, new Expr.NewArray(Type.STRING, count)));
        body.add(Code.let(shapes, new Expr.NewArray(Type.INTS, count)));
        body.add(Code.let(arrays, new Expr.NewArray(Type.OBJECT, count)));
        for (int from = 0; from < parts.held.size(); from += TOGETHER) {
            List<Stmt> some = new ArrayList<>();
            for (int k = from; k < Math.min(parts.held.size(), from + TOGETHER); k++) {
                Node n = parts.held.get(k);
                some.add(Code.store(names, Code.c(k), Code.c(Parts.label(n))));
                some.add(Code.store(shapes, Code.c(k), parts.shape(n)));
                some.add(Code.store(arrays, Code.c(k), parts.margins.before(n) == 0 ? parts.values(n)
                        : Parts.runtime("Tables", "tableValues", Type.FLOAT_BUFFER, List.of(Type.FLOATS, Scalar.I32),
                                parts.values(n), parts.size(n.shape().count()))));
            }
            Function part = new Function(Function.Access.PRIVATE, false, "list_" + from / TOGETHER,
                    List.of(names, shapes, arrays), Scalar.VOID, List.of(), "", some);
            helpers.add(part);
            body.add(Code.evaluate(Code.call(part, names, shapes, arrays)));
        }
        body.add(Code.evaluate(Parts.runtime("Safetensors", "saveTensors", Scalar.VOID,
                List.of(Type.PATH, names.type(), shapes.type(), arrays.type(), new Type.ArrayOf(Type.STRING)),
                file, names, shapes, arrays, new Expr.ArrayLiteral(Type.STRING, metadata()))));
        return body;
    }

    private List<Expr> metadata() {
        List<Expr> all = new ArrayList<>(List.of(Code.c(GRAPH), Code.c(hash), Code.c(OPTIMIZER), Code.c(optimizer)));
        for (String size : parts.modelSizes) {
            all.add(Code.c(SIZE + size));
            all.add(Parts.java("java.lang.Integer", "toString", Type.STRING, List.of(Scalar.I32), parts.size(size)));
        }
        for (String counter : COUNTERS) {
            all.add(Code.c("nablac." + counter));
            all.add(Parts.java("java.lang.Long", "toString", Type.STRING, List.of(Scalar.I64),
                    parts.field(counter, Scalar.I64)));
        }
        return all;
    }

    Function load(Function constructor) {
        Var header = Code.v("header", Type.STRING);
        Var model = Code.v("model", parts.self);
        List<Stmt> body = new ArrayList<>();
        body.add(Code.let(header, safetensors("openHeader", Type.STRING, List.of(Type.PATH), file)));
        body.add(Code.evaluate(safetensors("checkMetadata", Scalar.VOID,
                List.of(Type.PATH, Type.STRING, Type.STRING, Type.STRING), file, header, Code.c(GRAPH), Code.c(hash))));
        List<Expr> arguments = new ArrayList<>();
        arguments.add(number(header, "nablac.seed"));
        for (String size : parts.modelSizes) {
            arguments.add(Code.convert(Scalar.I32, number(header, SIZE + size)));
        }
        arguments.add(Code.c(false));
        body.add(Code.let(model, new Expr.New(parts.self, constructor.parameterTypes(), arguments)));
        Map<Boolean, List<Node>> held = parts.held.stream()
                .collect(Collectors.partitioningBy(n -> ((Parameter) n.op()).isTrainable()));
        body.addAll(parts.arrays.map(a -> a.load(file, header, model, true))
                .orElseGet(() -> reads("loadParameters", header, model, held.get(true))));
        List<Stmt> state = parts.arrays.map(a -> a.load(file, header, model, false))
                .orElseGet(() -> reads("loadState", header, model, held.get(false)));
        if (!state.isEmpty()) {
            Expr saved = safetensors("metadataValue", Type.STRING,
                    List.of(Type.PATH, Type.STRING, Type.STRING, Type.STRING),
                    file, header, Code.c(OPTIMIZER), Code.c(""));
            Expr same = Code.call(new org.nablac.code.Target.External(org.nablac.code.Target.Kind.VIRTUAL, Type.STRING,
                    "equals", List.of(Type.STRING, Type.OBJECT), Scalar.BOOL), saved, Code.c(optimizer));
            body.add(new Stmt.If(same, state, List.of()));
        }
        for (String counter : List.of("steps", "epochs")) {
            body.add(new Stmt.SetField(model, counter, Scalar.I64, number(header, "nablac." + counter)));
        }
        body.add(Code.returns(model));
        return new Function(Function.Access.PUBLIC, true, "load", List.of(file), parts.self,
                List.of(Parts.IO_EXCEPTION),
                "Reads what {@link #save} wrote; a file that is damaged, or of another model, is refused.", body);
    }

    /** Reads each of {@code nodes}: here if they are few, else in functions called {@code name_0}, {@code name_1}, … */
    private List<Stmt> reads(String name, Var header, Var model, List<Node> nodes) {
        List<Stmt> all = new ArrayList<>();
        for (int from = 0; from < nodes.size(); from += TOGETHER) {
            List<Stmt> some = new ArrayList<>();
            nodes.subList(from, Math.min(nodes.size(), from + TOGETHER))
                    .forEach(n -> some.addAll(read(header, model, n)));
            if (nodes.size() <= TOGETHER) {
                return some;
            }
            Function part = new Function(Function.Access.PRIVATE, true, name + "_" + from / TOGETHER,
                    List.of(file, header, model), Scalar.VOID, List.of(Parts.IO_EXCEPTION), "", some);
            helpers.add(part);
            all.add(Code.evaluate(Code.call(part, file, header, model)));
        }
        return all;
    }

    /** Checks the shape, reads the values into the model's array and refuses NaN and infinities. */
    private List<Stmt> read(Var header, Var model, Node leaf) {
        Type array = Parts.array(leaf.type().dtype());
        Expr name = Code.c(Parts.label(leaf));
        Expr into = parts.field(model, parts.valuesName(leaf), array);
        java.util.function.Function<String, Expr> sizes = size -> parts.field(model, Parts.sizeField(size), Scalar.I32);
        List<Expr> dims = new ArrayList<>();
        leaf.shape().dims().forEach(d -> dims.add(Parts.size(d, sizes)));
        List<Stmt> all = new ArrayList<>();
        all.add(Code.evaluate(safetensors("matchShape", Type.INTS,
                List.of(Type.PATH, Type.STRING, Type.STRING, Type.INTS),
                file, header, name, new Expr.ArrayLiteral(Scalar.I32, dims))));
        if (parts.margins.before(leaf) > 0) {
            all.add(Code.evaluate(Parts.runtime("Tables", "readTable", Scalar.VOID,
                    List.of(Type.PATH, Type.STRING, Type.STRING, array, Scalar.I32), file, header, name, into,
                    Parts.size(leaf.shape().count(), sizes))));
            return all;
        }
        all.add(Code.evaluate(safetensors("readTensor", Scalar.VOID,
                List.of(Type.PATH, Type.STRING, Type.STRING, array), file, header, name, into)));
        if (leaf.type().dtype() == DType.F32 || leaf.type().dtype() == DType.F64) {
            all.add(Code.evaluate(safetensors("checkFinite", Scalar.VOID, List.of(Type.PATH, Type.STRING, array),
                    file, name, into)));
        }
        return all;
    }

    private Expr number(Var header, String key) {
        return safetensors("metadataNumber", Scalar.I64, List.of(Type.PATH, Type.STRING, Type.STRING),
                file, header, Code.c(key));
    }

    private static Expr safetensors(String name, Type returns, List<Type> parameters, Expr... arguments) {
        return Parts.runtime("Safetensors", name, returns, parameters, arguments);
    }
}
