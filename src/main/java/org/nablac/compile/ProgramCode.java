package org.nablac.compile;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.code.Function;
import org.nablac.code.Scalar;
import org.nablac.code.Stmt;
import org.nablac.code.Type;
import org.nablac.graph.Node;
import org.nablac.lower.Argument;
import org.nablac.lower.KernelCode;
import org.nablac.tensor.DType;

/**
 * The functions that run a program: one that makes its workspace, and others that call its kernels, some dozens each,
 * so that none grows large. The workspace is up to three arrays of arrays: of floats, doubles and ints.
 */
final class ProgramCode {
    private static final int CALLS = 24;
    /** Arguments of the calls in one function, each of up to six bytes of code. */
    private static final int ARGUMENTS = 500;
    /** What the shell's own parameters and variables are called. */
    private static final Set<String> TAKEN = Set.of("this", "examples", "example", "batch", "rateFrom", "rateTo", "sum",
            "done", "taken", "place", "position", "shuffled", "until");
    private static final List<DType> HELD = List.of(DType.F32, DType.F64, DType.I32);

    final Program program;
    private final Parts parts;
    private final boolean lanes;
    /** The sizes of the call that it depends on. */
    final List<String> callSizes;
    final List<Function> functions = new ArrayList<>();
    private final List<Function> runs = new ArrayList<>();
    private final Optional<Expr> loop;

    /** @param lanes whether kernels are called through a function that chooses their form */
    ProgramCode(Program program, Parts parts, boolean lanes) {
        this.lanes = lanes;
        this.program = program;
        this.parts = parts;
        Set<String> sizes = new LinkedHashSet<>(program.sizes());
        sizes.removeAll(parts.modelSizes);
        this.callSizes = List.copyOf(sizes);
        workspaces();
        runs();
        functions.addAll(runs);
        this.loop = parts.profiling.isOn() ? Optional.empty() : program.loop().map(this::called);
    }

    /** The dtypes of which the workspace has arrays. */
    List<DType> held() {
        return HELD.stream().filter(d -> program.arrays().stream().anyMatch(a -> a.dtype() == d)).toList();
    }

    static Type.ArrayOf workspaceType(DType d) {
        return new Type.ArrayOf(Parts.array(d));
    }

    String workspaceName(DType d) {
        return program.name() + switch (d) {
            case F32 -> "Floats";
            case F64 -> "Doubles";
            case I32, BOOL -> "Ints";
        };
    }

    private List<Var> sizeParameters() {
        return callSizes.stream().map(s -> Code.i(Parts.sizeName(s))).toList();
    }

    private void workspaces() {
        for (DType d : held()) {
            List<Expr> arrays = new ArrayList<>();
            for (Program.Array a : program.arrays()) {
                if (a.dtype() == d) {
                    arrays.add(new Expr.NewArray(Parts.element(d), parts.size(a.size())));
                }
            }
            functions.add(new Function(Function.Access.PRIVATE, false, "new" + capital(workspaceName(d)),
                    sizeParameters(), workspaceType(d), List.of(), "",
                    List.of(Code.returns(new Expr.ArrayLiteral(Parts.array(d), arrays)))));
        }
    }

