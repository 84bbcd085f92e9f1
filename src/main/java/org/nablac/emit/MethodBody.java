package org.nablac.emit;

import java.util.ArrayList;
import java.util.List;
import org.nablac.code.Expr;
import org.nablac.code.Expr.BinaryOp;
import org.nablac.code.Expr.Const;
import org.nablac.code.Expr.Var;
import org.nablac.code.Function;
import org.nablac.code.Scalar;
import org.nablac.code.Stmt;
import org.nablac.code.Target;
import org.nablac.code.Tree;
import org.nablac.code.Type;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;

/**
 * Writes the body of one function. Its words: a <em>slot</em> is where a variable lives, {@code scope} are the variables
 * of the open blocks in order of their slots, {@code stack} is what lies on the operand stack, as frames call it.
 */
final class MethodBody {
    private static final String MATH = "java/lang/Math";

    private final Descriptors names;
    private final Function function;
    private final MethodVisitor method;
    private final Instructions to;
    private final List<Local> scope = new ArrayList<>();
    private final List<Object> stack = new ArrayList<>();

    /** {@code start} is where it has a value; nothing leads to an unreached one. */
    private record Local(Var variable, int slot, Label start, boolean reached) {
        int end() {
            return slot + Instructions.slots(variable.type());
        }
    }

    private MethodBody(Descriptors names, Function function, MethodVisitor method) {
        this.names = names;
        this.function = function;
        this.method = method;
        this.to = new Instructions(method);
    }

    static void write(Descriptors names, Function function, MethodVisitor method) {
        new MethodBody(names, function, method).write();
    }

    private void write() {
        method.visitCode();
        Label start = to.here();
        if (!function.isStatic()) {
            declare(new Var("this", names.code().type()), start);
        }
        function.parameters().forEach(p -> declare(p, start));
        if (function.name().equals("<init>")) {
            to.load(names.code().type(), 0);
            to.invokeConstructor("java/lang/Object", "()V");
        }
        function.body().forEach(this::stmt);
        if (to.isReached()) {
            to.returns(Scalar.VOID);
        }
        closeTo(0);
        method.visitMaxs(0, 0);
        method.visitEnd();
    }

    private Local declare(Var variable, Label start) {
        int slot = scope.isEmpty() ? 0 : scope.get(scope.size() - 1).end();
        Local local = new Local(variable, slot, start, to.isReached());
        scope.add(local);
        return local;
    }

    /** A new variable with the value on the stack. */
    private Local declare(Var variable) {
        int slot = scope.isEmpty() ? 0 : scope.get(scope.size() - 1).end();
        to.store(variable.type(), slot);
        return declare(variable, to.here());
    }

    private void block(List<Stmt> body) {
        int size = scope.size();
        body.forEach(this::stmt);
        closeTo(size);
    }

    /** Ends the scope of all variables but the first {@code size}. */
    private void closeTo(int size) {
        if (scope.size() > size) {
            Label end = to.here();
            List<Local> closed = scope.subList(size, scope.size());
            closed.stream().filter(Local::reached).forEach(l -> method.visitLocalVariable(l.variable().name(),
                    Descriptors.of(l.variable().type()), null, l.start(), end, l.slot()));
            closed.clear();
        }
    }

    private Local local(Var variable) {
        return scope.stream().filter(l -> l.variable().equals(variable)).findFirst().orElseThrow(() ->
                new IllegalArgumentException(function.name() + ": the variable " + variable + " is not declared here"));
    }

    private void place(Label label) {
        List<Object> locals = new ArrayList<>();
        scope.forEach(l -> locals.add(Instructions.verificationType(l.variable().type())));
        to.place(label, new Instructions.Frame(locals, List.copyOf(stack)));
    }

