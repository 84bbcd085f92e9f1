package org.nablac.emit;

import java.util.ArrayList;
import java.util.List;
import org.nablac.code.Expr;
import org.nablac.code.Expr.BinaryOp;
import org.nablac.code.Expr.Const;
import org.nablac.code.Expr.Var;
import org.nablac.code.Function;
import org.nablac.code.LaneNames;
import org.nablac.code.Scalar;
import org.nablac.code.Target;
import org.nablac.code.Tree;
import org.nablac.code.Type;
import org.objectweb.asm.Label;

/** Writes expressions; {@code stack} is what lies on the operand stack, as frames call it. */
final class Values {
    private static final String MATH = "java/lang/Math";

    private final Descriptors names;
    private final Scope scope;
    private final Instructions to;
    private final LaneCalls lanes;
    private final List<Object> stack = new ArrayList<>();

    Values(Descriptors names, Scope scope, Instructions to) {
        this.names = names;
        this.scope = scope;
        this.to = to;
        this.lanes = new LaneCalls(to);
    }

    /** Forgets what is on the stack: a statement begins. */
    void nothing() {
        stack.clear();
    }

    /** Leaves exactly one value of {@code e.type()} on the stack; none if that is VOID. */
    void expr(Expr e) {
        int below = stack.size();
        push(e);
        stack.subList(below, stack.size()).clear();
        if (e.type() != Scalar.VOID) {
            stack.add(Instructions.verificationType(e.type()));
        }
    }

    private void push(Expr expression) {
        switch (expression) {
            case Const e -> to.constant(e.value());
            case Var e -> to.load(e.type(), scope.slot(e));
            case Expr.Field e -> {
                expr(e.object());
                to.getField(names.self(), e.name(), e.type());
            }
            case Expr.Load e -> {
                expr(e.array());
                expr(e.index());
                to.arrayLoad(e.type());
            }
            case Expr.Length e -> {
                expr(e.array());
                to.arrayLength();
            }
            case Expr.Unary e when !(e.x().type() instanceof Scalar) -> {
                expr(e.x());
                lanes.unary(e);
            }
            case Expr.Unary e -> unary(e);
            case Expr.Binary e -> {
                expr(e.left());
                if (e.type() instanceof Type.Lanes) {
                    operator(LaneCalls.kind(e.op()), LaneNames.of(e.op()));
                }
                expr(e.right());
                operator(e);
            }
            case Expr.Compare e when e.left().type() instanceof Type.Lanes l -> {
                expr(e.left());
                operator("Comparison", e.op().toString());
                expr(e.right());
                lanes.compare(l);
            }
            case Expr.Compare e -> choose(e, new Const(Scalar.BOOL, true), new Const(Scalar.BOOL, false));
            case Expr.Select e when e.condition().type() instanceof Type.Mask -> {
                expr(e.no());
                expr(e.yes());
                expr(e.condition());
                lanes.blend((Type.Lanes) e.type());
            }
            case Expr.Select e -> choose(e.condition(), e.yes(), e.no());
            case Expr.Convert e -> {
                expr(e.x());
                if (e.type() instanceof Scalar s) {
                    to.convert((Scalar) e.x().type(), s);
                } else {
                    to.checkCast(e.type());
                }
            }
            case Expr.Fma e -> {
                expr(e.a());
                if (e.type() instanceof Type.Lanes) {
                    operator("Ternary", "FMA");
                }
                expr(e.b());
                expr(e.c());
                if (e.type() instanceof Type.Lanes l) {
                    lanes.fma(l);
                } else {
                    math("fma", 3, e.type());
                }
            }
            case Expr.Call e -> call(e);
            case Expr.Static e -> to.getStatic(names.self(), e.name(), Descriptors.of(e.type()));
            case Expr.LoadLanes e -> {
                species(e.type());
                expr(e.array());
                expr(e.index());
                lanes.load((Type.Lanes) e.type());
            }
            case Expr.Splat e -> {
                species(e.type());
                expr(e.x());
                lanes.broadcast((Type.Lanes) e.type());
            }
            case Expr.Iota e -> {
                species(e.type());
                expr(e.first());
                lanes.broadcast((Type.Lanes) e.type());
                lanes.addIndex((Type.Lanes) e.type());
            }
            case Expr.RotateLanes e -> {
                expr(e.x());
                to.getStatic(names.self(), e.rotation().name(), LaneCalls.SHUFFLE);
                lanes.rearrange((Type.Lanes) e.type());
            }
            case Expr.OneLane e -> {
                expr(e.x());
                lanes.lane((Type.Lanes) e.x().type(), e.lane());
            }
            case Expr.FoldLanes e -> {
                expr(e.x());
                lanes.fold(e.op(), (Type.Lanes) e.x().type());
            }
            case Expr.NewArray e -> {
                expr(e.length());
                to.newArray(e.element());
            }
            case Expr.ArrayLiteral e -> literal(e);
            case Expr.New e -> {
                Label made = to.here();
                to.newObject(Descriptors.internal(e.type()));
                stack.add(made);
                stack.add(made);
                e.arguments().forEach(this::expr);
                to.invokeConstructor(Descriptors.internal(e.type()), Descriptors.of(e.parameterTypes(), Scalar.VOID));
            }
        }
    }

    void rotation(Expr.Rotation r) {
        species(r.lanes());
        lanes.rotation(r.by());
    }

    private void species(Type type) {
        lanes.species((Type.Lanes) type);
        stack.add(LaneCalls.SPECIES);
    }

