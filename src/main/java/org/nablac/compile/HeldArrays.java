package org.nablac.compile;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
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

/**
 * What a model holds, where it is too much for a field each: an array of arrays for each dtype, and names and shapes of
 * all, those of the floats first, then doubles, then ints. Whatever is done with all of them is a loop.
 */
final class HeldArrays {
    static final List<String> RUNTIME = List.of("org.nablac.runtime.HeldNames", "org.nablac.runtime.TensorReader");
    private static final List<DType> DTYPES = List.of(DType.F32, DType.F64, DType.I32);
    private static final Type.ArrayOf NAMES = new Type.ArrayOf(Type.STRING);
    private static final Type.ArrayOf SHAPES = new Type.ArrayOf(Type.INTS);
    /** Shapes that one function lists. */
    private static final int TOGETHER = 100;
    /** Characters of names in one constant, which holds 65,535 bytes. */
    private static final int CHARACTERS = 20_000;

    private final Parts parts;
    private final Map<DType, List<Node>> groups = new EnumMap<>(DType.class);
    private final Map<Node, Integer> positions = new HashMap<>();

    HeldArrays(Parts parts) {
        this.parts = parts;
        DTYPES.forEach(d -> groups.put(d, new ArrayList<>()));
        for (Node n : parts.held) {
            List<Node> group = groups.get(held(n.type().dtype()));
            positions.put(n, group.size());
            group.add(n);
        }
        groups.values().removeIf(List::isEmpty);
    }

    private static DType held(DType dtype) {
        return dtype == DType.BOOL ? DType.I32 : dtype;
    }

    private static Type.ArrayOf type(DType d) {
        return new Type.ArrayOf(Parts.array(d));
    }

    private static String name(DType d) {
        return "held" + switch (d) {
            case F32 -> "Floats";
            case F64 -> "Doubles";
            case I32, BOOL -> "Ints";
        };
    }

    private Expr names(Expr model) {
        return parts.field(model, "heldNames", NAMES);
    }

    private Expr shapes(Expr model) {
        return parts.field(model, "heldShapes", SHAPES);
    }

    /** The array of a parameter or of state. */
    Expr values(Node leaf) {
        DType d = held(leaf.type().dtype());
        return Code.load(parts.field(name(d), type(d)), Code.c(positions.get(leaf)));
    }

    List<ClassCode.Field> fields() {
        List<ClassCode.Field> all = new ArrayList<>();
        groups.keySet().forEach(d -> all.add(field(name(d), type(d))));
        all.add(field("heldNames", NAMES));
        all.add(field("heldShapes", SHAPES));
        return all;
    }

    private static ClassCode.Field field(String name, Type type) {
        return new ClassCode.Field(true, name, type, Optional.empty(), "");
    }

    private List<Node> inOrder() {
        return groups.values().stream().flatMap(List::stream).toList();
    }

    /** Makes all arrays: statements of the constructor. */
    List<Stmt> make(List<Function> functions) {
        List<Stmt> body = new ArrayList<>();
        body.add(new Stmt.SetField(parts.me, "heldNames", NAMES, Parts.runtime("HeldNames", "nameLines", NAMES,
                List.of(NAMES), new Expr.ArrayLiteral(Type.STRING, nameTexts()))));
        body.add(new Stmt.SetField(parts.me, "heldShapes", SHAPES,
                new Expr.NewArray(Type.INTS, Code.c(parts.held.size()))));
        List<Stmt> stores = new ArrayList<>();
        for (Node n : inOrder()) {
            stores.add(Code.store(shapes(parts.me), Code.c(stores.size()), parts.shape(n)));
        }
        body.addAll(Pieces.of("heldShapes", false, List.of(), List.of(), stores, TOGETHER, functions));
        int offset = 0;
        for (DType d : groups.keySet()) {
            int count = groups.get(d).size();
            Var k = Code.i("held" + offset);
            Expr all = Code.add(k, Code.c(offset));
            body.add(new Stmt.SetField(parts.me, name(d), type(d), new Expr.NewArray(Parts.array(d), Code.c(count))));
            body.add(Code.loop(k, Code.c(0), Code.c(count), Code.store(parts.field(name(d), type(d)), k,
                    new Expr.NewArray(Parts.element(d), Parts.runtime("Arguments", "checkElements", Scalar.I32,
                            List.of(Type.STRING, Type.INTS), Code.load(names(parts.me), all),
                            Code.load(shapes(parts.me), all))))));
            offset += count;
        }
        return body;
    }

