package org.nablac.compile;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
import org.nablac.lower.Lowered;
import org.nablac.schedule.Block;
import org.nablac.schedule.MemoryPlan;
import org.nablac.tensor.DType;

/** The functions that run a program: they call its kernels, some dozens each, so that none grows large. */
final class ProgramCode {
    private static final int CALLS = 24;
    /** Functions that call kernels of a program, above which others call them. */
    private static final int RUNS = 100;
    /** Arguments of the calls in one function, each of up to eight bytes of code. */
    private static final int ARGUMENTS = 400;
    /** What the shell's own parameters and variables are called. */
    private static final Set<String> TAKEN = Set.of("this", "examples", "example", "next", "batch", "rateFrom",
            "rateTo", "computed", "isFirst", "sum", "done", "taken", "place", "position", "shuffled", "most", "count",
            "height", "base", "blockFirst", "blockLast", "until");
    private static final Var NEXT = Code.i("next");

    final Program program;
    private final Parts parts;
    private final boolean lanes;
    final Workspace workspace;
    final List<Function> functions = new ArrayList<>();
    private final List<Function> runs = new ArrayList<>();
    private final Optional<Expr> loop;
    /** The functions of kernels by name; some kernels share one. */
    private final Map<String, Function> called = new LinkedHashMap<>();
    /** The number of each kernel in its program. */
    private final Map<KernelCode, Integer> indices = new IdentityHashMap<>();
    /** How many of the first functions do what is done ahead for the next example, and how many do all but the last. */
    private final int ahead;
    private final int between;
    private final Optional<Function> sweep;
    private final Map<KernelCode, Kernels.Callable> callables = new IdentityHashMap<>();
    /** What shares its kernels among threads, if they are shared. */
    final Optional<Sharing> sharing;

    /** @param lanes whether kernels are called through a function that chooses their form */
    ProgramCode(Program program, Parts parts, boolean lanes) {
        this(program, parts, lanes, Optional.empty());
    }

    /** @param threads what shares its large kernels, if they are to be shared */
    ProgramCode(Program program, Parts parts, boolean lanes, Optional<Threads> threads) {
        this.lanes = lanes;
        this.program = program;
        this.parts = parts;
        this.workspace = new Workspace(program, parts);
        functions.addAll(workspace.functions);
        program.kernels().forEach(k -> indices.put(k, indices.size()));
        List<KernelCode> kernels = program.code().kernels();
        int first = program.code().sweep().map(Lowered.Ahead::first).orElse(0);
        int last = program.code().sweep().isPresent() ? kernels.size() - 1 : kernels.size();
        for (KernelCode k : program.kernels()) {
            Kernels.Callable f = lanes ? Kernels.choosing(k, parts.self)
                    : new Kernels.Callable(k.function(), k.arguments());
            Function shared = called.computeIfAbsent(f.function().name(), name -> f.function());
            callables.put(k, new Kernels.Callable(shared, f.arguments()));
        }
        runs(kernels.subList(0, first), List.of());
        this.ahead = runs.size();
        runs(kernels.subList(first, last), List.of());
        this.between = runs.size();
        runs(kernels.subList(last, kernels.size()), List.of());
        int all = runs.size();
        program.code().sweep().ifPresent(s -> runs(List.of(s.kernel()), List.of(NEXT)));
        this.sweep = runs.stream().skip(all).findFirst();
        functions.addAll(called.values());
        functions.addAll(runs);
        runs.subList(all, runs.size()).clear();
        this.sharing = threads.filter(t -> program.canBeShared()).map(t -> new Sharing(this, parts, t));
        sharing.ifPresent(s -> functions.addAll(s.functions));
        this.loop = parts.profiling.isOn() ? Optional.empty() : program.loop().map(this::looped);
    }

    /** What is called for a kernel, and with what. */
    Kernels.Callable callable(KernelCode kernel) {
        return callables.get(kernel);
    }

    /** How kernels are called. */
    interface Calling {
        /** What is called in the place of the function of a kernel, with the same arguments. */
        Function of(KernelCode kernel, Function function);

        /** What is done before the kernels of a block run for its next rows. */
        default List<Stmt> beforeRows() {
            return List.of();
        }
    }

