package org.nablac.code;

/** The type of an expression, a variable or a field. */
public sealed interface Type permits Scalar, Type.ArrayOf, Type.Reference {

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

    Reference STRING = new Reference("java.lang.String");
    Reference OBJECT = new Reference("java.lang.Object");
    Reference PATH = new Reference("java.nio.file.Path");
    ArrayOf FLOATS = new ArrayOf(Scalar.F32);
    ArrayOf DOUBLES = new ArrayOf(Scalar.F64);
    ArrayOf INTS = new ArrayOf(Scalar.I32);
}
