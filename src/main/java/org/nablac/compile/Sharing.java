package org.nablac.compile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
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
import org.nablac.code.Tree;
import org.nablac.code.Type;
import org.nablac.lower.Argument;
import org.nablac.lower.Cut;
import org.nablac.lower.KernelCode;
import org.nablac.lower.Range;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;

/**
 * How a program shares its kernels among threads: each kernel with a range is a task of {@link Threads}. What a call is
 * given stands in fields while it is shared; private arrays are made for each seat by the first part that is done
 * there.
 */
final class Sharing implements ProgramCode.Calling {
    /** Arguments of the calls in one function, each of up to eight bytes of code. */
    private static final int ARGUMENTS = 350;
    /** Elements behind each private array, so that no two threads write to one line of the cache. */
    private static final Dim APART = Dim.of(32);

    private final ProgramCode code;
    private final Parts parts;
    private final Threads threads;
    private final String name;
    private final Map<KernelCode, Integer> tasks = new IdentityHashMap<>();
    /** The private arrays of the tasks, by dtype. */
    private final Map<DType, List<Argument>> own = new LinkedHashMap<>();
    private final List<Function> runs;
    /** Sizes and inputs of a call. */
    private final List<Var> given;
    private final Map<Var, Expr> held = new HashMap<>();
    /** What is given to a call, and empty arrays for it. */
    final List<ClassCode.Field> fields = new ArrayList<>();
    /** Arrays that are empty at first. */
    final List<ClassCode.Field> growing = new ArrayList<>();
    final List<Function> functions = new ArrayList<>();

    Sharing(ProgramCode code, Parts parts, Threads threads) {
        this.code = code;
        this.parts = parts;
        this.threads = threads;
        this.name = code.program.name();
        this.given = code.parameters(List.of()).stream().filter(v -> !isWorkspace(v)).toList();
        given.forEach(v -> held.put(v, parts.field(givenName(v), v.type())));
        growing.add(field(made(), Type.INTS));
        growing.add(field(trial(), Type.DOUBLES));
        given.forEach(v -> fields.add(field(givenName(v), v.type())));
        given.stream().map(Var::type).filter(Type.ArrayOf.class::isInstance).distinct()
                .forEach(t -> growing.add(field(nothing(t), t)));
        kernels().forEach(k -> code.callable(k).arguments().stream().filter(Argument::isPrivate).forEach(this::own));
        own.keySet().forEach(d -> growing.add(field(ownName(d), ownType(d))));
        Function make = make();
        functions.add(make);
        groups(make);
        if (inBlocks()) {
            fields.add(field(blockFirst(), Scalar.I32));
            fields.add(field(blockLast(), Scalar.I32));
        }
        this.runs = code.runs("Shared", this);
        functions.addAll(runs);
    }

    private static ClassCode.Field field(String name, Type type) {
        return new ClassCode.Field(false, name, type, Optional.empty(), "");
    }

    /** Those that can be shared. */
    private List<KernelCode> kernels() {
        return code.program.code().kernels().stream().filter(k -> k.range().isPresent()).toList();
    }

    private boolean isWorkspace(Var v) {
        return code.workspace.held().stream().anyMatch(d -> code.workspace.name(d).equals(v.name()));
    }

    private String givenName(Var v) {
        return name + "Given_" + v.name();
    }

    private String nothing(Type array) {
        return name + "Nothing_" + ((Type.ArrayOf) array).element();
    }

    private String made() {
        return name + "OwnMade";
    }

    private String trial() {
        return name + "Trial";
    }

    private boolean inBlocks() {
        return kernels().stream().anyMatch(k -> k.cut() != Cut.NONE);
    }

    private String blockFirst() {
        return name + "BlockFirst";
    }

    private String blockLast() {
        return name + "BlockLast";
    }

    private String ownName(DType d) {
        return name + "Own" + d;
    }

    private static Type.ArrayOf ownType(DType d) {
        return new Type.ArrayOf(Workspace.type(d));
    }

