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

/**
 * {@code epoch} and {@code epochInOrder}: steps over all examples, in a random order or as they lie.
 * <pre>{@code
 * float epoch(int examples, inputs …, int batch, float rateFrom, float rateTo)
 * }</pre>
 */
final class EpochCode {
    /** Examples whose rows are fetched side by side: a row is still near when its turn comes. */
    private static final int TOGETHER = 64;
    /** Examples that are copied in the order in which they are taken, a power of two: a few megabytes. */
    private static final int COPIED = 1 << 20;
    /** Numbers that a shuffle draws side by side. */
    private static final int DRAWN = 256;
    private static final Type DRAWS = new Type.ArrayOf(Scalar.I64);
    private static final Var BASE = Code.i(Argument.OfLoop.BASE);
    private static final Var DONE = Code.i(Argument.OfLoop.DONE);
    private static final Var EXAMPLES = Code.i("examples");
    private static final Var BATCH = Code.i("batch");
    private static final Var SUM = Code.v("sum", Scalar.F64);
    private static final Var SHUFFLED = Code.v(Argument.OfLoop.SHUFFLED, Type.INTS);

    private final Training training;
    private final Parts parts;
    private final List<Node> inputs;
    private final Function batch;
    private final Function one;
    private final Var from;
    private final Var to;
    /** Arrays that are empty at first. */
    final List<ClassCode.Field> growing = new ArrayList<>();
    final List<Function> functions = new ArrayList<>();

    /**
     * @param batch one step on some of the examples of its inputs, which lie side by side
     * @param one one step on one example of its inputs, which may do some of the next one's work
     */
    EpochCode(Training training, Function batch, Function one) {
        this.training = training;
        this.parts = training.parts;
        this.inputs = training.inputs;
        this.batch = batch;
        this.one = one;
        this.from = Code.v("rateFrom", training.real);
        this.to = Code.v("rateTo", training.real);
        growing.add(Training.field("order", Type.INTS));
        growing.add(Training.field("draws", DRAWS));
        inputs.forEach(i -> growing.add(Training.field(stagedName(i), Parts.array(i.type().dtype()))));
        functions.addAll(copies().values());
        functions.add(epoch("epoch", true, "shuffled by the seed and the number of the epoch"));
        functions.add(epoch("epochInOrder", false, "in the order in which they lie"));
    }

    private Function epoch(String name, boolean isShuffled, String how) {
        List<Var> parameters = new ArrayList<>(List.of(EXAMPLES));
        parameters.addAll(training.inputVars());
        parameters.addAll(List.of(BATCH, from, to));
        List<Stmt> body = new ArrayList<>(
                Checks.ofExamples(parts, name, training.step.workspace.sizes.get(0), inputs, training.bounds));
        body.add(Code.evaluate(Parts.checkPositive("batch of " + name, BATCH)));
        if (isShuffled) {
            body.addAll(shuffled());
        }
        body.add(Code.let(SUM, Code.c(0.0)));
        body.add(new Stmt.If(Code.eq(BATCH, Code.c(1)),
                looped(isShuffled).orElseGet(() -> List.of(singles(isShuffled))), batches(isShuffled)));
        body.add(Code.returns(Code.convert(training.real, Code.div(SUM, Code.convert(Scalar.F64, EXAMPLES)))));
        return new Function(Function.Access.PUBLIC, false, name, parameters, training.real, List.of(),
                "One pass over all examples, " + how + ", in steps of {@code batch} examples; the rate changes linearly"
                        + " from {@code rateFrom} to {@code rateTo}. Returns the mean loss.", body);
    }

    /** Steps of one example, each a call. */
    private Stmt singles(boolean isShuffled) {
        List<Expr> arguments = new ArrayList<>(training.inputVars());
        arguments.add(taken(DONE, isShuffled));
        if (one.name().equals(Training.AHEAD)) {
            Expr after = Code.add(DONE, Code.c(1));
            arguments.add(Code.select(Code.lt(after, EXAMPLES), taken(after, isShuffled), Code.c(-1)));
            arguments.add(DONE);
        }
        arguments.add(ExampleLoop.rate(from, to, DONE, EXAMPLES));
        return new Stmt.For(DONE, Code.c(0), EXAMPLES, 1, List.of(Code.assign(SUM,
                Code.add(SUM, Code.convert(Scalar.F64, Code.call(one, arguments.toArray(Expr[]::new)))))));
    }

    /** The example that step {@code at} takes. */
    private static Expr taken(Expr at, boolean isShuffled) {
        return isShuffled ? Code.load(SHUFFLED, at) : at;
    }

    /** Steps of one example, {@link #TOGETHER} of them in a call, if the loop over them is a function of its own. */
    private Optional<List<Stmt>> looped(boolean isShuffled) {
        return training.single.flatMap(p -> p.loop().map(call -> {
            boolean isCopied = isShuffled && p.readsSideBySide();
            Var until = Code.i(Argument.OfLoop.UNTIL);
            List<Stmt> all = new ArrayList<>(training.ensure(p));
            List<Stmt> each = new ArrayList<>();
            Map<Var, Expr> staged = new HashMap<>();
            all.add(Code.let(DONE, Code.c(0)));
            if (p.readsSideBySide()) {
                all.add(Code.let(BASE, Code.c(0)));
            } else if (!isShuffled) {
                all.addAll(asTheyLie());
            }
            if (isCopied) {
                inputs.forEach(i -> all.add(stage(i, Code.min(EXAMPLES, Code.c(COPIED)))));
                inputs.forEach(i -> staged.put(ProgramCode.input(i), staged(i)));
                each.add(new Stmt.If(Code.eq(Code.and(DONE, Code.c(COPIED - 1)), Code.c(0)), copiesInOrder(),
                        List.of()));
            }
            each.add(Code.let(until, Code.add(DONE, Code.min(Code.sub(EXAMPLES, DONE), Code.c(TOGETHER)))));
            each.add(Code.assign(SUM, Tree.replace(call, staged)));
            each.add(new Stmt.SetField(parts.me, "steps", Scalar.I64, Code.add(parts.field("steps", Scalar.I64),
                    Code.convert(Scalar.I64, Code.sub(until, DONE)))));
            each.add(Code.assign(DONE, until));
            all.add(new Stmt.While(Code.lt(DONE, EXAMPLES), each));
            return all;
        }));
    }

