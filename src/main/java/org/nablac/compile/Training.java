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
import org.nablac.tensor.Dim;

/**
 * {@code step}, and with {@link EpochCode} the loops over examples: the training programs, and their workspaces as
 * fields that are made again only when a call is larger than any before.
 */
final class Training {
    /** The function of one example that does some of the next one's work. */
    static final String AHEAD = "singleAhead";
    private static final Var EXAMPLE = Code.i("example");

    final Parts parts;
    final ProgramCode step;
    final Optional<ProgramCode> single;
    final List<Node> inputs;
    final Map<Node, Dim> bounds;
    /** The type of the loss and of the rate. */
    final Type real;
    private final Var rate;
    final List<ClassCode.Field> fields = new ArrayList<>();
    /** Arrays that are empty at first. */
    final List<ClassCode.Field> growing = new ArrayList<>();
    final List<Function> functions = new ArrayList<>();

    /**
     * @param step the step of any batch
     * @param inBlocks the step of a batch of more rows than there is room for, if it is another
     * @param single the step of one example among many, if every input is a list of examples
     * @param bounds what each index input stays below
     */
    Training(Parts parts, ProgramCode step, Optional<ProgramCode> inBlocks, Optional<ProgramCode> single,
             Map<Node, Dim> bounds) {
        this.parts = parts;
        this.step = step;
        this.single = single;
        this.inputs = step.program.inputs();
        this.bounds = bounds;
        this.real = Scalar.of(step.program.graph().outputs().get("loss").type().dtype());
        this.rate = step.extras().isEmpty() ? Code.v("rate", real) : ProgramCode.input(step.extras().get(0));
        workspaceFields(step);
        inBlocks.ifPresent(this::workspaceFields);
        single.ifPresent(this::workspaceFields);
        Function batch = batch("batch", step, inBlocks.map(this::instead).orElse(List.of()));
        functions.add(batch);
        Optional<Function> one = single.map(p -> one(p, "single", List.of(EXAMPLE), p.call()));
        one.ifPresent(functions::add);
        functions.add(step(batch, one));
        one.ifPresent(o -> {
            EpochCode epochs = new EpochCode(this, batch, single.flatMap(this::following).orElse(o));
            growing.addAll(epochs.growing);
            functions.addAll(epochs.functions);
        });
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

    static ClassCode.Field field(String name, Type type) {
        return new ClassCode.Field(false, name, type, Optional.empty(), "");
    }

    /** The field that says what the workspace has room for. */
    static String capacity(ProgramCode p, String size) {
        return p.program.name() + "Most" + Parts.camel(size);
    }

    List<Var> callSizes() {
        return step.workspace.sizes.stream().map(s -> Code.i(Parts.sizeName(s))).toList();
    }

    List<Var> inputVars() {
        return inputs.stream().map(ProgramCode::input).toList();
    }

    /** Makes the workspace again if a size exceeds all before; then nothing is allocated. */
    List<Stmt> ensure(ProgramCode p) {
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

    /** Does the step in blocks where the rows are more than one. */
    private List<Stmt> instead(ProgramCode p) {
        Function f = batch("batchInBlocks", p, List.of());
        functions.add(f);
        return p.program.schedule().blocks().stream().<Stmt>map(b -> new Stmt.If(
                new BlockLoop(p.program, b, parts).isNeeded(),
                List.of(Code.returns(Code.call(f, f.parameters().toArray(Expr[]::new)))), List.of())).toList();
    }

    /**
     * One step on a batch, without checks, where every input is a list of examples from {@code example} on;
     * {@code before} may return.
     */
    private Function batch(String name, ProgramCode step, List<Stmt> before) {
        List<Var> parameters = new ArrayList<>(callSizes());
        parameters.addAll(inputVars());
        if (single.isPresent()) {
            parameters.add(EXAMPLE);
        }
        parameters.add(rate);
        List<Stmt> body = new ArrayList<>(before);
        body.addAll(ensure(step));
        body.add(count());
        body.addAll(step.call());
        body.add(Code.returns(Code.load(step.output("loss"), Code.c(0))));
        return new Function(Function.Access.PRIVATE, false, name, parameters, real, List.of(), "", body);
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
            Function f = one(p, AHEAD, List.of(EXAMPLE, next, done), calls);
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
        List<Expr> arguments = new ArrayList<>(callSizes());
        arguments.addAll(inputVars());
        if (single.isPresent()) {
            arguments.add(Code.c(0));
        }
        arguments.add(rate);
        body.add(Code.returns(Code.call(batch, arguments.toArray(Expr[]::new))));
        return new Function(Function.Access.PUBLIC, false, "step", parameters, real, List.of(),
                "One training step: forward, backward and update. Returns the loss before the update.", body);
    }
}
