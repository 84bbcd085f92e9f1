package org.nablac.emit;

import java.util.List;
import org.nablac.code.ClassCode;
import org.nablac.code.Expr;
import org.nablac.code.Expr.BinaryOp;
import org.nablac.code.Expr.Const;
import org.nablac.code.Expr.Var;
import org.nablac.code.Function;
import org.nablac.code.Scalar;
import org.nablac.code.Stmt;
import org.nablac.code.Tree;
import org.nablac.code.Type;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;

/** Writes the body of one function, statement by statement; between two of them the operand stack is empty. */
final class MethodBody {
    private final Descriptors names;
    private final Function function;
    private final Instructions to;
    private final Scope scope;
    private final Values values;

    private MethodBody(Descriptors names, Function function, MethodVisitor method) {
        this.names = names;
        this.function = function;
        this.to = new Instructions(method);
        this.scope = new Scope(method, to);
        this.values = new Values(names, scope, to);
    }

    static void write(Descriptors names, Function function, MethodVisitor method) {
        method.visitCode();
        new MethodBody(names, function, method).write();
        method.visitMaxs(0, 0);
        method.visitEnd();
    }

    /** The class initialiser: computes the static fields that are no constants. */
    static void writeStatics(Descriptors names, List<ClassCode.Field> fields, List<Expr.Rotation> rotations,
            MethodVisitor method) {
        method.visitCode();
        Function f = Function.of("<clinit>", List.of(), Scalar.VOID, "", List.of());
        MethodBody body = new MethodBody(names, f, method);
        for (Expr.Rotation r : rotations) {
            body.values.nothing();
            body.values.rotation(r);
            body.to.putStatic(names.self(), r.name(), LaneCalls.SHUFFLE);
        }
        for (ClassCode.Field field : fields) {
            body.values.nothing();
            body.values.expr(field.constant().orElseThrow());
            body.to.putStatic(names.self(), field.name(), Descriptors.of(field.type()));
        }
        body.to.returns(Scalar.VOID);
        method.visitMaxs(0, 0);
        method.visitEnd();
    }

    private void write() {
        if (!function.isStatic()) {
            scope.parameter(new Var("this", names.code().type()));
        }
        function.parameters().forEach(scope::parameter);
        if (function.name().equals("<init>")) {
            to.load(names.code().type(), 0);
            to.invokeConstructor("java/lang/Object", "()V");
        }
        function.body().forEach(this::stmt);
        if (to.isReached()) {
            to.returns(Scalar.VOID);
        }
        scope.closeTo(0);
    }

    private void block(List<Stmt> body) {
        int size = scope.size();
        body.forEach(this::stmt);
        scope.closeTo(size);
    }

    private void place(Label label) {
        scope.place(label, List.of());
    }

    private void stmt(Stmt statement) {
        values.nothing();
        switch (statement) {
            case Stmt.Let s -> {
                values.expr(s.value());
                scope.declare(s.variable());
            }
            case Stmt.Assign s -> assign(s);
            case Stmt.Store s -> store(s);
            case Stmt.StoreLanes s -> values.storeLanes(s.value(), s.array(), s.index());
            case Stmt.SetField s -> {
                values.expr(s.object());
                values.expr(s.value());
                to.putField(names.self(), s.name(), s.type());
            }
            case Stmt.For s -> loop(s);
            case Stmt.While s -> {
                Label head = new Label();
                Label exit = new Label();
                place(head);
                values.jump(s.condition(), false, exit);
                block(s.body());
                to.goTo(head);
                place(exit);
            }
            case Stmt.If s -> branch(s);
            case Stmt.Return s -> {
                s.value().ifPresent(values::expr);
                to.returns(function.returns());
            }
            case Stmt.Evaluate s -> {
                values.expr(s.value());
                if (s.value().type() != Scalar.VOID) {
                    to.drop(s.value().type());
                }
            }
            case Stmt.Throw s -> {
                values.expr(s.exception());
                to.throwIt();
            }
            case Stmt.Line s -> to.line(s.line());
            case Stmt.Comment s -> { }
        }
    }

    private void assign(Stmt.Assign s) {
        int slot = scope.slot(s.variable());
        if (s.value() instanceof Expr.Binary b && b.left().equals(s.variable()) && b.right() instanceof Const c
                && c.value() instanceof Integer k && k == k.shortValue() && -k == (short) -k
                && (b.op() == BinaryOp.ADD || b.op() == BinaryOp.SUB)) {
            to.increment(slot, b.op() == BinaryOp.ADD ? k : -k);
        } else {
            values.expr(s.value());
            to.store(s.variable().type(), slot);
        }
    }

    private void store(Stmt.Store s) {
        Type element = ((Type.ArrayOf) s.array().type()).element();
        values.expr(s.array());
        values.expr(s.index());
        if (s.value() instanceof Expr.Binary b && b.left().equals(new Expr.Load(s.array(), s.index()))
                && Tree.isRepeatable(b.left())) {
            values.update(b);
        } else {
            values.expr(s.value());
        }
        to.arrayStore(element);
    }

    private void loop(Stmt.For s) {
        Label head = new Label();
        Label exit = new Label();
        int size = scope.size();
        values.expr(s.from());
        scope.declare(s.variable());
        values.nothing();
        place(head);
        values.jump(new Expr.Compare(Expr.CompareOp.LT, s.variable(), s.to()), false, exit);
        block(s.body());
        if (s.step() == (short) s.step()) {
            to.increment(scope.slot(s.variable()), s.step());
        } else {
            stmt(new Stmt.Assign(s.variable(), new Expr.Binary(BinaryOp.ADD, s.variable(),
                    new Const(Scalar.I32, s.step()))));
        }
        to.goTo(head);
        scope.closeTo(size);
        place(exit);
    }

    private void branch(Stmt.If s) {
        Label no = new Label();
        Label end = new Label();
        values.jump(s.condition(), false, no);
        block(s.yes());
        if (!s.no().isEmpty()) {
            to.goTo(end);
        }
        place(no);
        block(s.no());
        place(end);
    }
}
