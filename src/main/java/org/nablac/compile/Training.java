package org.nablac.compile;

import java.util.ArrayList;
import java.util.HashMap;
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
import org.nablac.graph.Node;
import org.nablac.lower.Argument;
import org.nablac.lower.examples.ExampleLoop;
import org.nablac.tensor.Dim;

/**
 * {@code step} and {@code epoch}: the training programs, their workspaces as fields that are made again only when a
 * call is larger than any before, and the loop over examples.
 */
final class Training {
    /** Examples whose rows are fetched side by side: a row is still near when its turn comes. */
    private static final int TOGETHER = 64;
    /** Examples that are copied in the order in which they are taken, a power of two: a few megabytes. */
    private static final int COPIED = 1 << 20;
    /** Numbers that a shuffle draws side by side. */
    private static final int DRAWN = 256;
    private static final Type DRAWS = new Type.ArrayOf(Scalar.I64);
    private static final Var BASE = Code.i(Argument.OfLoop.BASE);

    private final Parts parts;
    private final ProgramCode step;
    private final Optional<ProgramCode> single;
    private final List<Node> inputs;
    private final Map<Node, Dim> bounds;
    private final Type real;
    private final Var rate;
    final List<ClassCode.Field> fields = new ArrayList<>();
    /** Arrays that are empty at first. */
    final List<ClassCode.Field> growing = new ArrayList<>();
    final List<Function> functions = new ArrayList<>();

    /**
     * @param step the step of any batch
     * @param single the step of one example among many, if every input is a list of examples
     * @param bounds what each index input stays below
     */
    Training(Parts parts, ProgramCode step, Optional<ProgramCode> single, Map<Node, Dim> bounds) {
        this.parts = parts;
        this.step = step;
        this.single = single;
        this.inputs = step.program.inputs();
        this.bounds = bounds;
        this.real = Scalar.of(step.program.graph().outputs().get("loss").type().dtype());
        this.rate = step.extras().isEmpty() ? Code.v("rate", real) : ProgramCode.input(step.extras().get(0));
        workspaceFields(step);
        single.ifPresent(this::workspaceFields);
        Function batch = batch();
        functions.add(batch);
        Optional<Function> one = single.map(p -> one(p, "single", List.of(Code.i("example")), p.call()));
        one.ifPresent(functions::add);
        functions.add(step(batch, one));
        one.ifPresent(o -> epoch(batch, single.flatMap(this::following).orElse(o)));
    }

    private void workspaceFields(ProgramCode p) {
        p.workspace.held().forEach(d -> fields.add(field(p.workspace.name(d), Workspace.type(d))));
        p.workspace.sizes.forEach(s -> fields.add(field(capacity(p, s), Scalar.I32)));
        if (p.workspace.sizes.isEmpty()) {
            fields.add(field(p.program.name() + "Ready", Scalar.BOOL));
        }
        p.sharing.ifPresent(s -> {
            fields.addAll(s.fields);
            growing.addAll(s.growing);
        });
    }

    private static ClassCode.Field field(String name, Type type) {
        return new ClassCode.Field(false, name, type, Optional.empty(), "");
    }

    /** The field that says what the workspace has room for. */
    static String capacity(ProgramCode p, String size) {
        return p.program.name() + "Most" + Parts.camel(size);
    }

    private List<Var> callSizes() {
        return step.workspace.sizes.stream().map(s -> Code.i(Parts.sizeName(s))).toList();
    }

    private List<Var> inputVars() {
        return inputs.stream().map(ProgramCode::input).toList();
    }

