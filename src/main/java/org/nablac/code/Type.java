package org.nablac.code;

/** The type of an expression, a variable or a field. */
public sealed interface Type permits Scalar, Type.ArrayOf, Type.Reference, Type.Lanes, Type.Mask {

    /** An array, as {@code float[]}. */
    record ArrayOf(Type element) implements Type {
        @Override
        public String toString() {
            return element + "[]";
        }
    }

    /** A class by its binary name, as {@code java.lang.String}. */
    record Reference(String name) implements Type {
        /** {@code String} of {@code java.lang.String}. */
        public String simpleName() {
            return name.substring(name.lastIndexOf('.') + 1);
        }

        @Override
        public String toString() {
            return simpleName();
        }
    }

    /** {@code length} numbers at once, a register of the Vector API: of {@link Scalar#F32} or {@link Scalar#I32}. */
    record Lanes(Scalar element, int length) implements Type {
        public Lanes {
            Check.that(element == Scalar.F32 || element == Scalar.I32, "lanes of %s", element);
            Check.that(length == 4 || length == 8 || length == 16, "%d lanes", length);
        }

        @Override
        public String toString() {
            return element == Scalar.F32 ? "FloatVector" : "IntVector";
        }
    }

    /** A truth value for each lane of numbers of {@code lanes}. */
    record Mask(Lanes lanes) implements Type {
        @Override
        public String toString() {
            return "VectorMask";
        }
    }

    /** What one lane holds, or the scalar itself; VOID of all else. */
    static Scalar element(Type type) {
        return switch (type) {
            case Scalar s -> s;
            case Lanes l -> l.element();
            case Mask m -> Scalar.BOOL;
            case ArrayOf a -> Scalar.VOID;
            case Reference r -> Scalar.VOID;
        };
    }

    Reference STRING = new Reference("java.lang.String");
    Reference OBJECT = new Reference("java.lang.Object");
    Reference PATH = new Reference("java.nio.file.Path");
    Reference FLOAT_BUFFER = new Reference("java.nio.FloatBuffer");
    ArrayOf FLOATS = new ArrayOf(Scalar.F32);
    ArrayOf DOUBLES = new ArrayOf(Scalar.F64);
    ArrayOf INTS = new ArrayOf(Scalar.I32);
}
