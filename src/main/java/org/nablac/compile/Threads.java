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
import org.nablac.code.Target;
import org.nablac.code.Type;
import org.nablac.emit.Template;
import org.nablac.lower.Range;

/**
 * What a class that trains has for its threads: how many there may be, the workers, which are of the class
 * {@code …$Workers} beside it, and the one method that they call. The class does without where that is missing.
 */
final class Threads {
    /** What a part of a task is given: the seat, and where the part begins and ends. */
    static final Var SEAT = Code.i("seat");
    static final Var FIRST = Code.i("first");
    static final Var LAST = Code.i("last");
    static final List<Var> PART = List.of(SEAT, FIRST, LAST);
    private static final Var TASK = Code.i("task");
    private static final List<Var> FINDING = List.of(TASK, SEAT, FIRST, LAST);
    /** How often one method halves the tasks to find one: it has 64 calls at the most, of about 30 bytes each. */
    private static final int HALVINGS = 6;
    static final List<String> RUNTIME = List.of("org.nablac.runtime.ThreadChoice", "org.nablac.runtime.SharingTrial");
    private static final String TEMPLATE = "org.nablac.runtime.workers.Workers";
    private static final String MODEL = "org.nablac.runtime.workers.Shared";
    private static final Type.Reference EXECUTOR = new Type.Reference("java.util.concurrent.Executor");
    private static final Expr.Static LEAST = new Expr.Static("LEAST_SHARED", Scalar.F64);
    private static final Expr.Static SURELY = new Expr.Static("SURELY_SHARED", Scalar.F64);
    /** How many times as long an operation takes without lanes, about. */
    private static final double SCALAR = 8;
    private static final double NEVER = Double.MAX_VALUE;

    private final Parts parts;
    private final boolean hasLanes;
    private final Type.Reference workers;
    /** What does a part of each task. */
    private final List<Function> tasks = new ArrayList<>();

    /** @param hasLanes whether the class says which form of its kernels was chosen */
    Threads(Parts parts, boolean hasLanes) {
        this.parts = parts;
        this.hasLanes = hasLanes;
        this.workers = className(parts.self);
    }

    private static Type.Reference className(Type.Reference model) {
        return new Type.Reference(model.name() + "$Workers");
    }

    /** The class of the workers of {@code model}. */
    static Compiled.Companion companion(Type.Reference model, int classFileVersion) {
        String name = className(model).name();
        return new Compiled.Companion(name, Template.copy(TEMPLATE, Map.of(TEMPLATE, name, MODEL, model.name()),
                classFileVersion));
    }

    /** The number of a new task, whose parts are done by {@code part}. */
    int task(Function part) {
        tasks.add(part);
        return tasks.size() - 1;
    }

    /** So many operations in vectors, or what takes as long without. */
    private Expr inVectors(Expr operations) {
        Expr scalar = Code.div(operations, Code.c(SCALAR));
        return hasLanes ? Code.select(Code.eq(Kernels.LANES, Code.c(0)), scalar, operations) : scalar;
    }

    /** Whether a kernel of so many operations is shared in the step at hand. */
    Expr isWorth(Expr operations) {
        return Code.ge(operations, sharedFrom());
    }

    private Expr sharedFrom() {
        return parts.field("sharedFrom", Scalar.F64);
    }

    /** Decides from how many operations on kernels are shared, in a step whose largest has so many. */
    Stmt begin(Expr trial, Expr operations) {
        Expr from = Parts.runtime("SharingTrial", "sharedFrom", Scalar.F64,
                List.of(Type.DOUBLES, Scalar.F64, Scalar.F64, Scalar.F64), trial, operations, inVectors(LEAST),
                inVectors(SURELY));
        return new Stmt.SetField(parts.me, "sharedFrom", Scalar.F64, from);
    }

    /** How many threads the model may use; 0 as long as nobody has said and no task was there. */
    Expr count() {
        return parts.field("threads", Scalar.I32);
    }

    /** Whether a step with kernels of so many operations is to be shared. */
    Expr isShared(Expr operations) {
        return Code.call(asked(), operations);
    }

    private Function asked() {
        Var operations = Code.v("operations", Scalar.F64);
        Var most = Code.i("most");
        List<Stmt> choose = new ArrayList<>();
        choose.add(Code.let(most, Parts.runtime("ThreadChoice", "defaultThreads", Scalar.I32, List.of())));
        choose.addAll(start(most, List.of()));
        return new Function(Function.Access.PRIVATE, false, "isShared", List.of(operations), Scalar.BOOL, List.of(), "",
                List.of(new Stmt.If(Code.lt(operations, inVectors(LEAST)), List.of(Code.returns(Code.c(false))),
                                List.of()),
                        new Stmt.If(Code.eq(count(), Code.c(0)), choose, List.of()),
                        Code.returns(Code.gt(count(), Code.c(1)))));
    }

    private List<Stmt> start(Var most, List<Var> executor) {
        List<Expr> arguments = new ArrayList<>(List.of(most, inVectors(LEAST)));
        arguments.addAll(executor);
        List<Type> types = arguments.stream().map(Expr::type).toList();
        return List.of(new Stmt.SetField(parts.me, "threads", Scalar.I32, most),
                new Stmt.If(Code.gt(most, Code.c(1)), List.of(new Stmt.SetField(parts.me, "workers", workers,
                        new Expr.New(workers, types, arguments))), List.of()));
    }

