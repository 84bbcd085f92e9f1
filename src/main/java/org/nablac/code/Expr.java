package org.nablac.code;

import java.util.List;

/** An expression; every one knows its type, and a wrongly typed one cannot be built. Its {@code toString} is Java. */
public sealed interface Expr {
    Type type();

    /** A literal: Integer, Long, Float, Double, Boolean or String, of the matching type. */
    record Const(Type type, Object value) implements Expr {
        public Const {
            Class<?> wanted = switch (type) {
                case Scalar s -> switch (s) {
                    case F32 -> Float.class;
                    case F64 -> Double.class;
                    case I32 -> Integer.class;
                    case I64 -> Long.class;
                    case BOOL -> Boolean.class;
                    case VOID -> Void.class;
                };
                case Type.Reference r -> String.class;
                case Type.ArrayOf a -> Void.class;
                case Type.Lanes l -> Void.class;
                case Type.Mask m -> Void.class;
            };
            Check.that(wanted.isInstance(value), "the constant %s is not a %s", value, type);
        }

        @Override
        public String toString() {
            return JavaPrinter.text(this);
        }
    }

    /** A parameter or a local variable; {@code this} is the variable of that name. */
    record Var(String name, Type type) implements Expr {
        @Override
        public String toString() {
            return JavaPrinter.text(this);
        }
    }

    /** {@code object.name}, a field of the class that is being made. */
    record Field(Expr object, String name, Type type) implements Expr {
        @Override
        public String toString() {
            return JavaPrinter.text(this);
        }
    }

    /** {@code array[index]} */
    record Load(Expr array, Expr index) implements Expr {
        public Load {
            Check.array(array);
            Check.type(index, Scalar.I32);
        }

        @Override
        public Type type() {
            return ((Type.ArrayOf) array.type()).element();
        }

        @Override
        public String toString() {
            return JavaPrinter.text(this);
        }
    }

    /** {@code array.length} */
    record Length(Expr array) implements Expr {
        public Length {
            Check.array(array);
        }

        @Override
        public Type type() {
            return Scalar.I32;
        }

        @Override
        public String toString() {
            return JavaPrinter.text(this);
        }
    }

    /** One operand. */
    enum UnaryOp {
        /** {@code -x} of a number. */
        NEG,
        /** {@code Math.abs(x)} of a number. */
        ABS,
        /** {@code Math.sqrt}, correctly rounded to the operand's type. */
        SQRT,
        /** {@code !x} of a truth value. */
        NOT,
        /** {@code Float.floatToRawIntBits}, {@code Double.doubleToRawLongBits}. */
        BITS,
        /** {@code Float.intBitsToFloat}, {@code Double.longBitsToDouble}. */
        FROM_BITS
    }

    record Unary(UnaryOp op, Expr x) implements Expr {
        public Unary {
            Scalar s = Check.element(x);
            boolean fits = switch (op) {
                case NEG, ABS -> s.isFloat() || s.isInteger();
                case SQRT, BITS -> s.isFloat();
                case FROM_BITS -> s.isInteger();
                case NOT -> s == Scalar.BOOL;
            };
            Check.that(fits, "%s of a %s", op, s);
        }

        @Override
        public Type type() {
            if (x.type() instanceof Type.Lanes l) {
                return switch (op) {
                    case NEG, ABS, SQRT, NOT -> l;
                    case BITS -> new Type.Lanes(Scalar.I32, l.length());
                    case FROM_BITS -> new Type.Lanes(Scalar.F32, l.length());
                };
            }
            Scalar s = Type.element(x.type());
            return switch (op) {
                case NEG, ABS, SQRT, NOT -> x.type();
                case BITS -> s == Scalar.F32 ? Scalar.I32 : Scalar.I64;
                case FROM_BITS -> s == Scalar.I32 ? Scalar.F32 : Scalar.F64;
            };
        }

        @Override
        public String toString() {
            return JavaPrinter.text(this);
        }
    }

    /** Two operands of one type; the result has it too. */
    enum BinaryOp {
        ADD, SUB, MUL, DIV, REM,
        /** As {@code Math.min}: NaN if an operand is, and −0 below +0. */
        MIN,
        /** As {@code Math.max}: NaN if an operand is, and −0 below +0. */
        MAX,
        /** Bitwise on integers, logical (both sides computed) on truth values. */
        AND, OR, XOR,
        /** Shifts of an integer; the distance is an int. Of lanes it is an int for all, or one for each. */
        SHL, SHR, USHR
    }