    /** Makes the workspace again if a size exceeds all before; then nothing is allocated. */
    private List<Stmt> ensure(ProgramCode p) {
        Expr tooSmall = p.workspace.sizes.isEmpty() ? Code.not(parts.field(p.program.name() + "Ready", Scalar.BOOL))
                : Code.c(false);
        List<Stmt> grow = new ArrayList<>();
        for (String s : p.workspace.sizes) {
            Expr exceeded = Code.gt(Code.i(Parts.sizeName(s)), parts.field(capacity(p, s), Scalar.I32));
            tooSmall = tooSmall instanceof Expr.Const ? exceeded : Code.or(tooSmall, exceeded);
        }
        p.workspace.held().forEach(d -> grow.add(new Stmt.SetField(parts.me, p.workspace.name(d),
                Workspace.type(d), p.workspace.create(d))));
        for (String s : p.workspace.sizes) {
            grow.add(new Stmt.SetField(parts.me, capacity(p, s), Scalar.I32, Code.i(Parts.sizeName(s))));
        }
        if (p.workspace.sizes.isEmpty()) {
            grow.add(new Stmt.SetField(parts.me, p.program.name() + "Ready", Scalar.BOOL, Code.c(true)));
        }
        p.sharing.ifPresent(s -> grow.add(s.forget()));
        List<Stmt> all = new ArrayList<>();
        all.add(new Stmt.If(tooSmall, grow, List.of()));
        p.workspace.held().forEach(d -> all.add(Code.let(p.workspace.variable(d),
                parts.field(p.workspace.name(d), Workspace.type(d)))));
        return all;
    }

    private Stmt count() {
        return new Stmt.SetField(parts.me, "steps", Scalar.I64, Code.add(parts.field("steps", Scalar.I64), Code.c(1L)));
    }

    /** One step on a batch, without checks. */
    private Function batch() {
        List<Var> parameters = new ArrayList<>(callSizes());
        parameters.addAll(inputVars());
        parameters.add(rate);
        List<Stmt> body = new ArrayList<>(ensure(step));
        body.add(count());
        body.addAll(step.call());
        body.add(Code.returns(Code.load(step.output("loss"), Code.c(0))));
        return new Function(Function.Access.PRIVATE, false, "batch", parameters, real, List.of(), "", body);
    }

    /** One step on the example {@code example} of the inputs, without checks. */
    private Function one(ProgramCode p, String name, List<Var> numbers, List<Stmt> calls) {
        List<Var> parameters = new ArrayList<>(inputVars());
        parameters.addAll(numbers);
        parameters.add(rate);
        List<Stmt> body = new ArrayList<>(ensure(p));
        body.add(count());
        body.addAll(calls);
        body.add(Code.returns(Code.load(p.output("loss"), Code.c(0))));
        return new Function(Function.Access.PRIVATE, false, name, parameters, real, List.of(), "", body);
    }

    /** The same as one of a row of such steps, where each does some of the next one's work. */
    private Optional<Function> following(ProgramCode p) {
        return p.next().map(next -> {
            Var done = Code.i("done");
            List<Stmt> calls = new ArrayList<>();
            calls.add(new Stmt.If(Code.eq(done, Code.c(0)), p.callAhead(), List.of()));
            calls.addAll(p.callOthers());
            Function f = one(p, "singleAhead", List.of(Code.i("example"), next, done), calls);
            functions.add(f);
            return f;
        });
    }

    private Function step(Function batch, Optional<Function> one) {
        List<Var> parameters = new ArrayList<>(callSizes());
        parameters.addAll(inputVars());
        parameters.add(rate);
        List<Stmt> body = new ArrayList<>(Checks.of(parts, "step", step.workspace.sizes, inputs, bounds));
        one.ifPresent(o -> {
            List<Expr> arguments = new ArrayList<>(inputVars());
            arguments.add(Code.c(0));
            arguments.add(rate);
            body.add(new Stmt.If(Code.eq(callSizes().get(0), Code.c(1)),
                    List.of(Code.returns(Code.call(o, arguments.toArray(Expr[]::new)))), List.of()));
        });
        body.add(Code.returns(Code.call(batch, parameters.toArray(Expr[]::new))));
        return new Function(Function.Access.PUBLIC, false, "step", parameters, real, List.of(),
                "One training step: forward, backward and update. Returns the loss before the update.", body);
    }