    /** Functions that call all kernels, one after the other. */
    List<Function> runs(String name, Calling calling) {
        List<Function> all = new ArrayList<>();
        runs(program.code().kernels(), parameters(List.of()), calling, name, all);
        return all;
    }

    private void runs(List<KernelCode> kernels, List<Var> more) {
        runs(kernels, parameters(more), (kernel, function) -> function, "Run", runs);
    }

    /** What functions that call kernels are given. */
    List<Var> parameters(List<Var> more) {
        List<Var> parameters = new ArrayList<>(workspace.sizeParameters());
        for (Node i : program.inputs()) {
            parameters.add(input(i));
        }
        boolean byExample = program.kernels().stream().anyMatch(k -> k.arguments().contains(new Argument.Example()));
        if (byExample) {
            parameters.add(Code.i("example"));
        }
        parameters.addAll(more);
        extras().forEach(n -> parameters.add(input(n)));
        workspace.held().forEach(d -> parameters.add(workspace.variable(d)));
        return parameters;
    }

    private Expr looped(KernelCode k) {
        Kernels.Callable f = lanes ? Kernels.choosing(k, parts.self)
                : new Kernels.Callable(k.function(), k.arguments());
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

    /** Whether that loop knows no {@code shuffled} and takes the examples of its inputs as they lie. */
    boolean readsSideBySide() {
        return program.loop().stream().noneMatch(k -> k.arguments().stream().anyMatch(
                a -> a instanceof Argument.OfLoop l && l.name().equals(Argument.OfLoop.SHUFFLED)));
    }

    private void runs(List<KernelCode> kernels, List<Var> parameters, Calling calling, String name,
                      List<Function> to) {
        for (int k = 0; k < kernels.size();) {
            Optional<Block> block = block(kernels.get(k));
            int end = k + 1;
            while (end < kernels.size() && block(kernels.get(end)).equals(block)) {
                end++;
            }
            List<List<Stmt>> chunks = calls(kernels.subList(k, end), calling);
            List<List<Stmt>> bodies = block.isEmpty() ? chunks
                    : List.of(inBlocks(block.get(), chunks, parameters, calling));
            bodies.forEach(b -> to.add(run(program.name() + name + to.size(), parameters, b)));
            k = end;
        }
    }

    /** The block that a kernel is in. */
    Optional<Block> block(KernelCode kernel) {
        return program.schedule().block(indices.get(kernel));
    }

    /** The calls of {@code kernels}, so many together as one function holds. */
    private List<List<Stmt>> calls(List<KernelCode> kernels, Calling calling) {
        List<List<Stmt>> chunks = new ArrayList<>();
        int passed = 0;
        int calls = 0;
        for (KernelCode k : kernels) {
            Kernels.Callable f = callable(k);
            passed += f.arguments().size();
            if (calls == 0 || calls == CALLS || passed > ARGUMENTS) {
                chunks.add(new ArrayList<>());
                calls = 0;
                passed = f.arguments().size();
            }
            Stmt call = Code.evaluate(Code.call(calling.of(k, f.function()),
                    f.arguments().stream().map(a -> pass(a, k)).toArray(Expr[]::new)));
            chunks.get(chunks.size() - 1).addAll(parts.profiling.timed(program, indices.get(k), call));
            calls++;
        }
        return chunks;
    }

    /** One block of rows after the other; what sums over all of them begins with zeros. */
    private List<Stmt> inBlocks(Block block, List<List<Stmt>> chunks, List<Var> parameters, Calling calling) {
        List<Stmt> calls = new ArrayList<>(calling.beforeRows());
        if (chunks.size() == 1) {
            calls.addAll(chunks.get(0));
        } else {
            List<Var> all = new ArrayList<>(parameters);
            all.addAll(List.of(BlockLoop.FIRST, BlockLoop.LAST));
            for (List<Stmt> chunk : chunks) {
                Function f = new Function(Function.Access.PRIVATE, false, program.name() + "Block" + functions.size(),
                        all, Scalar.VOID, List.of(), "", chunk);
                functions.add(f);
                calls.add(Code.evaluate(Code.call(f, all.toArray(Expr[]::new))));
            }
        }
        List<Stmt> body = new ArrayList<>();
        for (Node n : block.sums()) {
            MemoryPlan.Storage storage = program.schedule().memory().storage().get(n);
            int first = storage instanceof MemoryPlan.Storage.InLeaf l ? parts.margins.before(l.leaf()) : 0;
            body.add(BlockLoop.clear(n.type().dtype(), array(storage), first, parts.size(n.shape().count())));
        }
        body.addAll(new BlockLoop(program, block, parts).around(calls));
        return body;
    }

    /** The array at a place that holds a node whole. */
    private Expr array(MemoryPlan.Storage storage) {
        return switch (storage) {
            case MemoryPlan.Storage.InLeaf l -> parts.values(l.leaf());
            case MemoryPlan.Storage.InSlot s -> workspace.array(new Argument.Slot(s.slot(), s.perRow()));
            case MemoryPlan.Storage.InOutput o -> output(o.name());
            case MemoryPlan.Storage.InRegister r -> throw new IllegalStateException("a matrix in a register");
        };
    }

    private static Function run(String name, List<Var> parameters, List<Stmt> body) {
        return new Function(Function.Access.PRIVATE, false, name, parameters, Scalar.VOID, List.of(), "", body);
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

    /** What is passed for an argument by who calls all of a kernel, in terms of {@link #parameters}. */
    Expr pass(Argument a, KernelCode kernel) {
        return switch (a) {
            case Argument.Leaf l -> Program.isPersistent(l.leaf()) ? parts.values(l.leaf()) : input(l.leaf());
            case Argument.Size s -> parts.size(s.name());
            case Argument.First f -> kernel.isPartOfBlock() ? BlockLoop.FIRST : Code.c(0);
            case Argument.Last l -> kernel.isPartOfBlock() ? BlockLoop.LAST
                    : parts.size(kernel.range().orElseThrow().extent());
            case Argument.BlockFirst f -> BlockLoop.FIRST;
            case Argument.BlockLast l -> BlockLoop.LAST;
            case Argument.Example e -> Code.i("example");
            case Argument.Next e -> NEXT;
            case Argument.Nonzeros n -> workspace.array(a);
            case Argument.Seed s -> parts.field("seed", Scalar.I64);
            case Argument.Step s -> parts.field("steps", Scalar.I64);
            case Argument.Stream s -> Code.c(s.number());
            case Argument.Slot s -> workspace.array(a);
            case Argument.Output o -> workspace.array(a);
            case Argument.Scratch s -> workspace.array(a);
            case Argument.Marks m -> workspace.array(a);
            case Argument.OfLoop l -> Code.v(l.name(), l.type());
        };
    }

    /** The array of the workspace that holds an output. */
    Expr output(String name) {
        return workspace.array(new Argument.Output(name));
    }

    /** Calls every kernel. */
    List<Stmt> call() {
        List<Stmt> plain = calls("Runs", runs);
        return sharing.map(s -> s.call(plain)).orElse(plain);
    }

    /** Calls {@code some} of the functions, or where they are many others that call them. */
    List<Stmt> calls(String name, List<Function> some) {
        List<Stmt> each = some.stream().map(ProgramCode::call).toList();
        return each.size() <= RUNS ? each : Pieces.of(program.name() + name, false, some.get(0).parameters(), List.of(),
                each, CALLS, new ArrayList<>());
    }

    /** The variable that says which example comes next, in a program of which some is done ahead. */
    Optional<Var> next() {
        return sweep.map(s -> NEXT);
    }

    /** Calls the kernels that are done ahead for each example but the first. */
    List<Stmt> callAhead() {
        return calls("Ahead", runs.subList(0, ahead));
    }

    /** Calls all other kernels, and where there is a next example those that are done ahead for it; else it is −1. */
    List<Stmt> callOthers() {
        List<Stmt> calls = new ArrayList<>(calls("Others", runs.subList(ahead, between)));
        calls.add(new Stmt.If(Code.ge(NEXT, Code.c(0)), List.of(call(sweep.orElseThrow())),
                calls("Last", runs.subList(between, runs.size()))));
        return calls;
    }

    static Stmt call(Function f) {
        return Code.evaluate(Code.call(f, f.parameters().toArray(Expr[]::new)));
    }
}
