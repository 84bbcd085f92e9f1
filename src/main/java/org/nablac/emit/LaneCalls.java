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

    /**
     * The constant {@code VectorOperators.name} of the kind {@code Binary}, {@code Comparison} or {@code Associative}.
     */
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
        String name = switch (e.op()) {
            case NEG -> "neg";
            case ABS -> "abs";
            case SQRT -> "sqrt";
            case NOT -> "not";
            case BITS -> "reinterpretAsInts";
            case FROM_BITS -> "reinterpretAsFloats";
        };
        call((Type.Lanes) e.x().type(), name, "", Descriptors.of(e.type()));
    }

    /** Whether the operator is named by a constant, which stands between the operands. */
    static boolean isLanewise(BinaryOp op) {
        return switch (op) {
            case XOR, SHL, SHR, USHR -> true;
            case ADD, SUB, MUL, DIV, REM, MIN, MAX, AND, OR -> false;
        };
    }

    /** Of left, the operator if it is lanewise, and right. */
    void binary(Expr.Binary e) {
        String name = e.op().toString().toLowerCase(Locale.ROOT);
        if (e.type() instanceof Type.Mask) {
            to.invokeOn(OWNER + "VectorMask", name, "(" + MASK + ")" + MASK, false);
        } else if (isLanewise(e.op())) {
            String right = e.right().type() == Scalar.I32 ? "I" : VECTOR;
            call((Type.Lanes) e.type(), "lanewise", "L" + OWNER + "VectorOperators$Binary;" + right,
                    Descriptors.of(e.type()));
        } else {
            call((Type.Lanes) e.type(), name, VECTOR, Descriptors.of(e.type()));
        }
    }

    void compare(Type.Lanes type) {
        call(type, "compare", "L" + OWNER + "VectorOperators$Comparison;" + VECTOR, MASK);
    }

    /** Of those where the mask is not set, those where it is, and the mask. */
    void blend(Type.Lanes type) {
        call(type, "blend", VECTOR + MASK, Descriptors.of(type));
    }

    void fma(Type.Lanes type) {
        call(type, "fma", VECTOR + VECTOR, Descriptors.of(type));
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
