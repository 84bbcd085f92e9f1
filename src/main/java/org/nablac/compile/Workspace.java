package org.nablac.compile;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.code.Function;
import org.nablac.code.Scalar;
import org.nablac.code.Stmt;
import org.nablac.code.Type;
import org.nablac.lower.Argument;
import org.nablac.tensor.DType;

/**
 * What the kernels of a program write to besides the model's own arrays, and the functions that make it: up to three
 * arrays of arrays, of floats, doubles and ints.
 */
final class Workspace {
    private static final List<DType> ALL = List.of(DType.F32, DType.F64, DType.I32);
    /** Arrays that one function makes. */
    private static final int ARRAYS = 100;

    private final Program program;
    private final Parts parts;
    /** The sizes of a call that it depends on. */
    final List<String> sizes;
    /** Those of the model's class that make it. */
    final List<Function> functions = new ArrayList<>();
    /** Where each array is among those of its dtype. */
    private final List<Integer> numbers = new ArrayList<>();

    Workspace(Program program, Parts parts) {
        this.program = program;
        this.parts = parts;
        Set<String> named = new LinkedHashSet<>(program.sizes());
        named.removeAll(parts.modelSizes);
        this.sizes = List.copyOf(named);
        Map<DType, Integer> counts = new EnumMap<>(DType.class);
        program.arrays().forEach(a -> numbers.add(counts.merge(a.dtype(), 1, Integer::sum) - 1));
        held().forEach(this::maker);
    }

    /** The dtypes of which it has arrays. */
    List<DType> held() {
        return ALL.stream().filter(d -> program.arrays().stream().anyMatch(a -> a.dtype() == d)).toList();
    }

    static Type.ArrayOf type(DType d) {
        return new Type.ArrayOf(Parts.array(d));
    }

    /** Of the arrays of a dtype, as a field, a variable and a parameter. */
    String name(DType d) {
        return program.name() + switch (d) {
            case F32 -> "Floats";
            case F64 -> "Doubles";
            case I32, BOOL -> "Ints";
        };
    }

    Var variable(DType d) {
        return Code.v(name(d), type(d));
    }

    List<Var> sizeParameters() {
        return sizes.stream().map(s -> Code.i(Parts.sizeName(s))).toList();
    }

    /** New arrays of a dtype, for the sizes of the call at hand. */
    Expr create(DType d) {
        Function f = functions.stream().filter(x -> x.name().equals(makerName(d))).findFirst().orElseThrow();
        return Code.call(f, sizeParameters().toArray(Expr[]::new));
    }

    /** The array that stands for an argument of a kernel. */
    Expr array(Argument a) {
        int place = program.places().get(a);
        return Code.load(variable(program.arrays().get(place).dtype()), Code.c(numbers.get(place)));
    }

    /** How many arrays of a dtype there are. */
    int count(DType d) {
        return (int) program.arrays().stream().filter(a -> a.dtype() == d).count();
    }

    /** The array of floats of number {@code k}. */
    Program.Array floats(int k) {
        return program.arrays().stream().filter(a -> a.dtype() == DType.F32).toList().get(k);
    }

    /** Which of the arrays of a dtype are as long in every call and are not what it returns. */
    List<Integer> fixed(DType d) {
        Set<Integer> shown = new LinkedHashSet<>();
        program.places().forEach((a, place) -> {
            if (a instanceof Argument.Output) {
                shown.add(place);
            }
        });
        return IntStream.range(0, program.arrays().size()).filter(k -> {
            Program.Array a = program.arrays().get(k);
            return a.dtype() == d && a.size().isConstant() && a.block().isEmpty() && !shown.contains(k);
        }).mapToObj(numbers::get).toList();
    }

    /** A new array for the sizes of the call at hand. */
    Expr create(Program.Array a) {
        Expr size = parts.size(a.size());
        return new Expr.NewArray(Parts.element(a.dtype()), a.block().isEmpty() ? size
                : Code.mul(new BlockLoop(program, a.block().get(), parts).largest(), size));
    }

    private String makerName(DType d) {
        return "new" + Parts.capital(name(d));
    }

    private void maker(DType d) {
        List<Expr> arrays = new ArrayList<>();
        for (Program.Array a : program.arrays()) {
            if (a.dtype() == d) {
                arrays.add(create(a));
            }
        }
        List<Stmt> body = arrays.size() <= ARRAYS ? List.of(Code.returns(new Expr.ArrayLiteral(Parts.array(d), arrays)))
                : oneByOne(d, arrays);
        functions.add(new Function(Function.Access.PRIVATE, false, makerName(d), sizeParameters(), type(d), List.of(),
                "", body));
    }

    /** Makes the arrays in functions of some each. */
    private List<Stmt> oneByOne(DType d, List<Expr> arrays) {
        Var all = Code.v("all", type(d));
        List<Var> parameters = new ArrayList<>(sizeParameters());
        parameters.add(all);
        List<Stmt> stores = new ArrayList<>();
        for (int k = 0; k < arrays.size(); k++) {
            stores.add(Code.store(all, Code.c(k), arrays.get(k)));
        }
        List<Stmt> body = new ArrayList<>();
        body.add(Code.let(all, new Expr.NewArray(Parts.array(d), Code.c(arrays.size()))));
        body.addAll(Pieces.of(makerName(d), false, parameters, List.of(), stores, ARRAYS, functions));
        body.add(Code.returns(all));
        return body;
    }
}
