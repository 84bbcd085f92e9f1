package org.nablac.emit;

import static org.objectweb.asm.Opcodes.*;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.nablac.code.Expr.BinaryOp;
import org.nablac.code.Expr.CompareOp;
import org.nablac.code.Scalar;
import org.nablac.code.Type;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;

/**
 * The instructions of one method, by what they do: the only file that knows opcodes. An instruction that nothing leads
 * to is left out. A frame is written where a label is placed, when the next instruction comes: two labels at one place
 * share the later frame, which is that of the outer scope.
 */
final class Instructions {
    private final MethodVisitor out;
    private final Set<Label> targets = new HashSet<>();
    private boolean reached = true;
    private Optional<Frame> frame = Optional.empty();

    /** Verification types of the local variables and of the stack, as ASM wants them. */
    record Frame(List<Object> locals, List<Object> stack) {
    }

    Instructions(MethodVisitor out) {
        this.out = out;
    }

    /** Whether control gets to what comes next. */
    boolean isReached() {
        return reached;
    }

    /** What a frame calls a value of {@code type}. */
    static Object verificationType(Type type) {
        return switch (type) {
            case Scalar s -> switch (s) {
                case I32, BOOL -> INTEGER;
                case I64 -> LONG;
                case F32 -> FLOAT;
                case F64 -> DOUBLE;
                case VOID -> throw new IllegalArgumentException("a value of type void");
            };
            case Type t -> Descriptors.internal(t);
        };
    }

    static int slots(Type type) {
        return type == Scalar.F64 || type == Scalar.I64 ? 2 : 1;
    }

    /** A label that marks a place for tables; no jump goes there. */
    Label here() {
        Label label = new Label();
        out.visitLabel(label);
        return label;
    }

    void line(int line) {
        if (reached) {
            out.visitLineNumber(line, here());
        }
    }

    /** Places {@code label}, to which jumps go, now or later. */
    void place(Label label, Frame here) {
        reached |= targets.contains(label);
        out.visitLabel(label);
        if (reached) {
            frame = Optional.of(here);
        }
    }

    void goTo(Label label) {
        jump(GOTO, label);
        reached = false;
    }

    /** Goes to {@code label} if the truth value on the stack is {@code sense}. */
    void jumpIf(boolean sense, Label label) {
        jump(sense ? IFNE : IFEQ, label);
    }

    /** Goes to {@code label} if {@code (left op right) == sense} for the values on the stack. */
    void jumpIf(CompareOp op, Type type, boolean sense, Label label) {
        switch ((Scalar) type) {
            case I32, BOOL -> jump(test(op, sense) + IF_ICMPEQ - IFEQ, label);
            case I64 -> {
                op(LCMP);
                jump(test(op, sense), label);
            }
            // a NaN makes the order such that < <= > >= are false
            case F32 -> {
                op(op == CompareOp.LT || op == CompareOp.LE ? FCMPG : FCMPL);
                jump(test(op, sense), label);
            }
            case F64 -> {
                op(op == CompareOp.LT || op == CompareOp.LE ? DCMPG : DCMPL);
                jump(test(op, sense), label);
            }
            case VOID -> throw new IllegalArgumentException("a comparison of void");
        }
    }

    /** As {@link #jumpIf(CompareOp, Type, boolean, Label)} for the int on the stack and 0. */
    void jumpIfZero(CompareOp op, boolean sense, Label label) {
        jump(test(op, sense), label);
    }

    private static int test(CompareOp op, boolean sense) {
        return switch (op) {
            case EQ -> sense ? IFEQ : IFNE;
            case NE -> sense ? IFNE : IFEQ;
            case LT -> sense ? IFLT : IFGE;
            case GE -> sense ? IFGE : IFLT;
            case GT -> sense ? IFGT : IFLE;
            case LE -> sense ? IFLE : IFGT;
        };
    }

    void load(Type type, int slot) {
        variable(at(type, ILOAD), slot);
    }

    void store(Type type, int slot) {
        variable(at(type, ISTORE), slot);
    }

    void increment(int slot, int by) {
        if (next()) {
            out.visitIincInsn(slot, by);
        }
    }

    void arrayLoad(Type element) {
        op(element == Scalar.BOOL ? BALOAD : at(element, IALOAD));
    }

    void arrayStore(Type element) {
        op(element == Scalar.BOOL ? BASTORE : at(element, IASTORE));
    }

    void arrayLength() {
        op(ARRAYLENGTH);
    }

    void newArray(Type element) {
        if (next()) {
            switch (element) {
                case Scalar s -> out.visitIntInsn(NEWARRAY, switch (s) {
                    case F32 -> T_FLOAT;
                    case F64 -> T_DOUBLE;
                    case I32 -> T_INT;
                    case I64 -> T_LONG;
                    case BOOL -> T_BOOLEAN;
                    case VOID -> throw new IllegalArgumentException("an array of void");
                });
                case Type t -> out.visitTypeInsn(ANEWARRAY, Descriptors.internal(t));
            }
        }
    }

    /** An object that no constructor was called on yet, twice on the stack. */
    void newObject(String internalName) {
        if (next()) {
            out.visitTypeInsn(NEW, internalName);
        }
        op(DUP);
    }

    void checkCast(Type type) {
        if (next()) {
            out.visitTypeInsn(CHECKCAST, Descriptors.internal(type));
        }
    }

