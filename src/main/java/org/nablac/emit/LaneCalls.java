package org.nablac.emit;

import java.util.Locale;
import org.nablac.code.Expr;
import org.nablac.code.Expr.BinaryOp;
import org.nablac.code.Scalar;
import org.nablac.code.Type;

/**
 * Calls of the Vector API, by name: the compiler itself links none of it. Owners are the exact types, so that no cast
 * stands between two operations; species are constants of the API; there are no masked operations. What is called has
 * been there, with this descriptor, since Java 17.
 *
 * <p>Arithmetic is {@code a.lanewise(ADD, b)}. {@code a.add(b)} does the same by way of a call that all callers in the
 * process share; C2 goes by what it has seen there, and compiles it for vectors of two lengths where there have been
 * two, for none where there have been three.
 */
final class LaneCalls {
    static final String OWNER = "jdk/incubator/vector/";
    static final String SPECIES = OWNER + "VectorSpecies";
    static final String SHUFFLE = "L" + OWNER + "VectorShuffle;";
    private static final String VECTOR = "L" + OWNER + "Vector;";
    private static final String MASK = "L" + OWNER + "VectorMask;";

    private final Instructions to;

    LaneCalls(Instructions to) {
        this.to = to;
    }

    private static String owner(Type.Lanes type) {
        return Descriptors.internal(type);
    }

    private void call(Type.Lanes on, String name, String arguments, String returns) {
        to.invokeOn(owner(on), name, "(" + arguments + ")" + returns, false);
    }

    void species(Type.Lanes type) {
        to.getStatic(owner(type), "SPECIES_" + 32 * type.length(), "L" + SPECIES + ";");
    }

    /** The constant {@code VectorOperators.name} of the kind {@code Unary}, {@code Comparison} or another. */
    void operator(String kind, String name) {
        to.getStatic(OWNER + "VectorOperators", name, "L" + OWNER + "VectorOperators$" + kind + ";");
    }

    /** Of species, array and index. */
    void load(Type.Lanes type) {
        to.invokeStatic(owner(type), "fromArray", "(L" + SPECIES + ";[" + Descriptors.of(type.element()) + "I)"
                + Descriptors.of(type), false);
    }

    /** Of lanes, array and index. */
    void store(Type.Lanes type) {
        call(type, "intoArray", "[" + Descriptors.of(type.element()) + "I", "V");
    }

    /** Of species and number. */
    void broadcast(Type.Lanes type) {
        to.invokeStatic(owner(type), "broadcast", "(L" + SPECIES + ";" + Descriptors.of(type.element()) + ")"
                + Descriptors.of(type), false);
    }

    void addIndex(Type.Lanes type) {
        to.constant(1);
        call(type, "addIndex", "I", Descriptors.of(type));
    }

    void unary(Expr.Unary e) {
        if (e.x().type() instanceof Type.Mask) {
            to.invokeOn(OWNER + "VectorMask", "not", "()" + MASK, false);
            return;
        }
        Type.Lanes type = (Type.Lanes) e.x().type();
        switch (e.op()) {
            case NEG, ABS, SQRT, NOT -> {
                operator("Unary", e.op().toString());
                lanewise(type, "Unary", "");
            }
            case BITS -> call(type, "reinterpretAsInts", "", Descriptors.of(e.type()));
            case FROM_BITS -> call(type, "reinterpretAsFloats", "", Descriptors.of(e.type()));
        }
    }

    /** The kind of the constant that stands for an operator. */
    static String kind(BinaryOp op) {
        return switch (op) {
            case ADD, MUL, MIN, MAX, AND, OR, XOR -> "Associative";
            case SUB, DIV, REM, SHL, SHR, USHR -> "Binary";
        };
    }

    /** Of left, the operator unless they are masks, and right. */
    void binary(Expr.Binary e) {
        if (e.type() instanceof Type.Lanes l) {
            lanewise(l, "Binary", e.right().type() == Scalar.I32 ? "I" : VECTOR);
        } else {
            to.invokeOn(OWNER + "VectorMask", e.op().toString().toLowerCase(Locale.ROOT), "(" + MASK + ")" + MASK,
                    false);
        }
    }

    private void lanewise(Type.Lanes type, String kind, String operands) {
        call(type, "lanewise", "L" + OWNER + "VectorOperators$" + kind + ";" + operands, Descriptors.of(type));
    }

    void compare(Type.Lanes type) {
        call(type, "compare", "L" + OWNER + "VectorOperators$Comparison;" + VECTOR, MASK);
    }

    /** Of those where the mask is not set, those where it is, and the mask. */
    void blend(Type.Lanes type) {
        call(type, "blend", VECTOR + MASK, Descriptors.of(type));
    }

    /** Of the first factor, the operator, the second factor and the summand. */
    void fma(Type.Lanes type) {
        lanewise(type, "Ternary", VECTOR + VECTOR);
    }

    /** Of a species. */
    void rotation(int by) {
        to.constant(by);
        to.constant(1);
        to.constant(true);
        to.invokeOn(SPECIES, "iotaShuffle", "(IIZ)" + SHUFFLE, true);
    }

    /** Of lanes and the shuffle. */
    void rearrange(Type.Lanes type) {
        call(type, "rearrange", SHUFFLE, Descriptors.of(type));
    }

    void lane(Type.Lanes type, int lane) {
        to.constant(lane);
        call(type, "lane", "I", Descriptors.of(type.element()));
    }

    void fold(BinaryOp op, Type.Lanes type) {
        operator("Associative", op.toString());
        call(type, "reduceLanes", "L" + OWNER + "VectorOperators$Associative;", Descriptors.of(type.element()));
    }
}