    /** One pass over all examples in a random order; the rate changes linearly from one value to the other. */
    private void epoch(Function batch, Function one) {
        Var examples = Code.i("examples");
        Var size = Code.i("batch");
        Var from = Code.v("rateFrom", real);
        Var to = Code.v("rateTo", real);
        List<Var> parameters = new ArrayList<>(List.of(examples));
        parameters.addAll(inputVars());
        parameters.addAll(List.of(size, from, to));
        growing.add(field("order", Type.INTS));
        growing.add(field("draws", DRAWS));
        List<Stmt> body = new ArrayList<>(
                Checks.ofExamples(parts, "epoch", step.workspace.sizes.get(0), inputs, bounds));
        body.add(Code.evaluate(Parts.checkPositive("batch of epoch", size)));
        body.addAll(shuffled(examples));
        Var sum = Code.v("sum", Scalar.F64);
        Var done = Code.i("done");
        body.add(Code.let(sum, Code.c(0.0)));
        Var order = Code.v("shuffled", Type.INTS);
        body.add(Code.let(order, parts.field("order", Type.INTS)));
        List<Expr> single = new ArrayList<>(inputVars());
        single.add(Code.load(order, done));
        if (one.name().equals("singleAhead")) {
            Expr after = Code.add(done, Code.c(1));
            single.add(Code.select(Code.lt(after, examples), Code.load(order, after), Code.c(-1)));
            single.add(done);
        }
        single.add(ExampleLoop.rate(from, to, done, examples));
        Stmt singles = new Stmt.For(done, Code.c(0), examples, 1, List.of(Code.assign(sum,
                Code.add(sum, Code.convert(Scalar.F64, Code.call(one, single.toArray(Expr[]::new)))))));
        body.add(new Stmt.If(Code.eq(size, Code.c(1)), looped(examples, sum).orElse(List.of(singles)),
                batches(batch, examples, size, from, to, sum, order)));
        body.add(Code.returns(Code.convert(real, Code.div(sum, Code.convert(Scalar.F64, examples)))));
        functions.add(new Function(Function.Access.PUBLIC, false, "epoch", parameters, real, List.of(),
                "One pass over all examples, shuffled by the seed and the number of the epoch, in steps of"
                        + " {@code batch} examples; the rate changes linearly from {@code rateFrom} to {@code rateTo}."
                        + " Returns the mean loss.", body));
    }

    /** Steps of one example, {@link #TOGETHER} of them in a call, if the loop over them is a function of its own. */
    private Optional<List<Stmt>> looped(Var examples, Var sum) {
        return single.flatMap(p -> p.loop().map(call -> {
            Var done = Code.i(Argument.OfLoop.DONE);
            Var until = Code.i(Argument.OfLoop.UNTIL);
            List<Stmt> each = new ArrayList<>();
            each.add(Code.let(until, Code.add(done, Code.min(Code.sub(examples, done), Code.c(TOGETHER)))));
            Map<Var, Expr> staged = new HashMap<>();
            if (p.takesInOrder()) {
                inputs.forEach(i -> staged.put(ProgramCode.input(i), staged(i)));
            }
            each.add(Code.assign(sum, Tree.replace(call, staged)));
            each.add(new Stmt.SetField(parts.me, "steps", Scalar.I64, Code.add(parts.field("steps", Scalar.I64),
                    Code.convert(Scalar.I64, Code.sub(until, done)))));
            each.add(Code.assign(done, until));
            List<Stmt> all = new ArrayList<>(ensure(p));
            all.add(Code.let(done, Code.c(0)));
            if (p.takesInOrder()) {
                inputs.forEach(i -> all.add(stage(i, Code.min(examples, Code.c(COPIED)))));
                all.add(Code.let(BASE, Code.c(0)));
                each.add(0, new Stmt.If(Code.eq(Code.and(done, Code.c(COPIED - 1)), Code.c(0)),
                        inOrder(done, examples), List.of()));
            }
            all.add(new Stmt.While(Code.lt(done, examples), each));
            return all;
        }));
    }

    /**
     * Copies the next {@link #COPIED} examples in the order in which they are taken, one input after the other: what is
     * read out of order is then small, and far from the model's rows.
     */
    private List<Stmt> inOrder(Var done, Var examples) {
        List<Stmt> all = new ArrayList<>();
        all.add(Code.assign(BASE, done));
        Map<Type, Function> copies = new LinkedHashMap<>();
        for (Node input : inputs) {
            Function copy = copies.computeIfAbsent(Parts.array(input.type().dtype()), Training::copyInOrder);
            all.add(Code.evaluate(Code.call(copy, ProgramCode.input(input), Code.v("shuffled", Type.INTS), done,
                    Code.min(Code.sub(examples, done), Code.c(COPIED)), staged(input))));
        }
        functions.addAll(copies.values());
        return all;
    }