    private void own(Argument a) {
        List<Argument> all = own.computeIfAbsent(array(a).dtype(), d -> new ArrayList<>());
        if (!all.contains(a)) {
            all.add(a);
        }
    }

    private Program.Array array(Argument a) {
        return code.program.arrays().get(code.program.places().get(a));
    }

    /** {@code own[seat] = new float[][] {…}}, as large as the workspace is now. */
    private Function make() {
        Var seat = Code.i("seat");
        List<Stmt> body = new ArrayList<>();
        Map<Var, Expr> most = new HashMap<>();
        code.workspace.sizes.forEach(s -> most.put(Code.i(Parts.sizeName(s)),
                parts.field(Training.capacity(code, s), Scalar.I32)));
        own.forEach((d, all) -> {
            List<Expr> arrays = all.stream().<Expr>map(a -> new Expr.NewArray(Parts.element(d),
                    Tree.replace(parts.size(array(a).size().plus(APART)), most))).toList();
            body.add(Code.store(parts.field(ownName(d), ownType(d)), seat,
                    new Expr.ArrayLiteral(Parts.array(d), arrays)));
        });
        body.add(Code.store(parts.field(made(), Type.INTS), seat, Code.c(1)));
        return new Function(Function.Access.PRIVATE, false, "new" + Parts.capital(name) + "OwnFloats",
                List.of(seat), Scalar.VOID, List.of(), "", body);
    }

    /** Functions that do the parts of some tasks each. */
    private void groups(Function make) {
        List<Stmt> body = new ArrayList<>();
        int passed = 0;
        for (KernelCode k : kernels()) {
            int more = code.callable(k).arguments().size();
            if (passed + more > ARGUMENTS && passed > 0) {
                group(make, body);
                body.clear();
                passed = 0;
            }
            passed += more;
            int task = threads.task();
            tasks.put(k, task);
            Stmt call = Code.evaluate(Code.call(code.callable(k).function(),
                    code.callable(k).arguments().stream().map(a -> pass(a, k)).toArray(Expr[]::new)));
            body.add(new Stmt.If(Code.eq(Threads.PART.get(0), Code.c(task)),
                    List.of(call, new Stmt.Return(Optional.empty())), List.of()));
        }
        group(make, body);
    }

    private void group(Function make, List<Stmt> tasksOfIt) {
        Var seat = Threads.PART.get(1);
        List<Stmt> body = new ArrayList<>();
        body.add(new Stmt.If(Code.eq(Code.load(parts.field(made(), Type.INTS), seat), Code.c(0)),
                List.of(Code.evaluate(Code.call(make, seat))), List.of()));
        code.workspace.held().forEach(d -> body.add(Code.let(code.workspace.variable(d),
                parts.field(code.workspace.name(d), Workspace.type(d)))));
        own.keySet().forEach(d -> body.add(Code.let(Code.v(ownName(d), Workspace.type(d)),
                Code.load(parts.field(ownName(d), ownType(d)), seat))));
        body.addAll(tasksOfIt);
        Function f = new Function(Function.Access.PRIVATE, false, name + "Part" + functions.size(), Threads.PART,
                Scalar.VOID, List.of(), "", body);
        functions.add(f);
        threads.add(f);
    }

    private Expr pass(Argument a, KernelCode kernel) {
        if (a.isPrivate()) {
            DType d = array(a).dtype();
            return Code.load(Code.v(ownName(d), Workspace.type(d)), Code.c(own.get(d).indexOf(a)));
        }
        return switch (a) {
            case Argument.First f -> part(kernel, Threads.PART.get(2));
            case Argument.Last l -> part(kernel, Threads.PART.get(3));
            case Argument.BlockFirst f -> parts.field(blockFirst(), Scalar.I32);
            case Argument.BlockLast l -> parts.field(blockLast(), Scalar.I32);
            default -> Tree.replace(code.pass(a, kernel), held);
        };
    }

    /** Where a part that begins or ends at {@code position} does: rows of a block are counted from its first. */
    private Expr part(KernelCode kernel, Expr position) {
        return kernel.isPartOfBlock() ? Code.add(parts.field(blockFirst(), Scalar.I32), position) : position;
    }

