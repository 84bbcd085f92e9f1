package org.nablac.compile;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.code.Scalar;
import org.nablac.code.Target;
import org.nablac.code.Type;
import org.nablac.graph.Leaf;
import org.nablac.graph.Node;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;
import org.nablac.tensor.UserError;

/** What the functions of the shell are made of: names, fields, sizes, calls of the runtime. */
final class Parts {
    static final Type.Reference IO_EXCEPTION = new Type.Reference("java.io.IOException");
    /** What an array holds on every Java virtual machine. */
    static final int MOST_ELEMENTS = Integer.MAX_VALUE - 8;
    /** What is held in fields of its own. */
    private static final int FIELDS = 400;
    private static final String RUNTIME = "org.nablac.runtime.";
    /** Methods of the class that no accessor of a parameter may be called like. */
    private static final Set<String> WITHOUT_ARGUMENTS = Set.of("steps", "close", "kernelTimes", "toString", "hashCode",
            "getClass", "notify", "notifyAll", "wait", "finalize", "clone");

    final Type.Reference self;
    final Var me;
    /** Sizes of the model, in order. */
    final List<String> modelSizes;
    /** Everything the model holds, parameters first, then state. */
    final List<Node> held;
    /** What counts the calls of kernels. */
    final Profiling profiling;
    /** Which of it lies behind a margin. */
    final Margins margins;
    /** Where it is, if it is too much for a field each. */
    final Optional<HeldArrays> arrays;
    private final Map<Node, String> fields = new LinkedHashMap<>();

    /** @param profiled the programs whose kernels are counted */
    Parts(String className, List<String> modelSizes, List<Node> held, Margins margins, List<Program> profiled) {
        this.self = new Type.Reference(className);
        this.profiling = new Profiling(self, profiled);
        this.me = Code.v("this", self);
        this.modelSizes = List.copyOf(modelSizes);
        this.held = List.copyOf(held);
        this.margins = margins;
        Map<String, String> names = accessors(held.stream().map(Parts::label).toList(), this.modelSizes);
        held.forEach(n -> fields.put(n, names.get(label(n))));
        this.arrays = !isFieldEach(held) ? Optional.of(new HeldArrays(this)) : Optional.empty();
    }

    /** Whether what a model holds is a field each. */
    static boolean isFieldEach(List<Node> held) {
        return held.size() <= FIELDS;
    }

    static String label(Node leaf) {
        return ((Leaf.Stored) leaf.op()).label();
    }

    /** {@code firstA} of {@code first.a}, {@code layers0A} of {@code layers.0.a}. */
    static String camel(String label) {
        StringBuilder s = new StringBuilder();
        for (String part : label.split("[^A-Za-z0-9_$]+")) {
            s.append(s.isEmpty() ? part : capital(part));
        }
        return Character.isJavaIdentifierStart(s.charAt(0)) ? s.toString() : "_" + s;
    }

