package org.nablac.compile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
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
import org.nablac.schedule.Block;
import org.nablac.tensor.DType;
import org.nablac.tensor.Dim;

/**
 * How a program shares its kernels among threads: each function of kernels with a range is a task of {@link Threads},
 * however many kernels, as those of layers of one shape, are calls of it. A function of the same parameters is called
 * in its place; what that is given stands in fields, where each part of the task finds it. Private arrays are made for
 * each seat by the first part that is done there.
 */
final class Sharing implements ProgramCode.Calling {
    /** Elements behind each private array, so that no two threads write to one line of the cache. */
    private static final Dim APART = Dim.of(32);

    private final ProgramCode code;
    private final Parts parts;
    private final Threads threads;
    private final String name;
    private final Map<Like, Function> shared = new HashMap<>();
    /** The private arrays of the tasks, by dtype. */
    private final Map<DType, List<Argument>> own = new LinkedHashMap<>();
    private final List<Function> runs;
    /** The fields in which the sizes of a step stand, and the rows of the block at hand. */
    private final Map<Var, Expr> held = new LinkedHashMap<>();
    /** The fields in which the task at hand finds what it is given, by type. */
    private final Map<Type, List<Expr.Field>> passed = new LinkedHashMap<>();
    /** What is given to a step and to a task. */
    final List<ClassCode.Field> fields = new ArrayList<>();
    /** Arrays that are empty at first. */
    final List<ClassCode.Field> growing = new ArrayList<>();
    final List<Function> functions = new ArrayList<>();

    /** Kernels that are one task: calls of one function whose arguments alone differ, but for the private ones. */
    private record Like(String function, List<Argument> own, Range range, Cut cut, Optional<Dim> rows) {
    }

    Sharing(ProgramCode code, Parts parts, Threads threads) {
        this.code = code;
        this.parts = parts;
        this.threads = threads;
        this.name = code.program.name();
        growing.add(field(made(), Type.INTS));
        growing.add(field(trial(), Type.DOUBLES));
        code.workspace.sizeParameters().forEach(v -> hold(v, "Given_" + v.name()));
        if (kernels().stream().anyMatch(k -> k.cut() != Cut.NONE)) {
            hold(BlockLoop.FIRST, "BlockFirst");
            hold(BlockLoop.LAST, "BlockLast");
        }
        kernels().forEach(k -> ownArguments(k).forEach(this::own));
        own.keySet().forEach(d -> growing.add(field(ownName(d), ownType(d))));
        Function make = make();
        functions.add(make);
        kernels().forEach(k -> shared.computeIfAbsent(like(k), l -> task(k, make)));
        passed.forEach((type, all) -> {
            all.forEach(f -> fields.add(field(f.name(), type)));
            if (type instanceof Type.ArrayOf) {
                growing.add(field(nothing(type), type));
            }
        });
        functions.addAll(shared.values());
        this.runs = code.runs("Shared", this);
        functions.addAll(runs);
    }

    private void hold(Var v, String end) {
        held.put(v, parts.field(name + end, v.type()));
        fields.add(field(name + end, v.type()));
    }

    private Like like(KernelCode k) {
        return new Like(code.callable(k).function().name(), ownArguments(k), k.range().orElseThrow(), k.cut(),
                code.block(k).map(Block::rows));
    }

    private List<Argument> ownArguments(KernelCode k) {
        return code.callable(k).arguments().stream().filter(Argument::isPrivate).toList();
    }

    private static ClassCode.Field field(String name, Type type) {
        return new ClassCode.Field(false, name, type, Optional.empty(), "");
    }

    /** Those that can be shared. */
    private List<KernelCode> kernels() {
        return code.program.code().kernels().stream().filter(k -> k.range().isPresent()).toList();
    }

    private String nothing(Type array) {
        return name + "Nothing_" + typeName(array);
    }

    private static String typeName(Type type) {
        return type instanceof Type.ArrayOf a ? a.element() + "s" : type.toString();
    }

    private String made() {
        return name + "OwnMade";
    }

    private String trial() {
        return name + "Trial";
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

    /** What is called in the place of the function of {@code k}, in all calls of it that are alike. */
    private Function task(KernelCode k, Function make) {
        Function f = code.callable(k).function();
        List<Argument> arguments = code.callable(k).arguments();
        Map<Type, Integer> taken = new HashMap<>();
        List<Expr> ofPart = new ArrayList<>();
        List<Stmt> give = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            Var v = f.parameters().get(i);
            ofPart.add(ofPart(arguments.get(i), k).orElseGet(() -> {
                Expr.Field field = passed(v.type(), taken.merge(v.type(), 1, Integer::sum) - 1);
                give.add(new Stmt.SetField(parts.me, field.name(), v.type(), v));
                return field;
            }));
        }
        int number = threads.task(part(Code.evaluate(Code.call(f, ofPart.toArray(Expr[]::new))), make));
        give.add(threads.run(number, extent(k), k.range().orElseThrow(), operations(k)));
        return new Function(Function.Access.PRIVATE, false, name + "Task" + number, f.parameters(), Scalar.VOID,
                List.of(), "", List.of(new Stmt.If(threads.isWorth(operations(k)), give, List.of(Code.evaluate(
                        Code.call(f, f.parameters().toArray(Expr[]::new)))))));
    }

    /** What a part of a task is given for an argument, unless that is what the task is given. */
    private Optional<Expr> ofPart(Argument a, KernelCode kernel) {
        if (a.isPrivate()) {
            DType d = array(a).dtype();
            return Optional.of(Code.load(Code.v(ownName(d), Workspace.type(d)), Code.c(own.get(d).indexOf(a))));
        }
        return switch (a) {
            case Argument.First f -> Optional.of(inBlock(kernel, Threads.FIRST));
            case Argument.Last l -> Optional.of(inBlock(kernel, Threads.LAST));
            default -> Optional.empty();
        };
    }