    record Binary(BinaryOp op, Expr left, Expr right) implements Expr {
        public Binary {
            Scalar s = Check.element(left);
            boolean fits = switch (op) {
                case ADD, SUB, MUL, DIV, REM, MIN, MAX -> s.isFloat() || s.isInteger();
                case AND, OR, XOR -> s.isInteger() || s == Scalar.BOOL;
                case SHL, SHR, USHR -> s.isInteger();
            };
            Check.that(fits, "%s of a %s", op, s);
            Check.type(right, isShift(op) && right.type() instanceof Scalar ? Scalar.I32 : left.type());
        }

        private static boolean isShift(BinaryOp op) {
            return op == BinaryOp.SHL || op == BinaryOp.SHR || op == BinaryOp.USHR;
        }

        @Override
        public Type type() {
            return left.type();
        }

        @Override
        public String toString() {
            return JavaPrinter.text(this);
        }
    }

    /** As the Java operators: every comparison with NaN is false but {@link #NE}. */
    enum CompareOp { EQ, NE, LT, LE, GT, GE }

    /** Two numbers of one type (or two truth values, EQ and NE only). */
    record Compare(CompareOp op, Expr left, Expr right) implements Expr {
        public Compare {
            Scalar s = Check.element(left);
            Check.type(right, left.type());
            Check.that(s != Scalar.BOOL || left.type() == Scalar.BOOL && (op == CompareOp.EQ || op == CompareOp.NE),
                    "%s of truth values", op);
        }

        @Override
        public Type type() {
            return left.type() instanceof Type.Lanes l ? new Type.Mask(l) : Scalar.BOOL;
        }

        @Override
        public String toString() {
            return JavaPrinter.text(this);
        }
    }

    /** {@code condition ? yes : no}; only the chosen side is computed. Of a mask both are, and each lane chooses. */
    record Select(Expr condition, Expr yes, Expr no) implements Expr {
        public Select {
            Check.type(condition, condition.type() instanceof Type.Mask && yes.type() instanceof Type.Lanes l
                    ? new Type.Mask(l) : Scalar.BOOL);
            Check.type(no, yes.type());
        }

        @Override
        public Type type() {
            return yes.type();
        }

        @Override
        public String toString() {
            return JavaPrinter.text(this);
        }
    }

    /** A Java cast: between numbers, or of a reference to a class or an array type. */
    record Convert(Type type, Expr x) implements Expr {
        public Convert {
            boolean numbers = type instanceof Scalar to && x.type() instanceof Scalar from
                    && to != Scalar.BOOL && from != Scalar.BOOL && to != Scalar.VOID && from != Scalar.VOID;
            boolean references = !(type instanceof Scalar) && !(x.type() instanceof Scalar);
            Check.that(numbers || references, "(%s) of a %s", type, x.type());
        }

        @Override
        public String toString() {
            return JavaPrinter.text(this);
        }
    }

    /** {@code Math.fma(a, b, c)}: a·b + c, rounded once. */
    record Fma(Expr a, Expr b, Expr c) implements Expr {
        public Fma {
            Scalar s = Check.element(a);
            Check.that(s.isFloat(), "fma of a %s", s);
            Check.type(b, a.type());
            Check.type(c, a.type());
        }

        @Override
        public Type type() {
            return a.type();
        }

        @Override
        public String toString() {
            return JavaPrinter.text(this);
        }
    }

    /** A call; the arguments are those of the target, an external method's receiver first. */
    record Call(Target target, List<Expr> arguments) implements Expr {
        public Call {
            arguments = List.copyOf(arguments);
            List<Type> wanted = target.parameterTypes();
            Check.that(arguments.size() == wanted.size(), "%s takes %s, given are %d arguments",
                    target.name(), wanted, arguments.size());
            for (int i = 0; i < wanted.size(); i++) {
                if (wanted.get(i) instanceof Scalar || wanted.get(i) instanceof Type.ArrayOf) {
                    Check.type(arguments.get(i), wanted.get(i));
                }
            }
        }

        @Override
        public Type type() {
            return target.returns();
        }

        @Override
        public String toString() {
            return JavaPrinter.text(this);
        }
    }

    /** {@code new element[length]}, zeros. */
    record NewArray(Type element, Expr length) implements Expr {
        public NewArray {
            Check.type(length, Scalar.I32);
        }

