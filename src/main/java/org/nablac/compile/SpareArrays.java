package org.nablac.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.nablac.code.ClassCode;
import org.nablac.code.Code;
import org.nablac.code.Expr;
import org.nablac.code.Expr.Var;
import org.nablac.code.Scalar;
import org.nablac.code.Stmt;
import org.nablac.code.Target;
import org.nablac.code.Type;
import org.nablac.tensor.DType;

/**
 * Arrays of floats that a method of the model needs and that are as long in every call, as those that operands of
 * products are packed in: a call leaves them for the next. Calls at the same time make their own.
 * <pre>{@code
 * boolean isFirst = inUse.compareAndSet(false, true);
 * float[][] floats = isFirst ? this.floats : new float[0][];
 * if (floats.length == 0) floats = newFloats(n); else floats[1] = new float[512 * n];
 * …
 * floats[1] = floats[0];               // what only this call needs is not held
 * if (isFirst) { this.floats = floats; inUse.set(false); }
 * }</pre>
 */
final class SpareArrays {
    /** Elements in all that are worth it: less is soon made. */
    private static final long MANY = 1 << 14;
    private static final Type.Reference FLAG = new Type.Reference("java.util.concurrent.atomic.AtomicBoolean");
    private static final Type.ArrayOf FLOATS = Workspace.type(DType.F32);
    private static final Var IS_FIRST = Code.v("isFirst", Scalar.BOOL);

    private final Workspace workspace;
    private final Parts parts;
    private final List<Integer> fixed;
    private final ClassCode.Field held;
    private final ClassCode.Field inUse;

    private SpareArrays(ProgramCode p, Parts parts) {
        this.workspace = p.workspace;
        this.parts = parts;
        this.fixed = workspace.fixed(DType.F32);
        this.held = new ClassCode.Field(false, p.program.name() + "Spare", FLOATS, Optional.empty(), "");
        this.inUse = new ClassCode.Field(false, p.program.name() + "InUse", FLAG, Optional.empty(), "");
    }

    /** Nothing where there are none, or few elements. */
    static Optional<SpareArrays> of(ProgramCode p, Parts parts) {
        return p.workspace.fixed(DType.F32).stream().mapToLong(k -> p.workspace.floats(k).size().constant()).sum()
                >= MANY ? Optional.of(new SpareArrays(p, parts)) : Optional.empty();
    }

    /** Arrays that are empty in a new model, and flags that are {@link #unset()}. */
    List<ClassCode.Field> fields() {
        return List.of(held, inUse);
    }

    static Expr unset() {
        return new Expr.New(FLAG, List.of(), List.of());
    }

    private Expr field(ClassCode.Field f) {
        return parts.field(f.name(), f.type());
    }

    private Var all() {
        return workspace.variable(DType.F32);
    }

    /** For each array that is none of these, what {@code stored} says. */
    private List<Stmt> others(IntFunction<Expr> stored) {
        return IntStream.range(0, workspace.count(DType.F32)).filter(k -> !fixed.contains(k))
                .mapToObj(k -> Code.store(all(), Code.c(k), stored.apply(k))).toList();
    }

    /** Takes what is there, or makes all. */
    List<Stmt> take() {
        Target set = new Target.External(Target.Kind.VIRTUAL, FLAG, "compareAndSet",
                List.of(FLAG, Scalar.BOOL, Scalar.BOOL), Scalar.BOOL);
        return List.of(
                Code.let(IS_FIRST, Code.call(set, field(inUse), Code.c(false), Code.c(true))),
                Code.let(all(), Code.select(IS_FIRST, field(held), new Expr.NewArray(FLOATS.element(), Code.c(0)))),
                new Stmt.If(Code.eq(Code.length(all()), Code.c(0)),
                        List.of(Code.assign(all(), workspace.create(DType.F32))),
                        others(k -> workspace.create(workspace.floats(k)))));
    }

    /** Leaves it for the next call. */
    List<Stmt> give() {
        Target set = new Target.External(Target.Kind.VIRTUAL, FLAG, "set", List.of(FLAG, Scalar.BOOL), Scalar.VOID);
        List<Stmt> body = new ArrayList<>(others(k -> Code.load(all(), Code.c(fixed.get(0)))));
        body.add(new Stmt.SetField(parts.me, held.name(), FLOATS, all()));
        body.add(Code.evaluate(Code.call(set, field(inUse), Code.c(false))));
        return List.of(new Stmt.If(IS_FIRST, body, List.of()));
    }
}
