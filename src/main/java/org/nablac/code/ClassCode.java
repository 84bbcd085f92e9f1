package org.nablac.code;

import java.util.List;
import java.util.Optional;

/**
 * A whole class, final and public, as two printers show it: bytecode and Java text.
 *
 * @param name binary name, as {@code com.example.MlpModel}
 * @param sourceFile the model's file, which stack traces name; its lines are those of {@link Stmt.Line}
 * @param functions in order; a function that is only called is listed too
 * @param runtime binary names of the runtime classes whose static methods it carries
 */
public record ClassCode(String name, String sourceFile, String doc, List<Field> fields, List<Function> functions,
                        List<String> runtime) {
    public ClassCode {
        fields = List.copyOf(fields);
        functions = List.copyOf(functions);
        runtime = List.copyOf(runtime);
    }

    /**
     * A private field.
     *
     * @param constant of a {@code static final} one: its constant value, or what is computed when
     *     the class is initialised
     */
    public record Field(boolean isFinal, String name, Type type, Optional<Expr> constant, String doc) {
    }

    /** Whether {@code type} is a class beside this one, made with it and named after it. */
    public boolean isCompanion(Type.Reference type) {
        return type.name().startsWith(name + "$");
    }

    /** Whether this is itself a class beside another, which may use the Vector API. */
    public boolean isBeside() {
        return type().simpleName().contains("$");
    }

    public Type.Reference type() {
        return new Type.Reference(name);
    }
}
