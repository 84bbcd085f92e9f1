package org.nablac.code;

import java.util.List;
import org.nablac.code.Expr.Var;

/**
 * A method of the class that is being made.
 *
 * @param name a Java identifier; {@code <init>} for a constructor
 * @param parameters without {@code this}
 * @param doc what the method's Javadoc says; empty for none
 * @param exceptions checked exceptions it declares
 */
public record Function(Access access, boolean isStatic, String name, List<Var> parameters, Type returns,
                       List<Type.Reference> exceptions, String doc, List<Stmt> body) implements Target {

    /** Who may call it. */
    public enum Access { PUBLIC, PACKAGE, PRIVATE }

    public Function {
        parameters = List.copyOf(parameters);
        exceptions = List.copyOf(exceptions);
        body = List.copyOf(body);
    }

    /** A private static function: what kernels and elementary functions are. */
    public static Function of(String name, List<Var> parameters, Type returns, String doc, List<Stmt> body) {
        return new Function(Access.PRIVATE, true, name, parameters, returns, List.of(), doc, body);
    }

    /** A call of an instance function is one on {@code this}, which is not among the arguments. */
    @Override
    public List<Type> parameterTypes() {
        return parameters.stream().map(Var::type).toList();
    }

    @Override
    public String toString() {
        return JavaPrinter.text(this);
    }
}