    private static Function copyInOrder(Type array) {
        Var from = Code.v("from", array);
        Var order = Code.v("order", Type.INTS);
        Var first = Code.i("first");
        Var count = Code.i("count");
        Var to = Code.v("to", array);
        Var place = Code.i("place");
        return new Function(Function.Access.PRIVATE, true, "copyInOrder", List.of(from, order, first, count, to),
                Scalar.VOID, List.of(), "", List.of(Code.loop(place, Code.c(0), count, Code.store(to, place,
                        Code.load(from, Code.load(order, Code.add(first, place)))))));
    }

    /** The array that examples of an input are copied to. */
    private Expr staged(Node input) {
        return parts.field(stagedName(input), Parts.array(input.type().dtype()));
    }

    private static String stagedName(Node input) {
        return "batch" + Parts.camel(Parts.label(input));
    }

    /** Makes that array longer if {@code wanted} elements do not fit. */
    private Stmt stage(Node input, Expr wanted) {
        return new Stmt.If(Code.lt(Code.length(staged(input)), wanted), List.of(new Stmt.SetField(parts.me,
                stagedName(input), Parts.array(input.type().dtype()),
                new Expr.NewArray(Parts.element(input.type().dtype()), wanted))), List.of());
    }

    private List<Stmt> shuffled(Var examples) {
        Expr order = parts.field("order", Type.INTS);
        Var i = Code.i("position");
        List<Stmt> all = new ArrayList<>();
        all.add(new Stmt.If(Code.ne(Code.length(order), examples),
                List.of(new Stmt.SetField(parts.me, "order", Type.INTS, new Expr.NewArray(Scalar.I32, examples)),
                        new Stmt.SetField(parts.me, "draws", DRAWS, new Expr.NewArray(Scalar.I64, Code.c(DRAWN)))),
                List.of()));
        all.add(Code.loop(i, Code.c(0), examples, Code.store(order, i, i)));
        all.add(Code.evaluate(Parts.runtime("CounterRandom", "shuffle", Scalar.VOID,
                List.of(Type.INTS, DRAWS, Scalar.I64, Scalar.I64),
                order, parts.field("draws", DRAWS), parts.field("seed", Scalar.I64),
                parts.field("epochs", Scalar.I64))));
        all.add(new Stmt.SetField(parts.me, "epochs", Scalar.I64,
                Code.add(parts.field("epochs", Scalar.I64), Code.c(1L))));
        return all;
    }

    /** Copies the examples of each batch side by side and takes a step on them. */
    private List<Stmt> batches(Function batch, Var examples, Var size, Var from, Var to, Var sum, Var order) {
        Var n = callSizes().get(0);
        Var start = Code.i("taken");
        Var position = Code.i("place");
        List<Stmt> all = new ArrayList<>();
        List<Expr> staged = new ArrayList<>(List.of(n));
        List<Stmt> copies = new ArrayList<>();
        for (Node input : inputs) {
            Expr width = parts.size(input.shape().stride(0));
            growing.add(field(stagedName(input), Parts.array(input.type().dtype())));
            Expr held = staged(input);
            all.add(stage(input, Code.mul(Code.min(size, examples), width)));
            staged.add(held);
            copies.add(Code.evaluate(Parts.copy(ProgramCode.input(input),
                    Code.mul(Code.load(order, Code.add(start, position)), width), held,
                    Code.mul(position, width), width)));
        }
        staged.add(ExampleLoop.rate(from, to, start, examples));
        List<Stmt> body = new ArrayList<>();
        body.add(Code.let(n, Code.min(size, Code.sub(examples, start))));
        body.add(new Stmt.For(position, Code.c(0), n, 1, copies));
        body.add(Code.assign(sum, Code.add(sum, Code.mul(Code.convert(Scalar.F64, n),
                Code.convert(Scalar.F64, Code.call(batch, staged.toArray(Expr[]::new)))))));
        body.add(Code.assign(start, Code.add(start, n)));
        all.add(Code.let(start, Code.c(0)));
        all.add(new Stmt.While(Code.lt(start, examples), body));
        return all;
    }
}