    private List<Expr> nameTexts() {
        List<Expr> texts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (Node n : inOrder()) {
            text.append(Parts.label(n)).append('\n');
            if (text.length() > CHARACTERS) {
                texts.add(Code.c(text.toString()));
                text.setLength(0);
            }
        }
        texts.add(Code.c(text.toString()));
        return texts;
    }

    /** {@code Object parameter(String name)}, and {@code setParameter(String name, float[] values)} for each dtype. */
    List<Function> accessors() {
        Var name = Code.v("name", Type.STRING);
        Var at = Code.i("at");
        Stmt found = Code.let(at, Parts.runtime("HeldNames", "nameIndex", Scalar.I32, List.of(NAMES, Type.STRING),
                names(parts.me), name));
        List<Function> all = new ArrayList<>();
        List<Stmt> body = new ArrayList<>(List.of(found));
        int offset = 0;
        for (DType d : groups.keySet()) {
            Expr held = parts.field(name(d), type(d));
            Expr values = Code.load(held, Code.sub(at, Code.c(offset)));
            Stmt copy = Code.returns(Parts.copyOf(values, Code.c(0), Code.length(values)));
            if (d != DType.I32) {
                Var given = Code.v("values", Parts.array(d));
                all.add(new Function(Function.Access.PUBLIC, false, "setParameter", List.of(name, given), Scalar.VOID,
                        List.of(), "Sets the parameter, or the optimiser's state, of this name to these finite numbers,"
                        + " row-major.", List.of(found, Code.evaluate(Parts.runtime("HeldNames", "setHeld", Scalar.VOID,
                        List.of(Type.STRING, held.type(), Scalar.I32, given.type()),
                        name, held, Code.sub(at, Code.c(offset)), given)))));
            }
            offset += groups.get(d).size();
            body.add(offset == parts.held.size() ? copy
                    : new Stmt.If(Code.lt(at, Code.c(offset)), List.of(copy), List.of()));
        }
        all.add(new Function(Function.Access.PUBLIC, false, "parameter", List.of(name), Type.OBJECT, List.of(),
                "A copy of the values of the parameter, or of the optimiser's state, of this name, row-major.", body));
        return all;
    }

    /** Writes all to the safetensors {@code file}. */
    List<Stmt> save(Expr file, Expr metadata) {
        Var arrays = Code.v("arrays", new Type.ArrayOf(Type.OBJECT));
        List<Stmt> body = new ArrayList<>();
        body.add(Code.let(arrays, new Expr.NewArray(Type.OBJECT, Code.c(parts.held.size()))));
        int offset = 0;
        for (DType d : groups.keySet()) {
            body.add(Code.evaluate(Parts.copy(parts.field(name(d), type(d)), Code.c(0), arrays, Code.c(offset),
                    Code.c(groups.get(d).size()))));
            offset += groups.get(d).size();
        }
        body.add(Code.evaluate(Parts.runtime("Safetensors", "saveTensors", Scalar.VOID,
                List.of(Type.PATH, NAMES, SHAPES, arrays.type(), metadata.type()),
                file, names(parts.me), shapes(parts.me), arrays, metadata)));
        return body;
    }

    /** Reads the parameters of {@code model}, or else its state. */
    List<Stmt> load(Expr file, Expr header, Expr model, boolean isTrainable) {
        List<Stmt> body = new ArrayList<>();
        int offset = 0;
        for (DType d : groups.keySet()) {
            List<Node> group = groups.get(d);
            int parameters = (int) group.stream().filter(n -> ((Parameter) n.op()).isTrainable()).count();
            int from = isTrainable ? 0 : parameters;
            int to = isTrainable ? parameters : group.size();
            if (from < to) {
                body.add(Code.evaluate(Parts.runtime("TensorReader", "readTensors", Scalar.VOID,
                        List.of(Type.PATH, Type.STRING, NAMES, SHAPES, Type.OBJECT, Scalar.I32, Scalar.I32, Scalar.I32),
                        file, header, names(model), shapes(model), parts.field(model, name(d), type(d)),
                        Code.c(offset), Code.c(from), Code.c(to))));
            }
            offset += group.size();
        }
        return body;
    }
}