    private static String capital(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    /** A new workspace of this dtype. */
    Expr newWorkspace(DType d) {
        Function f = functions.stream().filter(x -> x.name().equals("new" + capital(workspaceName(d))))
                .findFirst().orElseThrow();
        return Code.call(f, sizeParameters().toArray(Expr[]::new));
    }

    private void runs() {
        List<Var> parameters = new ArrayList<>(sizeParameters());
        for (Node i : program.inputs()) {
            parameters.add(input(i));
        }
        boolean byExample = program.kernels().stream().anyMatch(k -> k.arguments().contains(new Argument.Example()));
        if (byExample) {
            parameters.add(Code.i("example"));
        }
        extras().forEach(n -> parameters.add(input(n)));
        held().forEach(d -> parameters.add(Code.v(workspaceName(d), workspaceType(d))));
        List<Stmt> body = new ArrayList<>();
        int passed = 0;
        int calls = 0;
        int number = 0;
        for (KernelCode k : program.kernels()) {
            Kernels.Callable f = callable(k);
            passed += f.arguments().size();
            if (calls == CALLS || passed > ARGUMENTS && calls > 0) {
                run(parameters, body);
                body.clear();
                calls = 0;
                passed = f.arguments().size();
            }
            body.addAll(parts.profiling.timed(program, number++, Code.evaluate(called(k))));
            calls++;
        }
        if (!body.isEmpty()) {
            run(parameters, body);
        }
    }

    private Kernels.Callable callable(KernelCode k) {
        return lanes ? Kernels.choosing(k, parts.self) : new Kernels.Callable(k.function(), k.arguments());
    }

    private Expr called(KernelCode k) {
        Kernels.Callable f = callable(k);
        functions.add(f.function());
        return Code.call(f.function(), f.arguments().stream().map(a -> pass(a, k)).toArray(Expr[]::new));
    }

    /**
     * The sum of losses after the examples {@code done} to {@code until} of {@code shuffled}, where a loop over
     * examples is one function.
     */
    Optional<Expr> loop() {
        return loop;
    }

    private void run(List<Var> parameters, List<Stmt> body) {
        runs.add(new Function(Function.Access.PRIVATE, false, program.name() + "Run" + runs.size(), parameters,
                Scalar.VOID, List.of(), "", body));
    }

    /** Inputs that are not the method's own, as the rate. */
    List<Node> extras() {
        Set<Node> all = new LinkedHashSet<>();
        for (KernelCode k : program.kernels()) {
            for (Argument a : k.arguments()) {
                if (a instanceof Argument.Leaf l && !Program.isPersistent(l.leaf())
                        && !program.inputs().contains(l.leaf())) {
                    all.add(l.leaf());
                }
            }
        }
        return List.copyOf(all);
    }

    /** The parameter that an input is passed as: a scalar by value. */
    static Var input(Node leaf) {
        DType d = leaf.type().dtype();
        String name = Parts.camel(Parts.label(leaf));
        return Code.v(TAKEN.contains(name) ? name + "_" : name,
                leaf.type().rank() == 0 ? Scalar.of(d) : Parts.array(d));
    }

    private Expr pass(Argument a, KernelCode kernel) {
        return switch (a) {
            case Argument.Leaf l -> Program.isPersistent(l.leaf()) ? parts.values(l.leaf()) : input(l.leaf());
            case Argument.Size s -> parts.size(s.name());
            case Argument.First f -> Code.c(0);
            case Argument.Last l -> parts.size(kernel.range().orElseThrow().extent());
            case Argument.Example e -> Code.i("example");
            case Argument.Seed s -> parts.field("seed", Scalar.I64);
            case Argument.Step s -> parts.field("steps", Scalar.I64);
            case Argument.Slot s -> place(a);
            case Argument.Output o -> place(a);
            case Argument.Scratch s -> place(a);
            case Argument.Marks m -> place(a);
            case Argument.OfLoop l -> Code.v(l.name(), l.type());
        };
    }

    private Expr place(Argument a) {
        int place = program.places().get(a);
        DType d = program.arrays().get(place).dtype();
        int number = (int) program.arrays().subList(0, place).stream().filter(x -> x.dtype() == d).count();
        return Code.load(Code.v(workspaceName(d), workspaceType(d)), Code.c(number));
    }

    /** The array of the workspace that holds an output. */
    Expr output(String name) {
        return place(new Argument.Output(name));
    }

    /** Calls every kernel; {@code example} where the program looks at one. */
    List<Stmt> call(Optional<Expr> example) {
        List<Stmt> calls = new ArrayList<>();
        for (Function f : runs) {
            Expr[] arguments = f.parameters().stream()
                    .map(p -> p.name().equals("example") && example.isPresent() ? example.get() : (Expr) p)
                    .toArray(Expr[]::new);
            calls.add(Code.evaluate(Code.call(f, arguments)));
        }
        return calls;
    }
}