    /** Does a task of so many operations in parts. */
    Stmt run(int task, Expr extent, Range range, Expr operations) {
        Target run = new Target.External(Target.Kind.VIRTUAL, workers, "run",
                List.of(workers, parts.self, Scalar.I32, Scalar.I32, Scalar.I32, Scalar.I32, Scalar.F64), Scalar.VOID);
        return Code.evaluate(Code.call(run, held(), parts.me, Code.c(task), extent, Code.c(range.unit()),
                Code.c(range.parts()), operations));
    }

    private Expr held() {
        return parts.field("workers", workers);
    }

    List<ClassCode.Field> fields() {
        return List.of(new ClassCode.Field(true, LEAST.name(), LEAST.type(), Optional.of(Parts.runtime("ThreadChoice",
                        "leastShared", Scalar.F64, List.of(Type.STRING), Code.c(parts.self.name()))), ""),
                new ClassCode.Field(true, SURELY.name(), SURELY.type(), Optional.of(Parts.runtime("ThreadChoice",
                        "surelyShared", Scalar.F64, List.of())), ""),
                new ClassCode.Field(false, "sharedFrom", Scalar.F64, Optional.empty(), ""),
                new ClassCode.Field(false, "threads", Scalar.I32, Optional.empty(), ""),
                new ClassCode.Field(false, "workers", workers, Optional.empty(), ""));
    }

    List<Function> functions() {
        Var most = Code.i("most");
        Var executor = Code.v("executor", EXECUTOR);
        Stmt end = new Stmt.If(Code.gt(count(), Code.c(1)), List.of(Code.evaluate(Code.call(new Target.External(
                Target.Kind.VIRTUAL, workers, "close", List.of(workers), Scalar.VOID), held()))), List.of());
        Function close = close(List.of(end));
        List<Function> all = new ArrayList<>(List.of(asked(), close));
        for (List<Var> given : List.of(List.<Var>of(), List.of(executor))) {
            List<Stmt> body = new ArrayList<>(List.of(Code.let(most, CHECKED)));
            body.addAll(checks(given));
            body.add(Code.evaluate(Code.call(close)));
            body.add(new Stmt.If(Code.lt(LEAST, Code.c(NEVER)), start(most, given), List.of()));
            all.add(threads(given, body));
        }
        all.add(finding(Function.Access.PACKAGE, "sharedPart", find(0, tasks.size(), 0)));
        return all;
    }

    private static Function finding(Function.Access access, String name, List<Stmt> body) {
        return new Function(access, false, name, FINDING, Scalar.VOID, List.of(), "", body);
    }

    /** Does a part of that of the tasks {@code first … end} which is asked for; below each few halvings by a call. */
    private List<Stmt> find(int first, int end, int halvings) {
        if (end - first == 1) {
            return List.of(Code.evaluate(Code.call(tasks.get(first), PART.toArray(Expr[]::new))));
        }
        int middle = (first + end) / 2;
        List<Stmt> found = List.of(new Stmt.If(Code.lt(TASK, Code.c(middle)), find(first, middle, halvings + 1),
                find(middle, end, halvings + 1)));
        return halvings == 0 || halvings % HALVINGS > 0 ? found : List.of(Code.evaluate(Code.call(
                finding(Function.Access.PRIVATE, "sharedPart_" + first + "_" + end, found),
                FINDING.toArray(Expr[]::new))));
    }

    /** The public functions of a class that runs on one thread whatever it is told. */
    static List<Function> ofOne() {
        List<Function> all = new ArrayList<>(List.of(close(List.of())));
        for (List<Var> given : List.of(List.<Var>of(), List.of(Code.v("executor", EXECUTOR)))) {
            List<Stmt> body = new ArrayList<>(List.of(Code.evaluate(CHECKED)));
            body.addAll(checks(given));
            all.add(threads(given, body));
        }
        return all;
    }

    private static final Expr CHECKED = Parts.runtime("Arguments", "checkThreads", Scalar.I32, List.of(Scalar.I32),
            Code.i("threads"));

    private static List<Stmt> checks(List<Var> executor) {
        return executor.stream().map(e -> Code.evaluate(Parts.java("java.util.Objects", "requireNonNull", Type.OBJECT,
                List.of(Type.OBJECT, Type.STRING), e, Code.c("executor")))).toList();
    }

    private static Function threads(List<Var> executor, List<Stmt> body) {
        List<Var> parameters = new ArrayList<>(List.of(Code.i("threads")));
        parameters.addAll(executor);
        String where = executor.isEmpty() ? "daemon threads of the model's own, which end when none was needed for a"
                + " second" : "some of {@code executor}, which are given back when none was needed for a second; no"
                + " step waits for the executor to begin";
        return new Function(Function.Access.PUBLIC, false, "threads", parameters, Scalar.VOID, List.of(),
                "Shares each training step that is large enough among at most {@code threads} threads, the caller's"
                        + " and " + where + ". Unsaid, it is the system property {@code nablac.threads}, or as many as"
                        + " there are processors. The bits do not depend on it. Not to be called during a step.",
                body);
    }

    private static Function close(List<Stmt> body) {
        return new Function(Function.Access.PUBLIC, false, "close", List.of(), Scalar.VOID, List.of(),
                "Ends the threads of this model now. The model stays as it is, and the next large step begins others.",
                body);
    }
}