        @Override
        public Type type() {
            return new Type.ArrayOf(element);
        }

        @Override
        public String toString() {
            return JavaPrinter.text(this);
        }
    }

    /** {@code new element[] {values}} */
    record ArrayLiteral(Type element, List<Expr> values) implements Expr {
        public ArrayLiteral {
            values = List.copyOf(values);
        }

        @Override
        public Type type() {
            return new Type.ArrayOf(element);
        }

        @Override
        public String toString() {
            return JavaPrinter.text(this);
        }
    }

    /** {@code new type(arguments)}; the constructor's parameter types are given, since overloads are chosen by them. */
    record New(Type.Reference type, List<Type> parameterTypes, List<Expr> arguments) implements Expr {
        public New {
            parameterTypes = List.copyOf(parameterTypes);
            arguments = List.copyOf(arguments);
            Check.that(parameterTypes.size() == arguments.size(), "new %s takes %s", type, parameterTypes);
        }

        @Override
        public String toString() {
            return JavaPrinter.text(this);
        }
    }

    /** The static final field {@code name} of the class that is being made. */
    record Static(String name, Type type) implements Expr {        @Override
        public String toString() {
            return JavaPrinter.text(this);
        }
    }

    /** The lanes {@code array[index], array[index + 1], …} */
    record LoadLanes(Expr array, Expr index, int length) implements Expr {
        public LoadLanes {
            Check.array(array);
            Check.type(index, Scalar.I32);
        }

        @Override
        public Type type() {
            return new Type.Lanes((Scalar) ((Type.ArrayOf) array.type()).element(), length);
        }

        @Override
        public String toString() {
            return JavaPrinter.text(this);
        }
    }

    /** {@code x} in every lane. */
    record Splat(Expr x, int length) implements Expr {
        @Override
        public Type type() {
            return new Type.Lanes((Scalar) x.type(), length);
        }

        @Override
        public String toString() {
            return JavaPrinter.text(this);
        }
    }

    /** The ints {@code first, first + 1, …} */
    record Iota(Expr first, int length) implements Expr {
        public Iota {
            Check.type(first, Scalar.I32);
        }

        @Override
        public Type type() {
            return new Type.Lanes(Scalar.I32, length);
        }

        @Override
        public String toString() {
            return JavaPrinter.text(this);
        }
    }

    /** Lane l is lane l + {@code by} of {@code x}, from the first again after the last. */
    record RotateLanes(Expr x, int by) implements Expr {
        public RotateLanes {
            Check.lanes(x);
        }

        @Override
        public Type type() {
            return x.type();
        }

        @Override
        public String toString() {
            return JavaPrinter.text(this);
        }

        /** Which lane goes where, whatever is rotated. */
        public Rotation rotation() {
            return new Rotation((Type.Lanes) type(), by);
        }
    }

    /** A constant of the class, since HotSpot's first compiler gives up on a method that makes many of them anew. */
    record Rotation(Type.Lanes lanes, int by) {
        /** The name of the static field that holds it. */
        public String name() {
            return "rotate" + 32 * lanes.length() + lanes.element() + "By" + by;
        }
    }

    /** The lane of that number. */
    record OneLane(Expr x, int lane) implements Expr {
        public OneLane {
            Check.lanes(x);
            Check.that(lane >= 0 && lane < ((Type.Lanes) x.type()).length(), "lane %d of %s", lane, x);
        }

        @Override
        public Type type() {
            return ((Type.Lanes) x.type()).element();
        }

        @Override
        public String toString() {
            return JavaPrinter.text(this);
        }
    }

    /**
     * The least or the greatest of the lanes, {@link BinaryOp#MIN} or {@link BinaryOp#MAX}; of ints also all bits that
     * any lane has, {@link BinaryOp#OR}.
     */
    record FoldLanes(BinaryOp op, Expr x) implements Expr {
        public FoldLanes {
            Check.lanes(x);
            boolean ofInts = op == BinaryOp.OR && Check.element(x) == Scalar.I32;
            Check.that(op == BinaryOp.MIN || op == BinaryOp.MAX || ofInts, "lanes folded by %s", op);
        }

        @Override
        public Type type() {
            return ((Type.Lanes) x.type()).element();
        }

        @Override
        public String toString() {
            return JavaPrinter.text(this);
        }
    }
}
