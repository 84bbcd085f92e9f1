package org.nablac.emit;

import java.util.ArrayList;
import java.util.List;
import org.nablac.code.Expr.Var;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;

/** The variables of the open blocks of one method, in the order of their slots. */
final class Scope {
    private final MethodVisitor method;
    private final Instructions to;
    private final List<Local> locals = new ArrayList<>();

    /** {@code start} is where it has a value; nothing leads to an unreached one. */
    private record Local(Var variable, int slot, Label start, boolean reached) {
        int end() {
            return slot + Instructions.slots(variable.type());
        }
    }

    Scope(MethodVisitor method, Instructions to) {
        this.method = method;
        this.to = to;
    }

    /** A parameter, which has a value from the start. */
    void parameter(Var variable) {
        declare(variable, next());
    }

    /** A new variable with the value on the stack. */
    void declare(Var variable) {
        int slot = next();
        to.store(variable.type(), slot);
        declare(variable, slot);
    }

    private void declare(Var variable, int slot) {
        locals.add(new Local(variable, slot, to.here(), to.isReached()));
    }

    private int next() {
        return locals.isEmpty() ? 0 : locals.get(locals.size() - 1).end();
    }

    int size() {
        return locals.size();
    }

    int slot(Var variable) {
        return locals.stream().filter(l -> l.variable().equals(variable)).findFirst().map(Local::slot).orElseThrow(() ->
                new IllegalArgumentException("the variable " + variable + " is not declared here"));
    }

    /** Ends all variables but the first {@code size}. */
    void closeTo(int size) {
        if (locals.size() > size) {
            Label end = to.here();
            List<Local> closed = locals.subList(size, locals.size());
            closed.stream().filter(Local::reached).forEach(l -> method.visitLocalVariable(l.variable().name(),
                    Descriptors.of(l.variable().type()), null, l.start(), end, l.slot()));
            closed.clear();
        }
    }

    /** Places {@code label} where the operand stack holds {@code stack}. */
    void place(Label label, List<Object> stack) {
        List<Object> types = new ArrayList<>();
        locals.forEach(l -> types.add(Instructions.verificationType(l.variable().type())));
        to.place(label, new Instructions.Frame(types, List.copyOf(stack)));
    }
}