    private void stmt(Stmt statement) {
        stack.clear();
        switch (statement) {
            case Stmt.Let s -> {
                expr(s.value());
                declare(s.variable());
            }
            case Stmt.Assign s -> assign(s);
            case Stmt.Store s -> store(s);
            case Stmt.SetField s -> {
                expr(s.object());
                expr(s.value());
                to.putField(names.self(), s.name(), s.type());
            }
            case Stmt.For s -> loop(s);
            case Stmt.While s -> {
                Label head = new Label();
                Label exit = new Label();
                place(head);
                jump(s.condition(), false, exit);
                block(s.body());
                to.goTo(head);
                stack.clear();
                place(exit);
            }
            case Stmt.If s -> branch(s);
            case Stmt.Return s -> {
                s.value().ifPresent(this::expr);
                to.returns(function.returns());
            }
            case Stmt.Evaluate s -> {
                expr(s.value());
                if (s.value().type() != Scalar.VOID) {
                    to.drop(s.value().type());
                }
            }
            case Stmt.Throw s -> {
                expr(s.exception());
                to.throwIt();
            }
            case Stmt.Line s -> to.line(s.line());
            case Stmt.Comment s -> { }
        }
    }

    private void assign(Stmt.Assign s) {
        int slot = local(s.variable()).slot();
        if (s.value() instanceof Expr.Binary b && b.left().equals(s.variable()) && b.right() instanceof Const c
                && c.value() instanceof Integer k && k == k.shortValue() && -k == (short) -k
                && (b.op() == BinaryOp.ADD || b.op() == BinaryOp.SUB)) {
            to.increment(slot, b.op() == BinaryOp.ADD ? k : -k);
        } else {
            expr(s.value());
            to.store(s.variable().type(), slot);
        }
    }

    private void store(Stmt.Store s) {
        expr(s.array());
        expr(s.index());
        expr(s.value());
        to.arrayStore(((Type.ArrayOf) s.array().type()).element());
    }

    private void loop(Stmt.For s) {
        Label head = new Label();
        Label exit = new Label();
        int size = scope.size();
        expr(s.from());
        Local i = declare(s.variable());
        stack.clear();
        place(head);
        jump(new Expr.Compare(Expr.CompareOp.LT, s.variable(), s.to()), false, exit);
        block(s.body());
        if (s.step() == (short) s.step()) {
            to.increment(i.slot(), s.step());
        } else {
            stmt(new Stmt.Assign(s.variable(), new Expr.Binary(BinaryOp.ADD, s.variable(), new Const(Scalar.I32, s.step()))));
        }
        to.goTo(head);
        closeTo(size);
        stack.clear();
        place(exit);
    }

    private void branch(Stmt.If s) {
        Label no = new Label();
        Label end = new Label();
        jump(s.condition(), false, no);
        block(s.yes());
        if (!s.no().isEmpty()) {
            to.goTo(end);
        }
        stack.clear();
        place(no);
        block(s.no());
        stack.clear();
        place(end);
    }

    /** Leaves exactly one value of {@code e.type()} on the stack; none if that is VOID. */
    private void expr(Expr e) {
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
            case Var e -> to.load(e.type(), local(e).slot());
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
            case Expr.Unary e -> unary(e);
            case Expr.Binary e -> {
                expr(e.left());
                expr(e.right());
                switch (e.op()) {
                    case MIN -> math("min", 2, e.type());
                    case MAX -> math("max", 2, e.type());
                    case ADD, SUB, MUL, DIV, REM, AND, OR, XOR, SHL, SHR, USHR -> to.binary(e.op(), e.type());
                }
            }
            case Expr.Compare e -> choose(e, new Const(Scalar.BOOL, true), new Const(Scalar.BOOL, false));
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
                expr(e.b());
                expr(e.c());
                math("fma", 3, e.type());
            }
            case Expr.Call e -> call(e);
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
        to.invokeStatic(single ? "java/lang/Float" : "java/lang/Double", name, Descriptors.of(List.of(from), type), false);
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
            to.invokeStatic(owner, e.target().name(), descriptor, ofInterface);
        } else {
            to.invokeOn(owner, e.target().name(), descriptor, ofInterface);
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
        place(otherwise);
        expr(no);
        place(end);
    }

    /** Goes to {@code target} if {@code e} is {@code sense}, else goes on; leaves nothing on the stack. */
    private void jump(Expr e, boolean sense, Label target) {
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
            place(past);
        }
    }
}