    /**
     * Copies the next {@link #COPIED} examples in the order in which they are taken, one input after the other: what is
     * read out of order is then small, and far from the model's rows.
     */
    private List<Stmt> copiesInOrder() {
        List<Stmt> all = new ArrayList<>();
        all.add(Code.assign(BASE, DONE));
        Map<Type, Function> copies = copies();
        for (Node input : inputs) {
            all.add(Code.evaluate(Code.call(copies.get(Parts.array(input.type().dtype())), ProgramCode.input(input),
                    SHUFFLED, DONE, Code.min(Code.sub(EXAMPLES, DONE), Code.c(COPIED)), staged(input))));
        }
        return all;
    }

    /** A function that copies in order, for each type of input, where examples are copied before they are taken. */
    private Map<Type, Function> copies() {
        Map<Type, Function> copies = new LinkedHashMap<>();
        if (training.single.filter(p -> p.loop().isPresent() && p.readsSideBySide()).isPresent()) {
            inputs.forEach(i -> copies.computeIfAbsent(Parts.array(i.type().dtype()), EpochCode::copyInOrder));
        }
        return copies;
    }

    private static Function copyInOrder(Type array) {
        Var source = Code.v("from", array);
        Var order = Code.v("order", Type.INTS);
        Var first = Code.i("first");
        Var count = Code.i("count");
        Var target = Code.v("to", array);
        Var place = Code.i("place");
        return new Function(Function.Access.PRIVATE, true, "copyInOrder", List.of(source, order, first, count, target),
                Scalar.VOID, List.of(), "", List.of(Code.loop(place, Code.c(0), count, Code.store(target, place,
                        Code.load(source, Code.load(order, Code.add(first, place)))))));
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

    /** Names the examples in the order in which they lie. */
    private List<Stmt> asTheyLie() {
        Expr order = parts.field("order", Type.INTS);
        Var i = Code.i("position");
        return List.of(
                new Stmt.If(Code.ne(Code.length(order), EXAMPLES), List.of(new Stmt.SetField(parts.me, "order",
                        Type.INTS, new Expr.NewArray(Scalar.I32, EXAMPLES))), List.of()),
                Code.let(SHUFFLED, order),
                Code.loop(i, Code.c(0), EXAMPLES, Code.store(SHUFFLED, i, i)));
    }

    private List<Stmt> shuffled() {
        Expr draws = parts.field("draws", DRAWS);
        List<Stmt> all = new ArrayList<>(asTheyLie());
        all.add(new Stmt.If(Code.eq(Code.length(draws), Code.c(0)), List.of(new Stmt.SetField(parts.me, "draws", DRAWS,
                new Expr.NewArray(Scalar.I64, Code.c(DRAWN)))), List.of()));
        all.add(Code.evaluate(Parts.runtime("CounterRandom", "shuffle", Scalar.VOID,
                List.of(Type.INTS, DRAWS, Scalar.I64, Scalar.I64),
                SHUFFLED, draws, parts.field("seed", Scalar.I64), parts.field("epochs", Scalar.I64))));
        all.add(new Stmt.SetField(parts.me, "epochs", Scalar.I64,
                Code.add(parts.field("epochs", Scalar.I64), Code.c(1L))));
        return all;
    }

    /** A step on each batch: the examples as they lie, or copied side by side in the order in which they are taken. */
    private List<Stmt> batches(boolean isShuffled) {
        Var n = training.callSizes().get(0);
        Var start = Code.i("taken");
        Var position = Code.i("place");
        List<Stmt> all = new ArrayList<>();
        List<Expr> given = new ArrayList<>(List.of(n));
        List<Stmt> body = new ArrayList<>();
        body.add(Code.let(n, Code.min(BATCH, Code.sub(EXAMPLES, start))));
        if (isShuffled) {
            List<Stmt> copies = new ArrayList<>();
            for (Node input : inputs) {
                Expr width = parts.size(input.shape().stride(0));
                all.add(stage(input, Code.mul(Code.min(BATCH, EXAMPLES), width)));
                given.add(staged(input));
                copies.add(Code.evaluate(Parts.copy(ProgramCode.input(input),
                        Code.mul(Code.load(SHUFFLED, Code.add(start, position)), width), staged(input),
                        Code.mul(position, width), width)));
            }
            body.add(new Stmt.For(position, Code.c(0), n, 1, copies));
        } else {
            given.addAll(training.inputVars());
        }
        given.add(isShuffled ? Code.c(0) : start);
        given.add(ExampleLoop.rate(from, to, start, EXAMPLES));
        body.add(Code.assign(SUM, Code.add(SUM, Code.mul(Code.convert(Scalar.F64, n),
                Code.convert(Scalar.F64, Code.call(batch, given.toArray(Expr[]::new)))))));
        body.add(Code.assign(start, Code.add(start, n)));
        all.add(Code.let(start, Code.c(0)));
        all.add(new Stmt.While(Code.lt(start, EXAMPLES), body));
        return all;
    }
}