    /** Where a part that begins or ends at {@code position} does: rows of a block are counted from its first. */
    private Expr inBlock(KernelCode kernel, Expr position) {
        return kernel.isPartOfBlock() ? Code.add(held.get(BlockLoop.FIRST), position) : position;
    }

    /** The field for argument {@code number} of those of this type. */
    private Expr.Field passed(Type type, int number) {
        List<Expr.Field> all = passed.computeIfAbsent(type, t -> new ArrayList<>());
        if (number == all.size()) {
            all.add(new Expr.Field(parts.me, name + "Passed_" + typeName(type) + number, type));
        }
        return all.get(number);
    }

    private Function part(Stmt call, Function make) {
        List<Stmt> body = new ArrayList<>();
        body.add(new Stmt.If(Code.eq(Code.load(parts.field(made(), Type.INTS), Threads.SEAT), Code.c(0)),
                List.of(Code.evaluate(Code.call(make, Threads.SEAT))), List.of()));
        own.keySet().forEach(d -> body.add(Code.let(Code.v(ownName(d), Workspace.type(d)),
                Code.load(parts.field(ownName(d), ownType(d)), Threads.SEAT))));
        body.add(call);
        Function f = new Function(Function.Access.PRIVATE, false, name + "Part" + functions.size(), Threads.PART,
                Scalar.VOID, List.of(), "", body);
        functions.add(f);
        return f;
    }

    @Override
    public Function of(KernelCode k, Function function) {
        return k.range().isEmpty() ? function : shared.get(like(k));
    }

    private Expr extent(KernelCode k) {
        return k.isPartOfBlock() ? rowsOfBlock() : given(parts.size(k.range().orElseThrow().extent()));
    }

    private Expr rowsOfBlock() {
        return Code.sub(held.get(BlockLoop.LAST), held.get(BlockLoop.FIRST));
    }

    private Expr operations(KernelCode k) {
        Expr all = given(real(k.range().orElseThrow().operations().terms()));
        return k.cut() == Cut.NONE ? all : Code.div(Code.mul(all, Code.convert(Scalar.F64, rowsOfBlock())),
                given(real(code.block(k).orElseThrow().rows().terms())));
    }

    /** {@code e} where sizes are what is given to a step. */
    private Expr given(Expr e) {
        return Tree.replace(e, held);
    }

    @Override
    public List<Stmt> beforeRows() {
        return Stream.of(BlockLoop.FIRST, BlockLoop.LAST).filter(held::containsKey).map(this::set).toList();
    }

    private Stmt set(Var v) {
        return new Stmt.SetField(parts.me, ((Expr.Field) held.get(v)).name(), v.type(), v);
    }

    /** A polynomial of these terms as a double, which does not overflow. */
    private Expr real(List<Map.Entry<List<String>, Long>> terms) {
        Expr sum = Code.c(0.0);
        boolean isFirst = true;
        for (Map.Entry<List<String>, Long> term : terms) {
            Expr product = Code.c((double) term.getValue());
            for (String size : term.getKey()) {
                product = Code.mul(product, Code.convert(Scalar.F64, parts.size(size)));
            }
            sum = isFirst ? product : Code.add(sum, product);
            isFirst = false;
        }
        return sum;
    }

    /** At the least the operations of the largest kernel: of each term the most. A small step asks once only. */
    private Expr largest() {
        Map<List<String>, Long> most = new LinkedHashMap<>();
        kernels().forEach(k -> k.range().orElseThrow().operations().terms()
                .forEach(t -> most.merge(t.getKey(), t.getValue(), Math::max)));
        return real(List.copyOf(most.entrySet()));
    }

    /** {@code plain}, or the same shared. */
    List<Stmt> call(List<Stmt> plain) {
        List<Stmt> all = new ArrayList<>();
        List<Stmt> make = new ArrayList<>();
        make.add(new Stmt.SetField(parts.me, made(), Type.INTS, new Expr.NewArray(Scalar.I32, threads.count())));
        own.keySet().forEach(d -> make.add(new Stmt.SetField(parts.me, ownName(d), ownType(d),
                new Expr.NewArray(Workspace.type(d), threads.count()))));
        Expr trial = parts.field(trial(), Type.DOUBLES);
        make.add(new Stmt.SetField(parts.me, trial(), Type.DOUBLES,
                Parts.runtime("SharingTrial", "newTrial", Type.DOUBLES, List.of())));
        all.add(new Stmt.If(Code.ne(Code.length(parts.field(made(), Type.INTS)), threads.count()), make, List.of()));
        code.workspace.sizeParameters().forEach(v -> all.add(set(v)));
        all.add(threads.begin(trial, largest()));
        all.addAll(code.calls("SharedRuns", runs));
        all.add(Code.evaluate(Parts.runtime("SharingTrial", "stepIsDone", Scalar.VOID, List.of(Type.DOUBLES), trial)));
        passed.forEach((type, some) -> {
            if (type instanceof Type.ArrayOf) {
                some.forEach(f -> all.add(new Stmt.SetField(parts.me, f.name(), type,
                        parts.field(nothing(type), type))));
            }
        });
        return List.of(new Stmt.If(threads.isShared(largest()), all, plain));
    }

    /** Forgets the private arrays, which are too small. */
    Stmt forget() {
        return new Stmt.SetField(parts.me, made(), Type.INTS, new Expr.NewArray(Scalar.I32, Code.c(0)));
    }
}