    /** {@code name} with its first letter large. */
    static String capital(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    /**
     * The methods that give the values of what has these labels, parameters, and state behind them, in a class of a
     * model with these sizes.
     */
    static Map<String, String> accessors(List<String> labels, List<String> sizes) {
        Set<String> others = new HashSet<>(WITHOUT_ARGUMENTS);
        sizes.forEach(s -> others.add(sizeName(s)));
        return distinct(labels, Parts::camel, others);
    }

    /** The methods that set the values of parameters of these labels, in a class with methods of these names. */
    static Map<String, String> setters(List<String> labels, Collection<String> methods) {
        return distinct(labels, label -> "set" + capital(camel(label)), methods);
    }

    private static Map<String, String> distinct(List<String> labels, UnaryOperator<String> name,
            Collection<String> others) {
        Set<String> taken = new HashSet<>(others);
        Map<String, String> names = new LinkedHashMap<>();
        for (String label : labels) {
            String free = name.apply(label);
            while (!taken.add(free)) {
                free += "_";
            }
            names.put(label, free);
        }
        return names;
    }

    /** The accessor of a parameter, and the end of its field's name. */
    String accessor(Node leaf) {
        return fields.get(leaf);
    }

    static Type array(DType dtype) {
        return new Type.ArrayOf(element(dtype));
    }

    /** How one element is held in an array: truth values as ints. */
    static Scalar element(DType dtype) {
        return dtype == DType.BOOL ? Scalar.I32 : Scalar.of(dtype);
    }

    Expr field(String name, Type type) {
        return new Expr.Field(me, name, type);
    }

    Expr field(Expr object, String name, Type type) {
        return new Expr.Field(object, name, type);
    }

    /** The array of a parameter or of state. */
    Expr values(Node leaf) {
        return arrays.map(a -> a.values(leaf))
                .orElseGet(() -> field("p_" + fields.get(leaf), array(leaf.type().dtype())));
    }

    String valuesName(Node leaf) {
        return "p_" + fields.get(leaf);
    }

    /** The value of a named size: a field if it is one of the model, else the parameter of the call. */
    Expr size(String name) {
        return modelSizes.contains(name) ? field(sizeField(name), Scalar.I32) : Code.i(sizeName(name));
    }

    /** Whether the class has a method without arguments that is called like this, whatever the model. */
    static boolean isTaken(String name) {
        return WITHOUT_ARGUMENTS.contains(name);
    }

    static String sizeField(String name) {
        return "size_" + name;
    }

    /** The Java parameter of a named size: {@code n} of {@code N}. */
    static String sizeName(String name) {
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    /** The value of a dimension. */
    Expr size(Dim dim) {
        return size(dim, this::size);
    }

    /** The value of a dimension whose named sizes have these values. */
    static Expr size(Dim dim, Function<String, Expr> named) {
        Expr sum = Code.c(0);
        for (Map.Entry<List<String>, Long> term : dim.terms()) {
            if (term.getValue() > MOST_ELEMENTS) {
                throw new UserError("the model has a value of " + dim + " elements, an array holds at most "
                        + MOST_ELEMENTS + ": choose smaller sizes");
            }
            Expr product = Code.c(Math.toIntExact(term.getValue()));
            for (String name : term.getKey()) {
                product = Code.mul(product, named.apply(name));
            }
            sum = Code.add(sum, product);
        }
        return sum;
    }

    /** The dimensions of a leaf's shape as an {@code int[]}. */
    Expr shape(Node leaf) {
        List<Expr> dims = new ArrayList<>();
        leaf.shape().dims().forEach(d -> dims.add(size(d)));
        return new Expr.ArrayLiteral(Scalar.I32, dims);
    }

    static Expr runtime(String owner, String name, Type returns, List<Type> parameters, Expr... arguments) {
        return Code.call(new Target.External(Target.Kind.STATIC, new Type.Reference(RUNTIME + owner), name, parameters,
                returns), arguments);
    }

    static Expr java(String owner, String name, Type returns, List<Type> parameters, Expr... arguments) {
        return Code.call(new Target.External(Target.Kind.STATIC, new Type.Reference(owner), name, parameters, returns),
                arguments);
    }

    /** {@code checkLength(name, array.length, expected)} */
    static Expr checkLength(String what, Expr array, Expr expected) {
        return runtime("Arguments", "checkLength", Scalar.VOID, List.of(Type.STRING, Scalar.I32, Scalar.I32),
                Code.c(what), Code.length(array), expected);
    }

    static Expr checkNumbers(String what, Expr array) {
        return runtime("Arguments", "checkNumbers", Scalar.VOID, List.of(Type.STRING, array.type()), Code.c(what),
                array);
    }

    /** The elements {@code first} to {@code end}, excluded, of an array. */
    static Expr copyOf(Expr array, Expr first, Expr end) {
        return java("java.util.Arrays", "copyOfRange", array.type(), List.of(array.type(), Scalar.I32, Scalar.I32),
                array, first, end);
    }

    /** {@code System.arraycopy} */
    static Expr copy(Expr from, Expr fromAt, Expr to, Expr toAt, Expr count) {
        return java("java.lang.System", "arraycopy", Scalar.VOID,
                List.of(Type.OBJECT, Scalar.I32, Type.OBJECT, Scalar.I32, Scalar.I32), from, fromAt, to, toAt, count);
    }

    static Expr checkPositive(String what, Expr size) {
        return runtime("Arguments", "checkPositive", Scalar.VOID, List.of(Type.STRING, Scalar.I32), Code.c(what), size);
    }

    static Expr checkIndices(String what, Expr array, Expr count, Expr bound) {
        return runtime("Arguments", "checkIndices", Scalar.VOID,
                List.of(Type.STRING, Type.INTS, Scalar.I32, Scalar.I32, Scalar.I32),
                Code.c(what), array, Code.c(0), count, bound);
    }
}