    void constant(Object value) {
        switch (value) {
            case Boolean b -> op(b ? ICONST_1 : ICONST_0);
            case Integer i when i >= -1 && i <= 5 -> op(ICONST_0 + i);
            case Integer i when i == i.byteValue() -> push(BIPUSH, i);
            case Integer i when i == i.shortValue() -> push(SIPUSH, i);
            case Long l when l == 0 || l == 1 -> op(LCONST_0 + l.intValue());
            // equals tells -0 from 0
            case Float f when f.equals(0f) || f == 1 || f == 2 -> op(FCONST_0 + f.intValue());
            case Double d when d.equals(0.0) || d == 1 -> op(DCONST_0 + d.intValue());
            default -> {
                if (next()) {
                    out.visitLdcInsn(value);
                }
            }
        }
    }

    /** {@code left op right}; MIN and MAX are methods. */
    void binary(BinaryOp op, Type type) {
        op(at(type, switch (op) {
            case ADD -> IADD;
            case SUB -> ISUB;
            case MUL -> IMUL;
            case DIV -> IDIV;
            case REM -> IREM;
            case AND -> IAND;
            case OR -> IOR;
            case XOR -> IXOR;
            case SHL -> ISHL;
            case SHR -> ISHR;
            case USHR -> IUSHR;
            case MIN, MAX -> throw new IllegalArgumentException(op + " is a method");
        }));
    }

    void negate(Type type) {
        op(at(type, INEG));
    }

    /** {@code (to) from} of numbers. */
    void convert(Scalar from, Scalar to) {
        if (from != to) {
            op(switch (from) {
                case I32 -> choose(to, NOP, I2L, I2F, I2D);
                case I64 -> choose(to, L2I, NOP, L2F, L2D);
                case F32 -> choose(to, F2I, F2L, NOP, F2D);
                case F64 -> choose(to, D2I, D2L, D2F, NOP);
                case BOOL, VOID -> throw new IllegalArgumentException("a number from " + from);
            });
        }
    }

    private static int choose(Scalar to, int toInt, int toLong, int toFloat, int toDouble) {
        return switch (to) {
            case I32 -> toInt;
            case I64 -> toLong;
            case F32 -> toFloat;
            case F64 -> toDouble;
            case BOOL, VOID -> throw new IllegalArgumentException("a number as " + to);
        };
    }

    void duplicate() {
        op(DUP);
    }

    /** Copies array and index. */
    void duplicateTwo() {
        op(DUP2);
    }

    void drop(Type type) {
        op(slots(type) == 2 ? POP2 : POP);
    }

    void getField(String owner, String name, Type type) {
        if (next()) {
            out.visitFieldInsn(GETFIELD, owner, name, Descriptors.of(type));
        }
    }

    void getStatic(String owner, String name, String descriptor) {
        if (next()) {
            out.visitFieldInsn(GETSTATIC, owner, name, descriptor);
        }
    }

    void putStatic(String owner, String name, String descriptor) {
        if (next()) {
            out.visitFieldInsn(PUTSTATIC, owner, name, descriptor);
        }
    }

    void putField(String owner, String name, Type type) {
        if (next()) {
            out.visitFieldInsn(PUTFIELD, owner, name, Descriptors.of(type));
        }
    }

    void invokeStatic(String owner, String name, String descriptor, boolean ofInterface) {
        invoke(INVOKESTATIC, owner, name, descriptor, ofInterface);
    }

    void invokeConstructor(String owner, String descriptor) {
        invoke(INVOKESPECIAL, owner, "<init>", descriptor, false);
    }

    void invokeOn(String owner, String name, String descriptor, boolean ofInterface) {
        invoke(ofInterface ? INVOKEINTERFACE : INVOKEVIRTUAL, owner, name, descriptor, ofInterface);
    }

    /** Returns the value on the stack; none for VOID. */
    void returns(Type type) {
        op(type == Scalar.VOID ? RETURN : at(type, IRETURN));
        reached = false;
    }

    void throwIt() {
        op(ATHROW);
        reached = false;
    }

    /**
     * The opcode for {@code type}, given that for int: int, long, float, double and references follow in this order.
     */
    private static int at(Type type, int forInt) {
        return org.objectweb.asm.Type.getType(Descriptors.of(type)).getOpcode(forInt);
    }

    private void op(int opcode) {
        if (next()) {
            out.visitInsn(opcode);
        }
    }

    private void push(int opcode, int operand) {
        if (next()) {
            out.visitIntInsn(opcode, operand);
        }
    }

    private void variable(int opcode, int slot) {
        if (next()) {
            out.visitVarInsn(opcode, slot);
        }
    }

    private void jump(int opcode, Label label) {
        if (next()) {
            targets.add(label);
            out.visitJumpInsn(opcode, label);
        }
    }

    private void invoke(int opcode, String owner, String name, String descriptor, boolean ofInterface) {
        if (next()) {
            out.visitMethodInsn(opcode, owner, name, descriptor, ofInterface);
        }
    }

    /** Whether the next instruction is wanted; its frame, if it has one, is written. */
    private boolean next() {
        if (reached) {
            frame.ifPresent(f -> out.visitFrame(F_NEW, f.locals().size(), f.locals().toArray(),
                    f.stack().size(), f.stack().toArray()));
            frame = Optional.empty();
        }
        return reached;
    }
}