    /** Puts a constant of {@code VectorOperators} on the stack. */
    private void operator(String kind, String name) {
        lanes.operator(kind, name);
        stack.add(LaneCalls.OWNER + "VectorOperators$" + kind);
    }

    private void operator(Expr.Binary e) {
        if (!(e.type() instanceof Scalar)) {
            lanes.binary(e);
            return;
        }
        switch (e.op()) {
            case MIN -> math("min", 2, e.type());
            case MAX -> math("max", 2, e.type());
            case ADD, SUB, MUL, DIV, REM, AND, OR, XOR, SHL, SHR, USHR -> to.binary(e.op(), e.type());
        }
    }

    /** Writes the lanes on the stack, below which nothing is, to {@code array[index]} and after. */
    void storeLanes(Expr value, Expr array, Expr index) {
        expr(value);
        expr(array);
        expr(index);
        lanes.store((Type.Lanes) value.type());
    }

    /** {@code array[index] op right} of the array and the index on the stack, which stay there below it. */
    void update(Expr.Binary e) {
        to.duplicateTwo();
        to.arrayLoad(e.type());
        stack.add(Instructions.verificationType(e.type()));
        expr(e.right());
        operator(e);
    }

    private void unary(Expr.Unary e) {
        Scalar s = (Scalar) e.x().type();
        expr(e.x());
        switch (e.op()) {
            case NEG -> to.negate(s);
            case ABS -> math("abs", 1, s);
            case SQRT -> {
                // exact for float: 53 bits are more than 2·24 + 2
                to.convert(s, Scalar.F64);
                math("sqrt", 1, Scalar.F64);
                to.convert(Scalar.F64, s);
            }
            case NOT -> {
                to.constant(true);
                to.binary(BinaryOp.XOR, Scalar.I32);
            }
            case BITS -> bits(s, s == Scalar.F32 ? "floatToRawIntBits" : "doubleToRawLongBits", e.type());
            case FROM_BITS -> bits(s, s == Scalar.I32 ? "intBitsToFloat" : "longBitsToDouble", e.type());
        }
    }

    private void bits(Scalar from, String name, Type type) {
        boolean single = from == Scalar.F32 || from == Scalar.I32;
        to.invokeStatic(single ? "java/lang/Float" : "java/lang/Double", name, Descriptors.of(List.of(from), type),
                false);
    }

    private void math(String name, int operands, Type type) {
        to.invokeStatic(MATH, name, "(" + Descriptors.of(type).repeat(operands) + ")" + Descriptors.of(type), false);
    }

    private void call(Expr.Call e) {
        String owner = names.owner(e.target());
        String descriptor = Descriptors.of(e.target());
        boolean ofInterface = names.isInterface(e.target());
        boolean isStatic = switch (e.target()) {
            case Function f -> f.isStatic();
            case Target.External t -> t.kind() == Target.Kind.STATIC;
        };
        if (e.target() instanceof Function && !isStatic) {
            expr(new Var("this", names.code().type()));
        }
        e.arguments().forEach(this::expr);
        if (isStatic) {
            to.invokeStatic(owner, names.name(e.target()), descriptor, ofInterface);
        } else {
            to.invokeOn(owner, names.name(e.target()), descriptor, ofInterface);
        }
    }

    private void literal(Expr.ArrayLiteral e) {
        Object array = Instructions.verificationType(e.type());
        to.constant(e.values().size());
        to.newArray(e.element());
        stack.add(array);
        for (int k = 0; k < e.values().size(); k++) {
            to.duplicate();
            to.constant(k);
            stack.add(array);
            stack.add(Instructions.verificationType(Scalar.I32));
            expr(e.values().get(k));
            to.arrayStore(e.element());
            stack.subList(stack.size() - 3, stack.size()).clear();
        }
    }

    private void choose(Expr condition, Expr yes, Expr no) {
        Label otherwise = new Label();
        Label end = new Label();
        int below = stack.size();
        jump(condition, false, otherwise);
        expr(yes);
        to.goTo(end);
        stack.subList(below, stack.size()).clear();
        scope.place(otherwise, stack);
        expr(no);
        scope.place(end, stack);
    }

    /** Goes to {@code target} if {@code e} is {@code sense}, else goes on; leaves nothing on the stack. */
    void jump(Expr e, boolean sense, Label target) {
        int below = stack.size();
        if (e instanceof Const c) {
            if (c.value().equals(sense)) {
                to.goTo(target);
            }
        } else if (e instanceof Expr.Unary u && u.op() == Expr.UnaryOp.NOT) {
            jump(u.x(), !sense, target);
        } else if (e instanceof Expr.Compare c) {
            expr(c.left());
            if (c.right().equals(new Const(Scalar.I32, 0))) {
                to.jumpIfZero(c.op(), sense, target);
            } else {
                expr(c.right());
                to.jumpIf(c.op(), c.left().type(), sense, target);
            }
        } else if (e instanceof Expr.Binary b && Tree.isShortCircuit(b)) {
            shortCircuit(b, sense, target);
        } else {
            expr(e);
            to.jumpIf(sense, target);
        }
        stack.subList(below, stack.size()).clear();
    }

    private void shortCircuit(Expr.Binary b, boolean sense, Label target) {
        if ((b.op() == BinaryOp.OR) == sense) {
            jump(b.left(), sense, target);
            jump(b.right(), sense, target);
        } else {
            Label past = new Label();
            jump(b.left(), !sense, past);
            jump(b.right(), sense, target);
            scope.place(past, stack);
        }
    }
}