    @Override
    public Stmt of(KernelCode k, Stmt call) {
        if (k.range().isEmpty()) {
            return call;
        }
        Range range = k.range().orElseThrow();
        Expr rows = Code.sub(BlockLoop.LAST, BlockLoop.FIRST);
        Expr operations = real(range.operations());
        if (k.cut() != Cut.NONE) {
            Dim all = code.block(k).orElseThrow().rows();
            operations = Code.div(Code.mul(operations, Code.convert(Scalar.F64, rows)), real(all));
        }
        Expr extent = k.isPartOfBlock() ? rows : parts.size(range.extent());
        return new Stmt.If(threads.isWorth(operations),
                List.of(threads.run(tasks.get(k), extent, range, operations)), List.of(call));
    }

    @Override
    public List<Stmt> beforeRows() {
        return inBlocks() ? List.of(new Stmt.SetField(parts.me, blockFirst(), Scalar.I32, BlockLoop.FIRST),
                new Stmt.SetField(parts.me, blockLast(), Scalar.I32, BlockLoop.LAST)) : List.of();
    }

    /** A polynomial as a double, which does not overflow. */
    private Expr real(Dim d) {
        Expr sum = Code.c(0.0);
        boolean isFirst = true;
        for (Map.Entry<List<String>, Long> term : d.terms()) {
            Expr product = Code.c((double) term.getValue());
            for (String size : term.getKey()) {
                product = Code.mul(product, Code.convert(Scalar.F64, parts.size(size)));
            }
            sum = isFirst ? product : Code.add(sum, product);
            isFirst = false;
        }
        return sum;
    }

    /** At the least the operations of the largest kernel, so that a small step asks once only. */
    private Dim largest() {
        Dim sum = Dim.ZERO;
        long constant = 0;
        for (KernelCode k : kernels()) {
            Dim operations = k.range().orElseThrow().operations();
            if (operations.isConstant()) {
                constant = Math.max(constant, operations.constant());
            } else {
                sum = sum.plus(operations);
            }
        }
        return sum.plus(Dim.of(constant));
    }

    /** {@code plain}, or the same shared. */
    List<Stmt> call(List<Stmt> plain) {
        List<Stmt> shared = new ArrayList<>();
        List<Stmt> make = new ArrayList<>();
        make.add(new Stmt.SetField(parts.me, made(), Type.INTS, new Expr.NewArray(Scalar.I32, threads.count())));
        own.keySet().forEach(d -> make.add(new Stmt.SetField(parts.me, ownName(d), ownType(d),
                new Expr.NewArray(Workspace.type(d), threads.count()))));
        Expr trial = parts.field(trial(), Type.DOUBLES);
        make.add(new Stmt.SetField(parts.me, trial(), Type.DOUBLES,
                Parts.runtime("SharingTrial", "newTrial", Type.DOUBLES, List.of())));
        shared.add(new Stmt.If(Code.ne(Code.length(parts.field(made(), Type.INTS)), threads.count()), make,
                List.of()));
        given.forEach(v -> shared.add(new Stmt.SetField(parts.me, givenName(v), v.type(), v)));
        shared.add(threads.begin(trial, real(largest())));
        runs.forEach(f -> shared.add(ProgramCode.call(f)));
        shared.add(Code.evaluate(Parts.runtime("SharingTrial", "stepIsDone", Scalar.VOID, List.of(Type.DOUBLES),
                trial)));
        given.stream().filter(v -> v.type() instanceof Type.ArrayOf).forEach(v -> shared.add(
                new Stmt.SetField(parts.me, givenName(v), v.type(), parts.field(nothing(v.type()), v.type()))));
        return List.of(new Stmt.If(threads.isShared(real(largest())), shared, plain));
    }

    /** Forgets the private arrays, which are too small. */
    Stmt forget() {
        return new Stmt.SetField(parts.me, made(), Type.INTS, new Expr.NewArray(Scalar.I32, Code.c(0)));
    }
}
