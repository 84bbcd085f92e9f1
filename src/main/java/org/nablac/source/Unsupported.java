package org.nablac.source;

import com.github.javaparser.ast.expr.Expression;
import com.github.javaparser.ast.stmt.Statement;
import java.util.Map;

/** What to write in place of the Java that a model may not use. */
final class Unsupported {
    private static final Map<String, String> INSTEAD = Map.of(
            "InstanceOfExpr", "instanceof is not understood in a model; give the classes a method that differs",
            "ClassExpr", "a class literal is not understood in a model",
            "SuperExpr",
            "super is not understood in a model: classes here extend nothing; hold the other object in a field",
            "TryStmt", "try is not understood in a model: nothing fails while it is read; leave it out",
            "SynchronizedStmt", "synchronized is not understood in a model: one thread reads it; leave it out",
            "LabeledStmt", "a label is not understood in a model; put the inner loop into a method and return from it",
            "AssertStmt", "assert is not understood in a model; write if (…) throw new IllegalArgumentException(…)",
            "LocalClassDeclarationStmt", "a class inside of a method is not understood in a model; declare it outside",
            "LocalRecordDeclarationStmt",
            "a record inside of a method is not understood in a model; declare it outside");

    private Unsupported() {
    }

    static String expression(Expression e) {
        return INSTEAD.getOrDefault(e.getClass().getSimpleName(), "'" + e + "' is not understood in a model");
    }

    static String statement(Statement s) {
        return INSTEAD.getOrDefault(s.getClass().getSimpleName(),
                s.getClass().getSimpleName().replace("Stmt", "").toLowerCase(java.util.Locale.ROOT)
                + " is not understood in a model");
    }
}
